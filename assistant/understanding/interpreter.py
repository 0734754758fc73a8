"""What a question means, before anything is searched: one of four kinds, each a small value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.models import LanguageModel
from assistant.reply import Remark
from assistant.turn import Turn
from assistant.understanding.follow_ups import Understanding, understand
from assistant.understanding.model_rewriting import restate
from assistant.understanding.request import asks_for_overview
from assistant.understanding.small_talk import remark_on
from assistant.understanding.spelling import corrected
from assistant.understanding.vagueness import names_nothing
from index import Library, Query


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """A greeting, thanks, or a question about Quoth itself, with its reply."""

    question: str
    remark: Remark


@dataclass(frozen=True, slots=True)
class OverviewRequest:
    """A question about everything that the library contains: “What is this about?”."""

    question: str


@dataclass(frozen=True, slots=True)
class VagueQuestion:
    """A question that names nothing to search for: “Why?”."""

    question: str


@dataclass(frozen=True, slots=True)
class StandaloneQuestion:
    """A question to search for, completed from the turns before where it needs them."""

    question: str
    query: Query


Meaning = SmallTalk | OverviewRequest | VagueQuestion | StandaloneQuestion


class Interpreter:
    """Finds out what questions mean. Safe for use by several threads."""

    def __init__(self, library: Library, confidence: Callable[[Query], float]) -> None:
        """Interpret questions to a library.

        Args:
            library: its vocabulary corrects spelling.
            confidence: the chance in [0, 1] that the library answers a query; it decides between
                two readings of a follow-up.
        """
        self._library = library
        self._confidence = confidence

    def interpret(
        self, question: str, turns: Sequence[Turn] = (), model: LanguageModel | None = None
    ) -> Meaning:
        """Return what a question means after some turns; a model may help with follow-ups."""
        remark = remark_on(question, self._library.sources)
        if remark is not None:
            return SmallTalk(question, remark)
        if asks_for_overview(question):
            return OverviewRequest(question)
        understood = self.understand(question, turns, model)
        query = understood.query()
        if not query.earlier and names_nothing(self._library.words(question)):
            return VagueQuestion(question)
        return StandaloneQuestion(understood.question, query)

    def understand(
        self, question: str, turns: Sequence[Turn] = (), model: LanguageModel | None = None
    ) -> Understanding:
        """Return a question that stands alone, with misspelt words corrected.

        A question that would no longer fit the embedder is left as it is. A model is asked only
        where the question needs the turns before; its version is taken only where the library
        answers it with at least the same confidence.
        """
        by_rule = self._completed(question, turns)
        if model is None or not by_rule.leans:
            return by_rule
        rewritten = restate(model, question, turns)
        if not rewritten or not self._fits(rewritten):
            return by_rule
        by_model = replace(by_rule, question=rewritten)
        return max(by_model, by_rule, key=lambda each: self._confidence(each.query()))

    def _completed(self, question: str, turns: Sequence[Turn]) -> Understanding:
        """Return a question completed by rule, with as many turns before as fit the embedder."""
        understood = understand(corrected(question, self._library), turns)
        if not self._fits(understood.question):
            return Understanding(question)
        earlier = understood.earlier
        while earlier and not self._fits(" ".join(earlier)):
            earlier = earlier[1:]
        said = understood.said if self._fits(understood.said) else ""
        return replace(understood, earlier=earlier, said=said)

    def _fits(self, text: str) -> bool:
        return self._library.lengths([text])[0] <= self._library.window
