"""What comes back for a question: an answer with citations, or a refusal with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.statement import Statement
from assistant.sureness import Sureness
from index import RankedPassage, Source, SourceText, Span


@dataclass(frozen=True, slots=True)
class Quote:
    """A span of a source shown as evidence; its text is sliced from the source, never copied.

    Attributes:
        origin: the source with its canonical text.
        start, end: offsets into that text, in code points, end exclusive.
        mark: the span inside the quote that most likely is the answer itself, in the same
            offsets; None where no part stands out.

    Raises:
        ValueError: the offsets are not a non-empty span of the text.
    """

    origin: SourceText
    start: int
    end: int
    mark: Span | None = None

    def __post_init__(self) -> None:
        """Refuse a span that the source does not have."""
        self.origin.slice(self.start, self.end)
        if self.mark and not self.start <= self.mark[0] < self.mark[1] <= self.end:
            raise ValueError(f"The mark {self.mark} is not inside {self.start}:{self.end}.")

    @property
    def source(self) -> Source:
        """The source that is quoted."""
        return self.origin.source

    @property
    def text(self) -> str:
        """The words of the source, exactly."""
        return self.origin.slice(self.start, self.end)

    def overlaps(self, other: Quote) -> bool:
        """Tell whether another quote has some of the same words of the same source."""
        is_same = self.source.id == other.source.id
        return is_same and self.start < other.end and other.start < self.end

    @property
    def place(self) -> str:
        """Where a reader finds it: ``page 3``, ``pages 3–4``; empty where the source has none."""
        return self.origin.place(self.start, self.end)

    @property
    def marked_text(self) -> str:
        """The part of the quote that most likely is the answer; empty where none stands out."""
        return self.origin.slice(*self.mark) if self.mark else ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A number in an answer and the quote that it points to.

    Attributes:
        number: from 1, as it stands in the answer's text in brackets.
        quote: the evidence.
    """

    number: int
    quote: Quote

    @classmethod
    def numbered(cls, quotes: Iterable[Quote]) -> tuple[Citation, ...]:
        """Return a citation for each quote, numbered from 1."""
        return tuple(cls(number, quote) for number, quote in enumerate(quotes, 1))


class Reason(StrEnum):
    """Why there is no answer."""

    EMPTY_LIBRARY = "empty-library"
    NOTHING_FOUND = "nothing-found"
    OFF_TOPIC = "off-topic"
    UNKNOWN_NAME = "unknown-name"
    NOT_CONFIDENT = "not-confident"
    TOO_VAGUE = "too-vague"
    NOT_ANSWERED = "not-answered"


@dataclass(frozen=True, slots=True)
class Answer:
    """Text with at least one citation.

    Attributes:
        text: the answer in plain text, with a number in brackets after each quoted passage.
        citations: in the order of their numbers.
        confidence: the calibrated chance that the first quote answers, in [0, 1]; of quotes under a
            heading, that the sources are about what is asked, or of a summary of everything, how
            near its quotes are to the middle of the documents (mean cosine).
        heading: what the quotes tell together; empty where the first answers and the others support
            it or say otherwise.
        question: the standalone question that is answered.
        statements: what a language model wrote, each with its verdict, removed ones among them.
        note: what went otherwise than was asked for, such as a model that did not answer; empty
            where nothing did.
    """

    text: str
    citations: tuple[Citation, ...]
    confidence: float
    heading: str = ""
    question: str = ""
    statements: tuple[Statement, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse an answer without evidence."""
        if not self.citations:
            raise ValueError("An answer has at least one citation.")

    @property
    def is_summary(self) -> bool:
        """Whether the quotes tell of something together, rather than answer one question."""
        return bool(self.heading)

    @property
    def sureness(self) -> Sureness:
        """The confidence as one of four words."""
        return Sureness.of(self.confidence)

    @property
    def is_written(self) -> bool:
        """Whether a language model wrote the text, in its own words."""
        return any(each.is_shown for each in self.statements)

    def prose(self, *, after: int = 0) -> str:
        """Return what a model wrote of it, without what was removed; empty where none did.

        Args:
            after: what is added to the citations' numbers.
        """
        return " ".join(each.told(after=after) for each in self.statements if each.is_shown)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotes in the order of their citations."""
        return tuple(citation.quote for citation in self.citations)


@dataclass(frozen=True, slots=True)
class Refusal:
    """The reason why there is no answer, and the nearest passages.

    Attributes:
        text: the reason in words.
        reason: the reason as a value.
        nearest: quotes from the nearest passages, best first; they do not answer.
        confidence: the calibrated chance that the first of them does answer, in [0, 1].
        question: the standalone question that is not answered.
    """

    text: str
    reason: Reason
    nearest: tuple[Quote, ...] = ()
    confidence: float = 0.0
    question: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A short reply that needs no source: to a greeting, to thanks, to "what can you do?".

    Attributes:
        text: the reply in plain text.
    """

    text: str


Reply = Answer | Refusal | Remark


@dataclass(frozen=True, slots=True)
class Understood:
    """The first event of a reply: what the question was understood as."""

    question: str


@dataclass(frozen=True, slots=True)
class Found:
    """The second event: the passages that the search found, best first."""

    passages: tuple[RankedPassage, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stated:
    """An event of a reply that a model writes: a statement of it, checked.

    Attributes:
        statement: its citations are numbered as in the answer.
        citations: those citations.
    """

    statement: Statement
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Finished:
    """The last event: the reply."""

    reply: Reply


Event = Understood | Found | Stated | Finished
