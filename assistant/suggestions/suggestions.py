"""Questions to begin with and to go on with: made from sentences, and asked to see if they work."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from assistant.answer_options import DEFAULT_OPTIONS, AnswerOptions
from assistant.reply import Answer, Quote, Reply
from assistant.suggestions.from_sentences import names_in, question_about, questions_of
from assistant.turn import Turn
from index import Library, Passage, RankedPassage, Span


class Answerer(Protocol):
    """What suggestions need of an assistant: its library, and replies to try questions with."""

    @property
    def library(self) -> Library:
        """The library."""

    def ask(
        self,
        question: str,
        *,
        sources: Collection[str] | None = None,
        options: AnswerOptions = DEFAULT_OPTIONS,
    ) -> Reply:
        """Return the reply to a question."""

    def search_after(
        self, turns: Sequence[Turn], question: str, *, limit: int = 5
    ) -> tuple[RankedPassage, ...]:
        """Return the passages for a question that was asked after some turns."""


_QUOTED = AnswerOptions(with_model=False)
_CENTRAL = 24
_NEAR = 4
_MOST_ASKED = 12


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A question and where its answer stands."""

    question: str
    source: str
    span: Span

    def is_answered_by(self, quote: Quote) -> bool:
        """Tell whether a quote holds some of the sentence that the question was made of."""
        is_same = quote.source.id == self.source
        return is_same and quote.start < self.span[1] and self.span[0] < quote.end


def suggestions(assistant: Answerer, limit: int) -> tuple[str, ...]:
    """Return at most so many questions that the most central passages answer."""
    central = assistant.library.central_sentences(limit=_CENTRAL)
    passages = list({each.passage.id: each.passage for each in central}.values())
    plain = list(_candidates(passages))
    chosen = _answered(assistant, [*_spread(plain), *_about_names(passages)], None)
    return tuple(each.question for each in islice(chosen, limit))


def follow_ups(
    assistant: Answerer, turns: Sequence[Turn], limit: int, sources: Collection[str] | None
) -> tuple[str, ...]:
    """Return at most so many questions near the last answer, that were not asked or answered."""
    last = turns[-1].reply if turns else None
    if not isinstance(last, Answer) or last.is_summary:
        return ()
    asked = {_plain(turn.question) for turn in turns}
    ranked = assistant.search_after(turns[:-1], turns[-1].question, limit=_NEAR)
    passages = [each.passage for each in ranked if sources is None or each.source.id in sources]
    fresh = [
        each
        for each in _candidates(passages)
        if _plain(each.question) not in asked and not any(map(each.is_answered_by, last.quotes))
    ]
    chosen = _answered(assistant, fresh, sources)
    return tuple(each.question for each in islice(chosen, limit))


def _candidates(passages: Iterable[Passage]) -> Iterator[_Candidate]:
    seen: set[str] = set()
    for passage in passages:
        text, source = passage.origin.text, passage.source.id
        for span in passage.sentences:
            for question in questions_of(text[slice(*span)], text):
                if _plain(question) not in seen:
                    seen.add(_plain(question))
                    yield _Candidate(question, source, span)


def _about_names(passages: Iterable[Passage]) -> Iterator[_Candidate]:
    for passage in passages:
        for name in names_in(passage.text)[:1]:
            span = (passage.start, passage.end)
            yield _Candidate(question_about(name), passage.source.id, span)


def _spread(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Return candidates so that those first differ in how they ask and in their source."""
    found: dict[tuple[str, str], list[_Candidate]] = {}
    for each in candidates:
        found.setdefault((each.question.split()[0], each.source), []).append(each)
    rounds = max(map(len, found.values()), default=0)
    return [group[n] for n in range(rounds) for group in found.values() if n < len(group)]


def _answered(
    assistant: Answerer, candidates: Iterable[_Candidate], sources: Collection[str] | None
) -> Iterator[_Candidate]:
    """Yield those of the first candidates that get the answer they were made for."""
    for each in islice(candidates, _MOST_ASKED):
        reply = assistant.ask(each.question, sources=sources, options=_QUOTED)
        if isinstance(reply, Answer) and any(map(each.is_answered_by, reply.quotes)):
            yield each


def _plain(question: str) -> str:
    return question.casefold().strip(" ?!.")
