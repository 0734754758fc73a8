"""Vectors of length 1 in four bits a number: fifteen even steps about zero.

A number of such a vector of d numbers spreads by 1/√d, so that the steps need no learning; what
lies further out than 2.7 of these is cut to that.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

_MOST = 7
_SPREADS = 2.7


def compressed(vectors: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return two numbers a byte: (vectors, dimensions / 2) for (vectors, dimensions)."""
    steps = np.rint(vectors * (_MOST * math.sqrt(vectors.shape[1]) / _SPREADS))
    levels = (np.clip(steps, -_MOST, _MOST) + _MOST).astype(np.uint8)
    packed: NDArray[np.uint8] = levels[:, 0::2] << 4 | levels[:, 1::2]
    return packed


def expanded(packed: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the vectors, of about length 1, that were compressed."""
    levels = np.empty((len(packed), packed.shape[1] * 2), np.uint8)
    np.right_shift(packed, 4, out=levels[:, 0::2])
    np.bitwise_and(packed, 15, out=levels[:, 1::2])
    step = _SPREADS / _MOST / math.sqrt(levels.shape[1])
    return (levels.astype(np.float32) - np.float32(_MOST)) * np.float32(step)
