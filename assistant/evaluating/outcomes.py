"""The outcome of each question, as data to save, compare and plot."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import AnswerFileUnreadable

_LONGEST_ANSWER = 200


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(BaseModel):
    """A span of a document, end exclusive."""

    model_config = ConfigDict(frozen=True)

    document: str
    start: int
    end: int

    def is_held_by(self, other: Span) -> bool:
        """Return whether a quote contains this, or is inside it if this is longer."""
        return self.document == other.document and holds(
            (other.start, other.end), (self.start, self.end)
        )


def holds(quote: Sequence[int], evidence: Sequence[int]) -> bool:
    """Return whether a quote contains the evidence, or is inside longer evidence."""
    (start, end), (left, right) = quote, evidence
    return (start <= left and right <= end) or (left <= start and end <= right)


class Quoted(_Kept):
    """A quote or a passage: its span and its text."""

    span: Span
    text: str
    verbatim: bool = True


class Outcome(_Kept):
    """What came back for one question.

    Attributes:
        id: the question's.
        question: its words.
        understood: the standalone question that it was understood as.
        follows: whether turns came before it.
        answerable: whether the documents contain an answer.
        evidence: what should have been quoted, with its words.
        reply: `answer`, or the reason of a refusal, or `remark`.
        confidence: that the first quote answers, in [0, 1]; None for a remark and a
            summary.
        quotes: of the answer, or the nearest ones of a refusal.
        ranks: for each passage of the search, best first, the indexes in `evidence` of the
            pieces in it; where the evidence is whole documents, a document counts once.
        seconds: how long the reply took.
    """

    id: str
    question: str
    understood: str
    follows: bool
    answerable: bool
    evidence: tuple[Quoted, ...]
    reply: str
    confidence: float | None
    quotes: tuple[Quoted, ...]
    ranks: tuple[tuple[int, ...], ...]
    seconds: float

    @property
    def is_answered(self) -> bool:
        """Whether the reply is an answer."""
        return self.reply == "answer"

    @property
    def is_refused(self) -> bool:
        """Whether the reply is a refusal."""
        return self.reply not in {"answer", "remark"}

    @property
    def is_known(self) -> bool:
        """Whether it is known what should be quoted."""
        return self.answerable and bool(self.evidence)

    @property
    def found_at(self) -> int | None:
        """The rank, from 1, of the first passage that contains evidence."""
        return next((rank for rank, found in enumerate(self.ranks, 1) if found), None)

    @property
    def sought(self) -> frozenset[int]:
        """The indexes in `evidence` of pieces that differ: one for each start."""
        starts: dict[tuple[str, int], int] = {}
        for place, each in enumerate(self.evidence):
            starts.setdefault((each.span.document, each.span.start), place)
        return frozenset(starts.values())

    def is_in(self, most: int) -> bool:
        """Return whether one of the first so many quotes contains a piece of evidence."""
        return any(
            each.span.is_held_by(quote.span)
            for quote in self.quotes[:most]
            for each in self.evidence
        )

    @property
    def has_answers_that_differ(self) -> bool:
        """Whether the evidence is several short answers in different words."""
        longest = max((len(each.text) for each in self.evidence), default=0)
        return self.is_known and longest <= _LONGEST_ANSWER and len(self.answers()) > 1

    def has_every_answer(self, most: int) -> bool:
        """Return whether the first so many quotes contain each of the different answers."""
        quotes = [quote.text.casefold() for quote in self.quotes[:most]]
        return all(any(answer in quote for quote in quotes) for answer in self.answers())

    def answers(self) -> set[str]:
        """Return the different words of the evidence."""
        return {" ".join(each.text.split()).casefold() for each in self.evidence}


class Evaluation(_Kept):
    """The outcomes of a set of questions, and the threshold they were asked with."""

    name: str
    threshold: float
    outcomes: tuple[Outcome, ...]

    def save(self, file: Path) -> None:
        """Write it as JSON."""
        file.write_text(self.model_dump_json(indent=1) + "\n", "utf-8")

    @classmethod
    def load(cls, file: Path) -> Evaluation:
        """Read what `save` wrote.

        Raises:
            AnswerFileUnreadable: the file is not there or not in this form.
        """
        try:
            return cls.model_validate_json(file.read_bytes())
        except (OSError, ValidationError) as error:
            why = str(error).splitlines()[0]
            remedy = "Make it with quoth evaluate QUESTIONS --save FILE."
            raise AnswerFileUnreadable(f"{file} is no evaluation: {why}.", remedy) from error
