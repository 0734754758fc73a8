"""A span of a source that is indexed and retrieved."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from index.source import Source, SourceText

Span = tuple[int, int]


def passage_id(source_id: str, start: int, end: int) -> int:
    """Return the number that names a passage in every store: 63 bits, made from what it is."""
    digest = hashlib.sha256(f"{source_id}:{start}:{end}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


@dataclass(frozen=True, slots=True)
class Passage:
    """About 200 tokens of a source, made of whole sentences.

    Attributes:
        origin: the source with its text.
        start, end: offsets into the canonical text, in code points, end exclusive.
        sentences: the spans of its sentences in the same offsets, in order; headings are part of
            the passage but not of these.
    """

    origin: SourceText
    start: int
    end: int
    sentences: tuple[Span, ...] = field(repr=False)

    @property
    def id(self) -> int:
        """The number that names this passage in every store."""
        return passage_id(self.origin.source.id, self.start, self.end)

    @property
    def source(self) -> Source:
        """The source that it is a span of."""
        return self.origin.source

    @property
    def text(self) -> str:
        """The words of the source, sliced from it."""
        return self.origin.slice(self.start, self.end)


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage with its score for a question.

    Attributes:
        passage: the passage.
        score: the blend that it is ranked by, in standard deviations over the candidates; compare
            it within one search only.
        similarity: cosine of the question and the passage, in [-1, 1].
        relevance: the words' BM25 score, 0 where no word of the question occurs.
    """

    passage: Passage
    score: float
    similarity: float
    relevance: float

    @property
    def source(self) -> Source:
        """The source that the passage is a span of."""
        return self.passage.source

    @property
    def text(self) -> str:
        """The words of the passage."""
        return self.passage.text

    @property
    def start(self) -> int:
        """Where the passage starts in the canonical text."""
        return self.passage.start

    @property
    def end(self) -> int:
        """Where the passage ends in the canonical text, exclusive."""
        return self.passage.end
