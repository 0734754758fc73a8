"""Small fakes that can be computed by hand."""

from __future__ import annotations

import hashlib
import re
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

    @property
    def token_dimensions(self) -> int:
        return self.dimensions

    def tokens(self, texts: Sequence[str]) -> list[TokenStates]:
        return [_states(text) for text in texts]

    def embed_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], list[TokenStates]]:
        return self.embed(texts), self.tokens(texts)


def _states(text: str) -> TokenStates:
    words = [match.span() for match in re.finditer(r"\S+", text)]
    rows = [_vector(text[start:end].lower()) for start, end in words]
    vectors = np.array(rows, np.float32).reshape(len(words), WordEmbedder.dimensions)
    return TokenStates(
        ids=np.full(len(words), 5000, np.int32),
        spans=np.array(words, np.int32).reshape(-1, 2),
        vectors=vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9),
    )


@cache
def _vector(word: str) -> NDArray[np.float32]:
    digest = hashlib.sha256(word.strip(".,?!“”").encode()).digest()[:16]
    return np.frombuffer(digest, np.uint8).astype(np.float32) / 255 - 0.5
