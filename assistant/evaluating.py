"""How good the quotes, the search and the refusals are, on questions whose evidence is known."""

from __future__ import annotations

import math
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from assistant.assistant import Assistant
from assistant.errors import AnswerFileUnreadable
from assistant.reply import Answer, Quote, Refusal, Reply
from assistant.settings import Settings
from index import RankedPassage

Advance = Callable[[int, int, str], None]
_DEPTH = 20
_AT = 5


class _Evidence(BaseModel):
    document: str
    start: int
    end: int


class Question(BaseModel):
    """A question with what is known of its answer.

    Attributes:
        messages: the conversation before it, each with `role` and `content`.
        answerable: whether the documents hold an answer.
        evidence: spans of the documents that answer, end exclusive.
    """

    id: str
    question: str
    messages: tuple[dict[str, str], ...] = ()
    answerable: bool
    evidence: tuple[_Evidence, ...] = ()


class _Document(BaseModel):
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came back for one question."""

    question: Question
    reply: Reply
    passages: tuple[RankedPassage, ...]
    seconds: float

    @property
    def quotes(self) -> tuple[Quote, ...]:
        if isinstance(self.reply, Answer):
            return self.reply.quotes
        return self.reply.nearest if isinstance(self.reply, Refusal) else ()


def evaluate(
    questions: Path,
    documents: Path | None,
    folder: Path | None,
    settings: Settings,
    advance: Advance,
) -> dict[str, float]:
    """Ask every question and return the figures by name.

    Args:
        questions: JSON Lines of `Question`.
        documents: JSON Lines with `id` and `text`; they are indexed in a folder of their own.
        folder: the documents as files, whose locations are the ids; used where `documents` is None.

    Raises:
        AnswerFileUnreadable: a file is not in this form; the message names the line.
    """
    asked = _read(questions, Question)
    with tempfile.TemporaryDirectory(prefix="quoth-evaluate-") as scratch:
        names: dict[str, str] = {}
        root = folder or questions.parent
        if documents is not None:
            root = Path(scratch) / "documents"
            names = _written(_read(documents, _Document), root)
        with Assistant.open(root, home=Path(scratch) / "home", settings=settings) as quoth:
            outcomes = []
            for done, question in enumerate(asked, 1):
                outcomes.append(_ask(quoth, question))
                advance(done, len(asked), "")
    return _figures(outcomes, names)


_Model = TypeVar("_Model", bound=BaseModel)


def _read(file: Path, model: type[_Model]) -> list[_Model]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AnswerFileUnreadable(f"{file} cannot be read: {error}.") from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(model.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            what = f"{file}, line {number}: {'.'.join(map(str, first['loc']))}: {first['msg']}."
            raise AnswerFileUnreadable(what, "See docs/evaluation.md for the form.") from error
    return found


def _written(documents: Iterable[_Document], root: Path) -> dict[str, str]:
    """Write documents as files and return the id of each by its location."""
    root.mkdir()
    names = {}
    for number, document in enumerate(documents):
        location = f"{number:06}.txt"
        (root / location).write_text(document.text, "utf-8", newline="")
        names[location] = document.id
    return names


def _ask(quoth: Assistant, question: Question) -> _Outcome:
    talk = quoth.conversation(question.messages)
    passages = talk.search(question.question, limit=_DEPTH)
    began = time.perf_counter()
    reply = talk.ask(question.question)
    return _Outcome(question, reply, passages, time.perf_counter() - began)


def _figures(outcomes: Sequence[_Outcome], names: Mapping[str, str]) -> dict[str, float]:
    answerable = [each for each in outcomes if each.question.answerable]
    others = [each for each in outcomes if not each.question.answerable]
    known = [each for each in answerable if each.question.evidence]
    seconds = sorted(each.seconds for each in outcomes)
    return {
        "questions": len(outcomes),
        "first quote": _mean(_is_in(each, each.quotes[:1], names) for each in known),
        "first three quotes": _mean(_is_in(each, each.quotes[:3], names) for each in known),
        "nDCG@5": _mean(_ndcg(each, names) for each in known),
        "recall@5": _mean(_recall(each, names) for each in known),
        "refused, answerable": _mean(isinstance(each.reply, Refusal) for each in answerable),
        "refused, unanswerable": _mean(isinstance(each.reply, Refusal) for each in others),
        "verbatim quotes": _mean(_is_verbatim(quote) for each in outcomes for quote in each.quotes),
        "seconds a reply, p50": statistics.median(seconds) if seconds else math.nan,
        "seconds a reply, p95": seconds[int(0.95 * (len(seconds) - 1))] if seconds else math.nan,
    }


def _mean(values: Iterable[float]) -> float:
    held = list(values)
    return sum(held) / len(held) if held else math.nan


def _is_in(outcome: _Outcome, quotes: Sequence[Quote], names: Mapping[str, str]) -> bool:
    return any(
        names.get(quote.source.location, quote.source.location) == each.document
        and holds((quote.start, quote.end), (each.start, each.end))
        for quote in quotes
        for each in outcome.question.evidence
    )


def holds(quote: Sequence[int], evidence: Sequence[int]) -> bool:
    """Tell whether a quote contains the evidence, or stands inside evidence longer than itself."""
    (start, end), (left, right) = quote, evidence
    return (start <= left and right <= end) or (left <= start and end <= right)


def _is_verbatim(quote: Quote) -> bool:
    return quote.origin.text[quote.start : quote.end] == quote.text != ""


def _units(outcome: _Outcome, names: Mapping[str, str]) -> list[set[int]]:
    """Return which evidence each result holds, best first.

    Where the evidence is whole documents, a document counts once, at its best passage.
    """
    spans = outcome.question.evidence
    lengths = {each.document: 0 for each in spans}
    for ranked in outcome.passages:
        document = names.get(ranked.source.location, ranked.source.location)
        lengths[document] = ranked.source.length
    whole = all(each.start == 0 and each.end >= lengths[each.document] - 1 for each in spans)
    held, seen = [], set()
    for ranked in outcome.passages:
        document = names.get(ranked.source.location, ranked.source.location)
        if whole and document in seen:
            continue
        seen.add(document)
        held.append(
            {
                place
                for place, each in enumerate(spans)
                if each.document == document and each.start < ranked.end and ranked.start < each.end
            }
        )
    return held


def _ndcg(outcome: _Outcome, names: Mapping[str, str]) -> float:
    gained: set[int] = set()
    total = 0.0
    for rank, held in enumerate(_units(outcome, names)[:_AT], 1):
        if held - gained:
            total += 1 / math.log2(rank + 1)
        gained |= held
    places = min(_AT, len({(each.document, each.start) for each in outcome.question.evidence}))
    return total / sum(1 / math.log2(rank + 1) for rank in range(1, places + 1))


def _recall(outcome: _Outcome, names: Mapping[str, str]) -> float:
    held = set().union(*_units(outcome, names)[:_AT])
    return len(held) / len(outcome.question.evidence)
