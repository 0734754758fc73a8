"""Small fakes that can be computed by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index import TextTooLong, TokenStates

GAS = "Participants of the rallies opposed the rise in prices for liquefied gas."
MOON = "The Moon is the only natural satellite of the Earth. It has no air."


class WordEmbedder:
    """A word is a token, a text the sum of its words' vectors: texts with equal words are equal."""

    dimensions = 16

    def __init__(self, name: str = "words", window: int = 254) -> None:
        self.name = name
        self.window = window
        self.embedded = 0

    def lengths(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += len(texts)
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in zip(rows, texts, strict=True):
            words = text.lower().split()
            if len(words) > self.window:
                raise TextTooLong(len(words), self.window)
            for word in words:
                row += _vector(word)
            row /= max(float(np.linalg.norm(row)), 1e-9)
        return rows

    def tokens(self, texts: Sequence[str]) -> list[TokenStates]:
        raise AssertionError(f"no test ranks sentences with this fake: {texts}")


@cache
def _vector(word: str) -> NDArray[np.float32]:
    digest = hashlib.sha256(word.strip(".,?!“”").encode()).digest()[:16]
    return np.frombuffer(digest, np.uint8).astype(np.float32) / 255 - 0.5
