"""A model writes statements and points at sentences; each is checked before it is shown."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from assistant.models import LanguageModel, ModelFailed, Prompt
from assistant.reply import Answer, Citation, Quote, Reason, Refusal, Stated
from assistant.statement import Statement, Verdict
from assistant.verifying import Checker
from assistant.writing.prompting import fitting, prompt_for
from assistant.writing.statement_parser import Draft, StatementParser
from prompts import render

_MOST_STATEMENTS = 10
_LONGEST = 600
_ECHO = 6
# A model that finds nothing to say which the quotes support makes it so much less likely that they
# answer (`python -m tests.benchmarks.writing`).
_FAILURE_SAYS = 3.0
_WORD = re.compile(r"\w+")
_NOT_ANSWERED = re.compile(r"\W*not[ _]answered\b", re.IGNORECASE)
# How models say it that do not keep to the form.
_DECLINES = re.compile(
    r"\b(?:sentences?|sources?|texts?|passages?|documents?|context|information)\b[^.]{0,60}?"
    r"\b(?:do(?:es)? ?n[o’']t|can ?not|can[’']t|(?:is|are) (?:not|no)|not)\b[^.]{0,40}?"
    r"\b(?:say|mention|contain|hold|answer|provide|specify|state|include|give|tell|indicate|"
    r"enough|sufficient|mentioned|stated|provided|specified|given)",
    re.IGNORECASE,
)


class Writer:
    """Has a language model write answers. Safe for use by several threads."""

    def __init__(
        self, model: LanguageModel, checker: Checker, *, keep_unsupported: bool = False
    ) -> None:
        """Write with a model.

        Args:
            model: writes the statements.
            checker: tells whether the quotes say what they say.
            keep_unsupported: whether a statement that they do not say is shown, marked, rather
                than removed.
        """
        self.model = model
        self._checker = checker
        self._keeps = keep_unsupported

    def write(
        self, question: str, quotes: Sequence[Quote], extracted: Answer, threshold: float = 0.0
    ) -> Generator[Stated, None, Answer | Refusal]:
        """Yield the statements of an answer, checked; return the answer.

        Args:
            question: the standalone question.
            quotes: what the model may use, best first.
            extracted: the answer without a model; it is returned, with a note, where the model
                fails, or writes nothing that the quotes support and the confidence allows for that.
            threshold: least confidence of an answer, in [0, 1].
        """
        evidence = fitting(quotes, self.model.window)
        prompt = prompt_for(question, evidence)
        draft = _Draft(question, evidence, self._checker, self._keeps)
        try:
            with closing(self._drafts(prompt)) as drafts:
                for each in drafts:
                    if _is_declined(each):
                        draft.is_declined = True
                        break
                    yield draft.add(each)
        except ModelFailed as failure:
            if not draft.has_support:
                return replace(extracted, note=render("note/model-failed", problem=failure))
        return draft.finish(extracted, threshold)

    def _drafts(self, prompt: Prompt) -> Generator[Draft, None, None]:
        """Yield what the model writes until it ends, repeats itself or goes on for too long."""
        told = set(_runs(prompt.instructions))
        seen: set[str] = set()
        for draft in self._read(prompt):
            plain = draft.text.casefold()
            if plain in seen or len(seen) >= _MOST_STATEMENTS:
                return
            seen.add(plain)
            if len(draft.text) <= _LONGEST and told.isdisjoint(_runs(draft.text)):
                yield draft

    def _read(self, prompt: Prompt) -> Generator[Draft, None, None]:
        reader = StatementParser()
        with closing(self.model.stream(prompt)) as pieces:
            for piece in pieces:
                yield from reader.feed(piece)
        yield from reader.finish()


@dataclass(slots=True)
class _Draft:
    """An answer on its way: its statements and the quotes that they are numbered to."""

    question: str
    evidence: Sequence[Quote]
    checker: Checker
    keeps: bool
    statements: list[Statement] = field(default_factory=list)
    cited: list[int] = field(default_factory=list)
    is_declined: bool = False

    @property
    def has_support(self) -> bool:
        """Whether anything was written that the quotes support."""
        return any(each.is_supported for each in self.statements)

    @property
    def has_failed(self) -> bool:
        """Whether anything was written that the quotes are known not to support."""
        return any(each.verdict is Verdict.UNSUPPORTED for each in self.statements)

    @property
    def _note(self) -> str:
        """The prompt that tells why nothing of what was written is shown."""
        if not self.statements:
            return "note/nothing-written"
        return "note/nothing-supported" if self.has_failed else "note/nothing-checked"

    def add(self, draft: Draft) -> Stated:
        """Return a statement with its verdict."""
        claimed = [n - 1 for n in draft.numbers if 0 < n <= len(self.evidence)]
        found = self.checker.check(draft.text, claimed, self.evidence, self.question)
        is_shown = found.verdict is Verdict.SUPPORTED or self.keeps
        numbers = tuple(map(self._number, found.quotes)) if is_shown else ()
        statement = Statement(draft.text, numbers, found.verdict, found.reason, is_shown)
        self.statements.append(statement)
        return Stated(statement, self._citations())

    def finish(self, extracted: Answer, threshold: float) -> Answer | Refusal:
        """Return the answer, or what stands in for it."""
        doubt = extracted.confidence < _sure_enough(threshold) and not extracted.is_summary
        if not self.has_support and (self.is_declined or (self.has_failed and doubt)):
            quotes = extracted.quotes
            text = render("refusal/not-answered")
            return Refusal(text, Reason.NOT_ANSWERED, quotes, extracted.confidence)
        if not self.has_support:
            hidden = tuple(replace(each, citations=(), is_shown=False) for each in self.statements)
            return replace(extracted, statements=hidden, note=render(self._note))
        statements = tuple(self.statements)
        written = replace(extracted, citations=self._citations(), heading="", statements=statements)
        return replace(written, text=written.prose())

    def _citations(self) -> tuple[Citation, ...]:
        return Citation.numbered(self.evidence[place] for place in self.cited)

    def _number(self, place: int) -> int:
        if place not in self.cited:
            self.cited.append(place)
        return self.cited.index(place) + 1


def _sure_enough(threshold: float) -> float:
    """Return the confidence that is still at the threshold when the odds are cut by a failure."""
    odds = _FAILURE_SAYS * threshold / max(1.0 - threshold, 1e-9)
    return odds / (1.0 + odds)


def _is_declined(draft: Draft) -> bool:
    return bool(_NOT_ANSWERED.match(draft.text) or _DECLINES.search(draft.text))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [each.casefold() for each in _WORD.findall(text)]
    return {tuple(words[start : start + _ECHO]) for start in range(len(words) - _ECHO + 1)}
