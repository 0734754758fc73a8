"""A language model writes statements with citations; each is checked before it is shown."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from assistant.models import LanguageModel, ModelFailed, Prompt
from assistant.reply import Answer, Citation, Quote, Reason, Refusal, Stated
from assistant.statement import Statement, Verdict
from assistant.verifying import Checker
from assistant.writing.prompting import prompt_for, select_quotes
from assistant.writing.statement_parser import ParsedStatement, StatementParser
from prompts import render

_MOST_STATEMENTS = 10
_LONGEST_STATEMENT = 600  # characters; what is longer is no sentence. A guess
_ECHO_WORDS = 6  # so many words of the instructions in a row are an echo. A guess
# The odds that the quotes answer fall by this factor if a model writes nothing that they support
# (measured by `python -m tests.benchmarks.writing`).
_ODDS_AFTER_FAILURE = 3.0
_WORD = re.compile(r"\w+")
_NOT_ANSWERED = re.compile(r"\W*not[ _]answered\b", re.IGNORECASE)
# The words of models that decline in another form than the prompt asks for.
_DECLINES = re.compile(
    r"\b(?:sentences?|sources?|texts?|passages?|documents?|context|information)\b[^.]{0,60}?"
    r"\b(?:do(?:es)? ?n[o’']t|can ?not|can[’']t|(?:is|are) (?:not|no)|not)\b[^.]{0,40}?"
    r"\b(?:say|mention|contain|hold|answer|provide|specify|state|include|give|tell|indicate|"
    r"enough|sufficient|mentioned|stated|provided|specified|given)",
    re.IGNORECASE,
)


class Writer:
    """Lets a language model write answers. Safe for use by several threads."""

    def __init__(
        self, model: LanguageModel, checker: Checker, *, keep_unsupported: bool = False
    ) -> None:
        """Write with a model.

        Args:
            model: writes the statements.
            checker: checks whether the quotes support them.
            keep_unsupported: whether an unsupported statement is shown with a mark, rather than
                removed.
        """
        self.model = model
        self._checker = checker
        self._keep_unsupported = keep_unsupported

    def write(
        self, question: str, quotes: Sequence[Quote], extracted: Answer, threshold: float = 0.0
    ) -> Generator[Stated, None, Answer | Refusal]:
        """Yield the checked statements of an answer; return the answer.

        Args:
            question: the standalone question.
            quotes: what the model may use, best first.
            extracted: the answer without a model. It is returned with a note if the model fails,
                or writes nothing that the quotes support while the confidence is high.
            threshold: least confidence of an answer, in [0, 1].
        """
        evidence = select_quotes(quotes, self.model.window)
        prompt = prompt_for(question, evidence)
        answer = _AnswerInProgress(question, evidence, self._checker, self._keep_unsupported)
        try:
            with closing(self._new_statements(prompt)) as parsed:
                for each in parsed:
                    if _is_declined(each):
                        answer.is_declined = True
                        break
                    yield answer.add(each)
        except ModelFailed as failure:
            if not answer.has_support:
                return replace(extracted, note=render("note/model-failed", problem=failure))
        return answer.finish(extracted, threshold)

    def _new_statements(self, prompt: Prompt) -> Generator[ParsedStatement, None, None]:
        """Yield what the model writes until it ends, repeats itself or writes too much."""
        instructions = _word_runs(prompt.instructions)
        seen: set[str] = set()
        for parsed in self._parse_reply(prompt):
            plain = parsed.text.casefold()
            if plain in seen or len(seen) >= _MOST_STATEMENTS:
                return
            seen.add(plain)
            is_sentence = len(parsed.text) <= _LONGEST_STATEMENT
            if is_sentence and instructions.isdisjoint(_word_runs(parsed.text)):
                yield parsed

    def _parse_reply(self, prompt: Prompt) -> Generator[ParsedStatement, None, None]:
        parser = StatementParser()
        with closing(self.model.stream(prompt)) as pieces:
            for piece in pieces:
                yield from parser.feed(piece)
                if parser.is_full:
                    break
        yield from parser.finish()


@dataclass(slots=True)
class _AnswerInProgress:
    """The statements written so far, and the quotes that they cite.

    Attributes:
        question: the standalone question.
        evidence: the quotes that the model was given.
        checker: checks the statements.
        keep_unsupported: whether unsupported statements are shown with a mark.
        statements: the statements so far.
        cited: the positions in the evidence of the cited quotes, in the order of their numbers.
        is_declined: whether the model says that the quotes do not answer.
    """

    question: str
    evidence: Sequence[Quote]
    checker: Checker
    keep_unsupported: bool
    statements: list[Statement] = field(default_factory=list)
    cited: list[int] = field(default_factory=list)
    is_declined: bool = False

    @property
    def has_support(self) -> bool:
        """Whether the quotes support a statement."""
        return any(each.is_supported for each in self.statements)

    @property
    def has_failed(self) -> bool:
        """Whether a statement is known to be unsupported."""
        return any(each.verdict is Verdict.UNSUPPORTED for each in self.statements)

    @property
    def _note(self) -> str:
        """The name of the prompt that says why no statement is shown."""
        if not self.statements:
            return "note/nothing-written"
        return "note/nothing-supported" if self.has_failed else "note/nothing-checked"

    def add(self, parsed: ParsedStatement) -> Stated:
        """Check a statement, add it and return it with its verdict."""
        cited = [n - 1 for n in parsed.numbers if 0 < n <= len(self.evidence)]
        result = self.checker.check(parsed.text, cited, self.evidence, self.question)
        is_shown = result.verdict is Verdict.SUPPORTED or self.keep_unsupported
        numbers = tuple(map(self._number_of, result.quotes)) if is_shown else ()
        statement = Statement(parsed.text, numbers, result.verdict, result.reason, is_shown)
        self.statements.append(statement)
        return Stated(statement, self._citations())

    def finish(self, extracted: Answer, threshold: float) -> Answer | Refusal:
        """Return the answer; without a supported statement, the extracted one or a refusal."""
        is_doubtful = (
            extracted.confidence < _threshold_after_failure(threshold) and not extracted.is_summary
        )
        if not self.has_support and (self.is_declined or (self.has_failed and is_doubtful)):
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
        return Citation.numbered(self.evidence[position] for position in self.cited)

    def _number_of(self, position: int) -> int:
        """Return the citation number of a quote, a new one where it has none yet."""
        if position not in self.cited:
            self.cited.append(position)
        return self.cited.index(position) + 1


def _threshold_after_failure(threshold: float) -> float:
    """Return the confidence that falls to the threshold when the odds fall by a failure."""
    odds = _ODDS_AFTER_FAILURE * threshold / max(1.0 - threshold, 1e-9)
    return odds / (1.0 + odds)


def _is_declined(parsed: ParsedStatement) -> bool:
    """Tell whether a model says that the quotes do not answer."""
    return bool(_NOT_ANSWERED.match(parsed.text) or _DECLINES.search(parsed.text))


def _word_runs(text: str) -> set[tuple[str, ...]]:
    """Return all runs of words that are long enough to be an echo."""
    words = [each.casefold() for each in _WORD.findall(text)]
    starts = range(len(words) - _ECHO_WORDS + 1)
    return {tuple(words[start : start + _ECHO_WORDS]) for start in starts}
