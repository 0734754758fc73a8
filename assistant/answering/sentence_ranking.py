"""Which sentences of the best passages answer: a weighted sum of the features of each.

The features are absolute: those of one sentence do not depend on which other sentences were found,
so an unrelated file beside the documents changes nothing. The weights are in `weights.json`
(`python -m assistant.training.ranking.learning`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from assistant.answering.features import PassageContext, QuestionAnalysis, features_of
from assistant.answering.weights import Weights
from index import (
    AnalysedQuery,
    CrossEncoder,
    Library,
    RankedPassage,
    SentenceReading,
    Span,
    Word,
)


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence of a passage, with how well it seems to answer.

    Attributes:
        passage: the passage that it is in.
        start, end: offsets into the canonical text.
        score: the weighted sum of its features.
        share: the chance, in [0, 1], that it answers, if one of the candidates does.
        features: in the order of `FEATURES`.
        words: its words, with offsets into the sentence.
        reading: what the cross-encoder makes of it.
    """

    passage: RankedPassage
    start: int
    end: int
    score: float
    share: float
    features: tuple[float, ...] = field(repr=False)
    words: tuple[Word, ...] = field(repr=False)
    reading: SentenceReading = field(repr=False)

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

    def __init__(self, library: Library, weights: Weights, encoder: CrossEncoder) -> None:
        """Rank by a library's token matches, a cross-encoder and learned weights."""
        self._library = library
        self._encoder = encoder
        self._weights = weights.of_features()

    def rank(self, query: AnalysedQuery, passages: Sequence[RankedPassage]) -> Ranking:
        """Return the sentences of passages by how well they seem to answer, best first."""
        asked = QuestionAnalysis.of(query)
        found: list[RankedSentence] = []
        matches = self._library.matches(query, passages)
        readings = self._encoder.read(query.query.text, [each.passage for each in passages])
        pairs = zip(passages, matches, readings, strict=True)
        for rank, (passage, matched, reading) in enumerate(pairs, 1):
            words = self._library.words(passage.text)
            context = PassageContext(passage, rank, words, matched, reading)
            found += _sentences_of(asked, context)
        return ordered(asked, found, self._weights)


def _sentences_of(asked: QuestionAnalysis, context: PassageContext) -> list[RankedSentence]:
    """Return the sentences of a passage with their features, not scored yet."""
    passage = context.passage
    found: list[RankedSentence] = []
    before: tuple[Word, ...] = ()
    for number, span in enumerate(passage.passage.sentences):
        inside = _within(context.words, (span[0] - passage.start, span[1] - passage.start))
        features = features_of(asked, context, number, inside, before)
        reading = context.reading.sentences[number]
        found.append(RankedSentence(passage, *span, 0.0, 0.0, features, inside, reading))
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
    """Return sentences by the weighted sums of their features, best first."""
    if not sentences:
        return Ranking(asked, ())
    scores = np.array([each.features for each in sentences]) @ weights
    powers = np.exp(scores - scores.max())
    shares = powers / powers.sum()
    ranked = (
        replace(sentences[place], score=float(scores[place]), share=float(shares[place]))
        for place in np.argsort(-scores, kind="stable")
    )
    return Ranking(asked, tuple(ranked))
