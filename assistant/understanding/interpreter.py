"""Decides what a question means, before any search: one of four kinds, each a small value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.models import LanguageModel
from assistant.reply import Remark
from assistant.turn import Turn
from assistant.understanding.courtesy import without_courtesy
from assistant.understanding.follow_ups import Understanding, understand
from assistant.understanding.model_rewriting import rewrite
from assistant.understanding.request import asks_for_overview
from assistant.understanding.small_talk import remark_on
from assistant.understanding.spelling import corrected
from assistant.understanding.vagueness import names_nothing
from index import Library, Query


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """A greeting, thanks, or a question about Quoth itself, with the reply to it."""

    question: str
    remark: Remark


@dataclass(frozen=True, slots=True)
class OverviewRequest:
    """A question about the documents as a whole: “What is this about?”."""

    question: str


@dataclass(frozen=True, slots=True)
class VagueQuestion:
    """A question that names nothing to search for: “Why?”."""

    question: str


@dataclass(frozen=True, slots=True)
class StandaloneQuestion:
    """A question to search for; a follow-up is completed from the turns before it."""

    question: str
    query: Query


Meaning = SmallTalk | OverviewRequest | VagueQuestion | StandaloneQuestion


class Interpreter:
    """Decides what questions mean. Safe for use by several threads."""

    def __init__(self, library: Library, confidence: Callable[[Query], float]) -> None:
        """Interpret questions that are put to a library.

        Args:
            library: its vocabulary corrects the spelling of questions.
            confidence: returns the probability in [0, 1] that the library answers a query; decides
                between two completions of a follow-up.
        """
        self._library = library
        self._confidence = confidence

    def interpret(
        self, question: str, turns: Sequence[Turn] = (), model: LanguageModel | None = None
    ) -> Meaning:
        """Return what a question means after some turns.

        Args:
            question: a validated question.
            turns: the turns before it, oldest first.
            model: may help to complete a follow-up; None to complete it by rules alone.
        """
        remark = remark_on(question, self._library.sources)
        if remark is not None:
            return SmallTalk(question, remark)
        if asks_for_overview(question):
            return OverviewRequest(question)
        understanding = self.understand(question, turns, model)
        query = understanding.query()
        if not query.earlier and names_nothing(self._library.words(question)):
            return VagueQuestion(question)
        return StandaloneQuestion(understanding.question, query)

    def understand(
        self, question: str, turns: Sequence[Turn] = (), model: LanguageModel | None = None
    ) -> Understanding:
        """Return a standalone question, with misspelt words corrected.

        A question that would exceed the embedder's window is returned as it is. A model is asked
        only about follow-ups. Its version is used only if the library answers it with at least the
        confidence of the version that was completed by rules.
        """
        by_rule = self._completed(question, turns)
        if model is None or not by_rule.is_follow_up:
            return by_rule
        rewritten = rewrite(model, question, turns)
        if not rewritten or not self._fits(rewritten):
            return by_rule
        by_model = replace(by_rule, question=rewritten)
        return max(by_model, by_rule, key=lambda each: self._confidence(each.query()))

    def _completed(self, question: str, turns: Sequence[Turn]) -> Understanding:
        """Return a question completed by rules, with as many turns as fit the embedder's window."""
        plain = without_courtesy(question)
        understanding = understand(corrected(plain, self._library), turns)
        if not self._fits(understanding.question):
            return Understanding(question)
        earlier = understanding.earlier_questions
        while earlier and not self._fits(" ".join(earlier)):
            earlier = earlier[1:]
        reply = understanding.last_reply if self._fits(understanding.last_reply) else ""
        return replace(understanding, earlier_questions=earlier, last_reply=reply)

    def _fits(self, text: str) -> bool:
        return self._library.lengths([text])[0] <= self._library.window
