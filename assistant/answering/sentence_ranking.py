"""Which sentences of the best passages answer: a weighted sum of a few measures of each.

The measures of a question's candidates are standardised among themselves; the weights are learned
(`python -m assistant.training.ranking.learning`) and stand in `weights.json`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from assistant.answering.features import PassageContext, QuestionAnalysis, features_of
from assistant.answering.weights import Weights
from index import AnalysedQuery, Library, Matches, RankedPassage, Span, Word


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence of a passage with how well it seems to answer.

    Attributes:
        passage: the passage it stands in.
        start, end: offsets into the canonical text.
        score: the weighted sum of its standardised measures.
        share: the chance that it, of all the candidates, holds the answer if one does, in [0, 1].
        measures: the measures as they are, in the order of `FEATURES`.
        words: its words, with offsets into the sentence.
    """

    passage: RankedPassage
    start: int
    end: int
    score: float
    share: float
    measures: tuple[float, ...] = field(repr=False)
    words: tuple[Word, ...] = field(repr=False)

    @property
    def text(self) -> str:
        """The words of the sentence."""
        return self.passage.passage.origin.slice(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Ranking:
    """A question and the sentences that may answer it, best first."""

    question: QuestionAnalysis
    sentences: tuple[RankedSentence, ...]


class SentenceRanker:
    """Ranks the sentences of passages for a question. Safe for use by several threads."""

    def __init__(self, library: Library, weights: Weights) -> None:
        """Rank with what a library knows of its passages, and with learned weights."""
        self._library = library
        self._weights = weights.of_evidence()

    def rank(self, query: AnalysedQuery, passages: Sequence[RankedPassage]) -> Ranking:
        """Return the sentences of passages by how well they seem to answer, best first."""
        asked = QuestionAnalysis.of(query)
        found: list[RankedSentence] = []
        matches = self._library.matches(query, passages)
        for rank, (passage, matched) in enumerate(zip(passages, matches, strict=True), 1):
            found += self._measured(asked, passage, rank, matched)
        return ordered(asked, found, self._weights)

    def _measured(
        self, asked: QuestionAnalysis, passage: RankedPassage, rank: int, matches: Matches
    ) -> list[RankedSentence]:
        words = self._library.words(passage.text)
        place = PassageContext(passage, rank, words, matches)
        found: list[RankedSentence] = []
        before: tuple[Word, ...] = ()
        for number, span in enumerate(passage.passage.sentences):
            inside = _within(words, (span[0] - passage.start, span[1] - passage.start))
            measures = features_of(asked, place, number, inside, before)
            found.append(RankedSentence(passage, *span, 0.0, 0.0, measures, inside))
            before = inside
        return found


def _within(words: Sequence[Word], part: Span) -> tuple[Word, ...]:
    """Return the words of a part, with offsets into it; words come in the order of their starts."""
    start, end = part
    first = bisect_left(words, start, key=lambda word: word.start)
    last = bisect_right(words, end, first, key=lambda word: word.end)
    return tuple(
        Word(word.term, word.start - start, word.end - start) for word in words[first:last]
    )


def ordered(
    asked: QuestionAnalysis, sentences: Sequence[RankedSentence], weights: NDArray[np.float64]
) -> Ranking:
    """Return measured sentences, best first under the weights of the measures."""
    if not sentences:
        return Ranking(asked, ())
    scores = standardised(np.array([each.measures for each in sentences])) @ weights
    powers = np.exp(scores - scores.max())
    shares = powers / powers.sum()
    ranked = (
        replace(sentences[place], score=float(scores[place]), share=float(shares[place]))
        for place in np.argsort(-scores, kind="stable")
    )
    return Ranking(asked, tuple(ranked))


def standardised(measures: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return measures (sentences, measures) with mean 0 and spread 1 a column."""
    scaled: NDArray[np.float64] = (measures - measures.mean(axis=0)) / (measures.std(axis=0) + 1e-6)
    return scaled
