"""From a question to what the sources say, without a language model: an answer of quotes."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from assistant.answering.confidence import confidence_of
from assistant.answering.decision import decide
from assistant.answering.quotes import evidence_from, quotes_from
from assistant.answering.sentence_ranking import SentenceRanker
from assistant.answering.short_answer import short_answer_of
from assistant.answering.topics import Finding, comparison_of, points_on
from assistant.answering.weights import Weights
from assistant.reply import Answer, Found, Quote, Refusal
from assistant.understanding.request import RequestKind, request_of
from assistant.understanding.vagueness import or_ask_back
from index import AnalysedQuery, CrossEncoder, Library, Query, RankedPassage

PASSAGES_READ = 15


@dataclass(frozen=True, slots=True)
class Extract:
    """A reply of quotes, and the sentences that it was chosen from.

    Attributes:
        reply: an answer or a refusal.
        sentences: what else may be said in answer, best first.
    """

    reply: Answer | Refusal
    sentences: tuple[Quote, ...]

    @classmethod
    def of(cls, reply: Answer | Refusal) -> Extract:
        """Return the extract of a reply whose quotes are all the evidence there is."""
        return cls(reply, reply.quotes if isinstance(reply, Answer) else ())


class Extractor:
    """Finds what the sources say. Safe for use by several threads."""

    def __init__(self, library: Library) -> None:
        """Search a library and weigh with what was learned."""
        self.weights = Weights.learned()
        self._library = library
        self._ranker = SentenceRanker(library, self.weights, CrossEncoder.open())

    def extract(self, query: Query, most: int, threshold: float) -> Generator[Found, None, Extract]:
        """Yield what is found; return what the sources say, in the form that is asked for.

        Args:
            query: the question.
            most: most quotes.
            threshold: least confidence of an answer, in [0, 1].
        """
        request = request_of(query.text)
        if request.kind is not RequestKind.FACT and not self._library.is_empty():
            findings = []
            for subject in request.subjects:
                findings.append((yield from self.find(replace(query, text=subject))))
            if request.kind is RequestKind.COMPARISON:
                return Extract.of(comparison_of(findings, most, threshold))
            points = points_on(findings[0], most, threshold)
            if points is not None:
                return Extract.of(points)
        found = yield from self.find(query)
        rule, sure = self.weights.short_answer, found.confidence.value
        quotes = quotes_from(
            found.ranking,
            most,
            lambda sentence: short_answer_of(sentence, found.ranking, sure, rule),
        )
        is_empty = self._library.is_empty()
        reply = decide(quotes, found.confidence, threshold, is_empty=is_empty)
        if not query.earlier:
            reply = or_ask_back(reply, query.text)
        return Extract(reply, tuple(evidence_from(found.ranking)))

    def find(self, query: Query) -> Generator[Found, None, Finding]:
        """Yield the passages for a query; return how well their sentences answer it."""
        asked = self._library.analyse(query)
        passages = self._library.search(asked, limit=PASSAGES_READ)
        yield Found(passages)
        return self._finding(asked, passages)

    def confidence(self, query: Query) -> float:
        """Return how sure it is that the sources answer a query, in [0, 1]."""
        asked = self._library.analyse(query)
        passages = self._library.search(asked, limit=PASSAGES_READ)
        return self._finding(asked, passages).confidence.value

    def _finding(self, asked: AnalysedQuery, passages: Sequence[RankedPassage]) -> Finding:
        ranking = self._ranker.rank(asked, passages)
        return Finding(asked.query.text, ranking, confidence_of(ranking, self.weights))
