"""An embedder that reads some texts and lends their vectors to all others."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index import TokenEmbedder, TokenStates

_TURNED = 0.5
_Rows = NDArray[np.float32]


@dataclass(slots=True)
class Borrowing:
    """Embeds so many texts; the vector of any other is one of those, turned at random."""

    embedder: TokenEmbedder
    most: int
    _means: list[_Rows] = field(default_factory=list)
    _states: list[TokenStates] = field(default_factory=list)
    _chance: random.Random = field(default_factory=lambda: random.Random(0))
    _lock: Lock = field(default_factory=Lock)

    @property
    def name(self) -> str:
        return self.embedder.name

    @property
    def dimensions(self) -> int:
        return self.embedder.dimensions

    @property
    def token_dimensions(self) -> int:
        return self.embedder.token_dimensions

    @property
    def window(self) -> int:
        return self.embedder.window

    def lengths(self, texts: Sequence[str]) -> list[int]:
        return self.embedder.lengths(texts)

    def embed(self, texts: Sequence[str]) -> _Rows:
        return self.embed_with_tokens(texts)[0]

    def tokens(self, texts: Sequence[str]) -> list[TokenStates]:
        return self.embed_with_tokens(texts)[1]

    def embed_with_tokens(self, texts: Sequence[str]) -> tuple[_Rows, list[TokenStates]]:
        with self._lock:
            if len(self._means) < self.most:
                means, states = self.embedder.embed_with_tokens(texts)
                self._means += list(means)
                self._states += states
                return means, states
            places = [self._chance.randrange(len(self._means)) for _ in texts]
        turned = np.random.default_rng(places[0]).standard_normal((len(places), self.dimensions))
        rows = np.stack([self._means[place] for place in places])
        rows = rows + (_TURNED / np.sqrt(self.dimensions) * turned).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows, [self._states[place] for place in places]
