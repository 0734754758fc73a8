"""What an embedder promises, whatever engine is behind it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray


class Embedder(Protocol):
    """Turns texts into vectors whose dot product says how close their meanings are."""

    @property
    def name(self) -> str:
        """The identity a library remembers: equal names give equal vectors."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of one vector."""
        ...

    @property
    def window(self) -> int:
        """The most tokens of one text, the embedder's own, special ones not counted."""
        ...

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has, special ones not counted."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 for each text, in their order: (texts, dimensions).

        Raises TextTooLong rather than truncate.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class TokenStates:
    """The tokens of one text, in their order, for late interaction; special tokens left out.

    `spans` are offsets of code points into the text, `vectors` rows of length 1.
    """

    ids: NDArray[np.int32]
    """(tokens,)"""
    spans: NDArray[np.int32]
    """(tokens, 2)"""
    vectors: NDArray[np.float32]
    """(tokens, token_dimensions)"""


@runtime_checkable
class TokenEmbedder(Embedder, Protocol):
    """An embedder that also tells the tokens of a text apart."""

    @property
    def token_dimensions(self) -> int:
        """The length of a token's vector, an even number."""
        ...

    def tokens(self, texts: Sequence[str]) -> list[TokenStates]:
        """Return the tokens of each text, in the texts' order; raises TextTooLong."""
        ...

    def embed_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], list[TokenStates]]:
        """Return what `embed` and `tokens` return, read once; raises TextTooLong."""
        ...


def available_cores() -> int:
    """Return the processor cores that this process may use, at least 1.

    A container or an affinity may allow fewer than the machine has.
    """
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
