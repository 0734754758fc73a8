"""Suggests questions that the sources answer: made from sentences, then asked as a check."""

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
    """The part of an assistant that suggestions need."""

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
        """Return the best passages for a question that follows some turns."""


_WITHOUT_MODEL = AnswerOptions(with_model=False)
# The numbers below are guesses; each question that is asked as a check takes the time of a reply.
_CENTRAL = 24  # central sentences that the first suggestions are made from
_NEAREST = 4  # passages that follow-up suggestions are made from
_MOST_ASKED = 12  # questions that are asked as a check


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A question, and the span of a source that it was made from."""

    question: str
    source: str
    span: Span

    def is_answered_by(self, quote: Quote) -> bool:
        """Return whether a quote overlaps the span that the question was made from."""
        is_same = quote.source.id == self.source
        return is_same and quote.start < self.span[1] and self.span[0] < quote.end


def suggestions(assistant: Answerer, limit: int) -> tuple[str, ...]:
    """Return questions that the most central passages answer, at most `limit`."""
    central = assistant.library.central_sentences(limit=_CENTRAL)
    passages = list({each.passage.id: each.passage for each in central}.values())
    from_sentences = list(_candidates(passages))
    candidates = [*_varied(from_sentences), *_about_names(passages)]
    chosen = _answered(assistant, candidates, None)
    return tuple(each.question for each in islice(chosen, limit))


def follow_ups(
    assistant: Answerer, turns: Sequence[Turn], limit: int, sources: Collection[str] | None
) -> tuple[str, ...]:
    """Return questions near the last answer that are not asked or answered yet, at most `limit`."""
    last = turns[-1].reply if turns else None
    if not isinstance(last, Answer) or last.is_summary:
        return ()
    already_asked = {_normalised(turn.question) for turn in turns}
    ranked = assistant.search_after(turns[:-1], turns[-1].question, limit=_NEAREST)
    passages = [each.passage for each in ranked if sources is None or each.source.id in sources]
    new = [
        each
        for each in _candidates(passages)
        if _normalised(each.question) not in already_asked
        and not any(map(each.is_answered_by, last.quotes))
    ]
    chosen = _answered(assistant, new, sources)
    return tuple(each.question for each in islice(chosen, limit))


def _candidates(passages: Iterable[Passage]) -> Iterator[_Candidate]:
    """Yield the questions that can be made from the sentences of passages, each once."""
    seen: set[str] = set()
    for passage in passages:
        text, source = passage.origin.text, passage.source.id
        for span in passage.sentences:
            for question in questions_of(text[slice(*span)], text):
                if _normalised(question) not in seen:
                    seen.add(_normalised(question))
                    yield _Candidate(question, source, span)


def _about_names(passages: Iterable[Passage]) -> Iterator[_Candidate]:
    """Yield a question about the most frequent name of each passage."""
    for passage in passages:
        for name in names_in(passage.text)[:1]:
            span = (passage.start, passage.end)
            yield _Candidate(question_about(name), passage.source.id, span)


def _varied(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Return candidates in an order that varies their first word and their source."""
    groups: dict[tuple[str, str], list[_Candidate]] = {}
    for each in candidates:
        groups.setdefault((each.question.split()[0], each.source), []).append(each)
    rounds = max(map(len, groups.values()), default=0)
    return [group[n] for n in range(rounds) for group in groups.values() if n < len(group)]


def _answered(
    assistant: Answerer, candidates: Iterable[_Candidate], sources: Collection[str] | None
) -> Iterator[_Candidate]:
    """Yield the candidates whose answer quotes their span; only the first few are tried."""
    for each in islice(candidates, _MOST_ASKED):
        reply = assistant.ask(each.question, sources=sources, options=_WITHOUT_MODEL)
        if isinstance(reply, Answer) and any(map(each.is_answered_by, reply.quotes)):
            yield each


def _normalised(question: str) -> str:
    return question.casefold().strip(" ?!.")
