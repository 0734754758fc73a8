"""The reply to a question: an answer with citations, a refusal with its reason, or a remark."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.statement import Statement
from assistant.sureness import Sureness
from index import RankedPassage, Source, SourceText, Span


@dataclass(frozen=True, slots=True)
class Quote:
    """A span of a source that is shown as evidence. Its text is always a slice of the source.

    Attributes:
        origin: the source with its canonical text.
        start, end: offsets into that text, in code points, end exclusive.
        mark: the span of the quote that is most probably the answer, in the same offsets; None if
            no part is.

    Raises:
        ValueError: the offsets are not a non-empty span of the text, or the mark is not inside it.
    """

    origin: SourceText
    start: int
    end: int
    mark: Span | None = None

    def __post_init__(self) -> None:
        """Reject a span that is not in the source."""
        self.origin.slice(self.start, self.end)
        if self.mark and not self.start <= self.mark[0] < self.mark[1] <= self.end:
            raise ValueError(f"The mark {self.mark} is not inside {self.start}:{self.end}.")

    @property
    def source(self) -> Source:
        """The source that is quoted."""
        return self.origin.source

    @property
    def text(self) -> str:
        """The text of the quote: a slice of the source's text."""
        return self.origin.slice(self.start, self.end)

    def overlaps(self, other: Quote) -> bool:
        """Return whether two quotes share a part of the same source."""
        is_same = self.source.id == other.source.id
        return is_same and self.start < other.end and other.start < self.end

    @property
    def place(self) -> str:
        """Its location in the document: ``page 3``, ``row 40``; empty if the format has none."""
        return self.origin.place(self.start, self.end)

    @property
    def marked_text(self) -> str:
        """The part of the quote that is most probably the answer; empty if no part is."""
        return self.origin.slice(*self.mark) if self.mark else ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A number in an answer and the quote that it points to.

    Attributes:
        number: from 1; it is in brackets in the answer's text.
        quote: the evidence.
    """

    number: int
    quote: Quote

    @classmethod
    def numbered(cls, quotes: Iterable[Quote]) -> tuple[Citation, ...]:
        """Return a citation for each quote, numbered from 1."""
        return tuple(cls(number, quote) for number, quote in enumerate(quotes, 1))


class Reason(StrEnum):
    """Why there is no answer; the text for each is in `prompts/refusal/`."""

    EMPTY_LIBRARY = "empty-library"
    NOTHING_FOUND = "nothing-found"
    OFF_TOPIC = "off-topic"
    UNKNOWN_NAME = "unknown-name"
    NOT_CONFIDENT = "not-confident"
    TOO_VAGUE = "too-vague"
    NOT_ANSWERED = "not-answered"


@dataclass(frozen=True, slots=True)
class Answer:
    """A text with at least one citation.

    Attributes:
        text: the answer in plain text; the number of its citation follows each quote in brackets.
        citations: the citations in the order of their numbers.
        confidence: the calibrated probability that the first quote answers the question, in
            [0, 1]. For the points on a subject or a comparison, the probability that the sources
            are about it. For an overview, the mean cosine of its quotes with the centre of all
            passages.
        heading: the common subject of the quotes, for points, comparisons and overviews; empty if
            the first quote answers the question.
        question: the standalone question that is answered.
        statements: the statements that a language model wrote, including removed ones.
        note: what did not go as configured, for example a model that failed; usually empty.

    Raises:
        ValueError: there is no citation.
    """

    text: str
    citations: tuple[Citation, ...]
    confidence: float
    heading: str = ""
    question: str = ""
    statements: tuple[Statement, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        """Reject an answer without evidence."""
        if not self.citations:
            raise ValueError("An answer needs at least one citation.")

    @property
    def is_summary(self) -> bool:
        """Whether the quotes describe a subject together instead of answering one question."""
        return bool(self.heading)

    @property
    def short(self) -> str:
        """The words of the first quote that answer by themselves; empty unless that is almost sure.

        They are a slice of the source, as the quote is: `quotes[0].mark` is their span.
        """
        return "" if self.is_summary else self.quotes[0].marked_text

    @property
    def sureness(self) -> Sureness:
        """The confidence as one of four words."""
        return Sureness.of(self.confidence)

    @property
    def is_written(self) -> bool:
        """Whether a language model wrote the text."""
        return any(each.is_shown for each in self.statements)

    def prose(self, *, after: int = 0) -> str:
        """Return the text that a language model wrote, without removed statements; may be empty.

        Args:
            after: offset that is added to the citation numbers.
        """
        return " ".join(each.formatted(after=after) for each in self.statements if each.is_shown)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotes in the order of their citations."""
        return tuple(citation.quote for citation in self.citations)


@dataclass(frozen=True, slots=True)
class Refusal:
    """The reason why there is no answer, and quotes from the nearest passages.

    Attributes:
        text: the reason in plain text.
        reason: the reason as a value.
        nearest: quotes from the nearest passages, best first; they do not answer the question.
        confidence: the calibrated probability that the first of them answers after all, in [0, 1].
        question: the standalone question that is not answered.
    """

    text: str
    reason: Reason
    nearest: tuple[Quote, ...] = ()
    confidence: float = 0.0
    question: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A reply to small talk, without a source: to a greeting, thanks, or "what can you do?".

    Attributes:
        text: the reply in plain text.
    """

    text: str


Reply = Answer | Refusal | Remark


@dataclass(frozen=True, slots=True)
class Understood:
    """The first event: the standalone question, as it was understood."""

    question: str


@dataclass(frozen=True, slots=True)
class Found:
    """The event after the search, if there is one: the passages that it found, best first."""

    passages: tuple[RankedPassage, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stated:
    """An event for each statement that a language model writes, once it is checked.

    Attributes:
        statement: the statement; its citation numbers are those of the answer.
        citations: the citations that it refers to.
    """

    statement: Statement
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Finished:
    """The last event: the reply."""

    reply: Reply


Event = Understood | Found | Stated | Finished
