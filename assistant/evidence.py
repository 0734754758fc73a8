"""Which sentences of the best passages answer: a weighted sum of a few measures of each.

The measures of a question's candidates are standardised among themselves; the weights are learned
(`python -m tests.evaluation.learning`) and stand in `weights.json`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from assistant.asking import kind_of
from assistant.measures import MEASURES, AskedQuestion, PassageInPlace, measures_of
from assistant.weights import Weights
from index import (
    Library,
    RankedPassage,
    Span,
    TokenEmbedder,
    TokenStates,
    Word,
    best_matches,
    rarities,
    token_weights,
)

_CACHED_PASSAGES = 64
_READ_FIRST = 4
_STANDS_OUT = 0.6


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence of a passage with how well it seems to answer.

    Attributes:
        passage: the passage it stands in.
        start, end: offsets into the canonical text.
        score: the weighted sum of its standardised measures.
        share: the chance that it, of all the candidates, holds the answer if one does, in [0, 1].
        measures: the measures as they are, in the order of `MEASURES`.
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

    question: AskedQuestion
    sentences: tuple[RankedSentence, ...]


class EvidenceRanker:
    """Ranks the sentences of passages for a question. Safe for use by several threads."""

    def __init__(self, library: Library, tokens: TokenEmbedder, weights: Weights) -> None:
        """Rank with the words of a library, the tokens of an embedder and learned weights."""
        self._library = library
        self._tokens = tokens
        self._weights = np.array([weights.evidence[name] for name in MEASURES])
        self._cache: OrderedDict[int, TokenStates] = OrderedDict()
        self._caching = Lock()

    def rank(self, question: str, passages: Sequence[RankedPassage]) -> Ranking:
        """Return the sentences of passages by how well they seem to answer, best first.

        The first few passages are read, and the others only if no sentence of those stands out:
        reading is most of the time that a reply takes.
        """
        asked = self._asked(question)
        ranking = self._read(asked, passages[:_READ_FIRST])
        if ranking.sentences and ranking.sentences[0].share < _STANDS_OUT:
            ranking = self._read(asked, passages)
        return ranking

    def _read(self, asked: AskedQuestion, passages: Sequence[RankedPassage]) -> Ranking:
        states = self._states(passages)
        found: list[RankedSentence] = []
        for rank, (passage, tokens) in enumerate(zip(passages, states, strict=True), 1):
            found += self._measured(asked, passage, rank, tokens)
        if not found:
            return Ranking(asked, ())
        measures = np.array([each.measures for each in found])
        scores = standardised(measures) @ self._weights
        powers = np.exp(scores - scores.max())
        shares = powers / powers.sum()
        order = np.argsort(-scores, kind="stable")
        ranked = (
            replace(found[place], score=float(scores[place]), share=float(shares[place]))
            for place in order
        )
        return Ranking(asked, tuple(ranked))

    def _asked(self, question: str) -> AskedQuestion:
        words = self._library.words(question)
        states = self._tokens.tokens([question])[0]
        frequencies = self._library.frequencies(word.term for word in words)
        rarity = rarities(words, states, frequencies, self._library.count_passages())
        weights = token_weights(words, states, rarity)
        heavy = weights >= np.median(weights) if len(weights) else np.zeros(0, np.bool_)
        unknown = frozenset(term for term, held in frequencies.items() if not held)
        return AskedQuestion(
            question, kind_of(question), words, rarity, unknown, weights, heavy, states
        )

    def _states(self, passages: Sequence[RankedPassage]) -> list[TokenStates]:
        """Return the tokens of passages; those of recent questions are kept."""
        ids = [each.passage.id for each in passages]
        with self._caching:
            held = {each: self._cache[each] for each in ids if each in self._cache}
        missing = [each for each in passages if each.passage.id not in held]
        made = self._tokens.tokens([each.text for each in missing])
        held |= {each.passage.id: states for each, states in zip(missing, made, strict=True)}
        with self._caching:
            for each in ids:
                self._cache[each] = held[each]
                self._cache.move_to_end(each)
            while len(self._cache) > _CACHED_PASSAGES:
                self._cache.popitem(last=False)
        return [held[each] for each in ids]

    def _measured(
        self, asked: AskedQuestion, passage: RankedPassage, rank: int, states: TokenStates
    ) -> list[RankedSentence]:
        spans = passage.passage.sentences
        parts = [(start - passage.start, end - passage.start) for start, end in spans]
        matches = best_matches(asked.states, states, [*parts, (0, len(passage.text))])
        words = self._library.words(passage.text)
        place = PassageInPlace(passage, rank, words, matches[-1])
        found: list[RankedSentence] = []
        before: tuple[Word, ...] = ()
        for span, part, matched in zip(spans, parts, matches, strict=False):
            inside = _within(words, part)
            measures = measures_of(asked, place, span, inside, matched, before)
            found.append(RankedSentence(passage, *span, 0.0, 0.0, measures, inside))
            before = inside
        return found


def _within(words: Sequence[Word], part: Span) -> tuple[Word, ...]:
    """Return the words of a part, with offsets into it."""
    start, end = part
    inside = (word for word in words if start <= word.start and word.end <= end)
    return tuple(Word(word.term, word.start - start, word.end - start) for word in inside)


def standardised(measures: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return measures (sentences, measures) with mean 0 and spread 1 a column."""
    scaled: NDArray[np.float64] = (measures - measures.mean(axis=0)) / (measures.std(axis=0) + 1e-6)
    return scaled
