"""The features of a sentence: how well it matches the question, and where it is."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.english.lexicon import LEXICON
from assistant.understanding.answer_type import AnswerType, answer_type_of, candidates
from index import AnalysedQuery, Matches, PassageReading, RankedPassage, Span, Word

_PRONOUN = re.compile(r"(?:He|She|It|They|This|These|His|Her|Its|Their)\b")
FUNCTION_WORDS = LEXICON.stop_words
FEATURES = (
    "weighted matches",
    "plain matches",
    "passage score",
    "passage similarity",
    "passage relevance",
    "passage rank",
    "words covered",
    "words covered in the passage",
    "words covered with the sentence before",
    "word pairs covered",
    "length",
    "first of its passage",
    "new words",
    "shape of an answer",
    "is a question",
    "passage matches",
    "opens with a pronoun",
    "weakest match",
    "likeness",
    "matches with its neighbours",
    "nearness of an answer",
    "evidence",
    "positive evidence",
    "evidence before",
    "evidence after",
    "short answer",
    "evidence of the passage",
    "best of its passage",
)
# What a sentence without a neighbour gets as the neighbour's evidence: clearly none.
_NO_NEIGHBOUR = -4.0
# Characters after which a word counts a third in nearness. A guess.
_REACH = 40.0


@dataclass(frozen=True, slots=True, eq=False)
class QuestionAnalysis:
    """A question with what ranking needs to know of it.

    Attributes:
        query: its analysis by the library.
        kind: the type of its answer.
        heavy: which of its tokens are in the heavier half by rarity.
    """

    query: AnalysedQuery
    kind: AnswerType
    heavy: NDArray[np.bool_]

    @classmethod
    def of(cls, query: AnalysedQuery) -> QuestionAnalysis:
        """Return the analysis of a query."""
        weights = query.weights
        heavy = weights >= np.median(weights) if len(weights) else np.zeros(0, np.bool_)
        return cls(query, answer_type_of(query.query.text), heavy)

    @property
    def text(self) -> str:
        """The standalone question."""
        return self.query.query.text

    @property
    def words(self) -> Sequence[Word]:
        """Its words."""
        return self.query.words

    @property
    def rarity(self) -> Mapping[str, float]:
        """Weight of each of its terms, larger for rarer ones."""
        return self.query.rarity


@dataclass(frozen=True, slots=True)
class PassageContext:
    """What the sentences of one passage share.

    Attributes:
        passage: the passage.
        rank: its rank in the search, from 1.
        words: its words.
        matches: how well it and its sentences match the question, token by token.
        reading: what the cross-encoder makes of it.
    """

    passage: RankedPassage
    rank: int
    words: Sequence[Word]
    matches: Matches
    reading: PassageReading


def features_of(
    asked: QuestionAnalysis,
    context: PassageContext,
    number: int,
    words: Sequence[Word],
    before: Sequence[Word],
) -> tuple[float, ...]:
    """Return the features of a sentence in the order of `FEATURES`.

    Args:
        asked: the question.
        context: the passage that it is in.
        number: its number in the passage, from 0.
        words: its words, with offsets into it.
        before: the words of the sentence before it in the passage.
    """
    passage, matches = context.passage, context.matches.sentences[number]
    around = context.matches.sentences[max(number - 1, 0) : number + 2].max(axis=0)
    text = passage.passage.origin.slice(*passage.passage.sentences[number])
    terms = {word.term for word in words}
    shape, near = _shape(asked, text, words)
    return (
        float(matches @ asked.query.weights),
        float(matches.mean()) if len(matches) else 0.0,
        passage.score,
        passage.similarity,
        passage.relevance,
        1 / context.rank,
        _covered(asked, terms),
        _covered(asked, {word.term for word in context.words}),
        _covered(asked, terms | {word.term for word in before}),
        _pairs(asked.words, words),
        math.log1p(len(words)),
        float(number == 0),
        math.log1p(len(terms - asked.rarity.keys() - FUNCTION_WORDS)),
        shape,
        float(text.endswith("?")),
        float(context.matches.whole @ asked.query.weights),
        float(_PRONOUN.match(text) is not None),
        _weakest(asked, matches),
        float(context.matches.likeness[number]),
        float(around @ asked.query.weights),
        near,
        *_evidence(context.reading, number),
    )


def _evidence(reading: PassageReading, number: int) -> tuple[float, ...]:
    """Return what the cross-encoder makes of a sentence, of its neighbours and of its passage."""
    evidence = [each.evidence for each in reading.sentences]
    own = reading.sentences[number]
    return (
        own.evidence,
        max(own.evidence, 0.0),
        evidence[number - 1] if number else _NO_NEIGHBOUR,
        evidence[number + 1] if number + 1 < len(evidence) else _NO_NEIGHBOUR,
        own.short_answer_score,
        reading.answers,
        float(own.evidence == max(evidence)),
    )


def nearness(span: Span, words: Sequence[Word], rarity: Mapping[str, float]) -> float:
    """Return how near a part of a sentence is to the words of the question, rare ones above all.

    It is at most the sum of the rarities, where all of them are in the part.
    """
    asked = ((word, rarity[word.term]) for word in words if word.term in rarity)
    gaps = ((max(word.start - span[1], span[0] - word.end, 0), weight) for word, weight in asked)
    return sum(weight * math.exp(-gap / _REACH) for gap, weight in gaps)


def _weakest(asked: QuestionAnalysis, matches: NDArray[np.float32]) -> float:
    """Return how well the worst of the weightier half of the question's tokens is met."""
    return float(matches[asked.heavy].min()) if len(matches) else 0.0


def _shape(asked: QuestionAnalysis, text: str, words: Sequence[Word]) -> tuple[float, float]:
    """Return whether a sentence holds what has the shape of an answer, and how near the question.

    The first is 1, 0, or 0.5 where anything may answer; the second is the nearest part's share of
    what it would be amid all the question's words, 0 where anything may answer.
    """
    if asked.kind in {AnswerType.MANNER, AnswerType.THING, AnswerType.OTHER}:
        return 0.5, 0.0
    spans = candidates(asked.kind, asked.text, text)
    near = max((nearness(span, words, asked.rarity) for span in spans), default=None)
    if near is None:
        return 0.0, 0.0
    return 1.0, near / max(sum(asked.rarity.values()), 1e-6)


def _covered(asked: QuestionAnalysis, terms: set[str]) -> float:
    """Return the share of the question's words, by rarity, that are among some terms."""
    total = sum(asked.rarity.values())
    held = sum(weight for term, weight in asked.rarity.items() if term in terms)
    return held / total if total else 0.0


def _pairs(asked: Sequence[Word], words: Sequence[Word]) -> float:
    wanted = {(one.term, two.term) for one, two in zip(asked, asked[1:], strict=False)}
    here = {(one.term, two.term) for one, two in zip(words, words[1:], strict=False)}
    return len(wanted & here) / len(wanted) if wanted else 0.0
