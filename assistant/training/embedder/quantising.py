"""Weights in eight bits: each output channel with a scale of its own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_LARGEST = 127


def quantised(columns: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return the columns in −127…127 and the scale of each."""
    return _divided(columns, np.abs(columns.astype(np.float64)).max(axis=0))


def quantised_in_pairs(
    columns: NDArray[np.float32],
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return columns in which no two neighbours in a pair add up to more than ±128.

    Processors without VNNI add two products in 16 bits, and 255 · 128 is what fits.
    """
    exact = columns.astype(np.float64)
    sums = np.abs(exact[0::2] + exact[1::2]).max(axis=0)
    return _divided(columns, np.maximum(np.abs(exact).max(axis=0), sums))


def _divided(
    columns: NDArray[np.float32], largest: NDArray[np.float64]
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    scales = np.where(largest == 0, 1, largest) / _LARGEST
    return np.rint(columns / scales).astype(np.int8), scales.astype(np.float32)
