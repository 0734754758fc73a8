"""Embedding passages in other threads while one stores those that came before."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedder, TokenEmbedder
from index.passage import Passage
from index.token_vectors import PassageTokens

# Passages embedded and stored at a time: enough to work on together, few enough to report, and to
# wait for when somebody stops the program.
_SLICE = 128
# Slices embedded and not yet stored, of one call of `start`: memory stays flat.
_AHEAD = 3


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """Passages with a row of `vectors` each, and their tokens if there is a reader."""

    passages: Sequence[Passage]
    vectors: NDArray[np.float32]
    tokens: list[PassageTokens] | None


class EmbeddingAhead:
    """Embeds what it is given in threads of its own, in the order given. Close it after use."""

    def __init__(self, embedder: Embedder, reader: TokenEmbedder | None) -> None:
        """Embed with the embedder, and by token with the reader, which may be the same."""
        self._embedder = embedder
        self._reader = reader
        # Two, so that one slice is made ready while the embedder works on the other.
        self._threads = ThreadPoolExecutor(2, "embedding ahead")

    def __enter__(self) -> EmbeddingAhead:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Drop what is not embedded yet."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def start(self, passages: Sequence[Passage]) -> Iterator[Embedded]:
        """Begin at once and return what comes of it, slice by slice, in the passages' order.

        The iterator raises what the embedder raises, such as TextTooLong.
        """
        slices = (passages[first : first + _SLICE] for first in range(0, len(passages), _SLICE))
        first_ones = [self._threads.submit(self._embed, part) for part in islice(slices, _AHEAD)]
        return self._results(slices, deque(first_ones))

    def _results(
        self, slices: Iterator[Sequence[Passage]], waiting: deque[Future[Embedded]]
    ) -> Iterator[Embedded]:
        while waiting:
            embedded = waiting.popleft().result()
            waiting.extend(self._threads.submit(self._embed, part) for part in islice(slices, 1))
            yield embedded

    def _embed(self, passages: Sequence[Passage]) -> Embedded:
        """Embed passages whole and by token, in one reading where one embedder does both."""
        texts = [passage.text for passage in passages]
        if self._reader is None:
            return Embedded(passages, self._embedder.embed(texts), None)
        if self._reader is self._embedder:
            vectors, states = self._reader.embed_with_tokens(texts)
        else:
            vectors, states = self._embedder.embed(texts), self._reader.tokens(texts)
        pairs = zip(passages, states, strict=True)
        return Embedded(passages, vectors, [PassageTokens.of(*pair) for pair in pairs])
