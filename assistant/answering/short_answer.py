"""Which part of a quote most likely is the answer: a date, a number, a name near what is asked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from assistant.understanding.answer_type import answer_type_of, candidates
from index import Span, Word

_REACH = 40.0


def mark(
    question: str, sentence: str, words: Sequence[Word], rarity: Mapping[str, float]
) -> Span | None:
    """Return the span of a sentence that most likely is the answer, or None where none stands out.

    Of the parts that have the shape of an answer and say something new, it is the one nearest to
    the rare words of the question.

    Args:
        question: what was asked.
        sentence: where the answer is.
        words: the words of the sentence.
        rarity: weight of each term of the question, larger for rarer ones.
    """
    spans = candidates(answer_type_of(question), question, sentence)
    return max(spans, key=lambda span: nearness(span, words, rarity), default=None)


def nearness(span: Span, words: Sequence[Word], rarity: Mapping[str, float]) -> float:
    """Return how near a part of a sentence is to the words of the question, rare ones above all.

    It is at most the sum of the rarities, where all of them stand in the part.
    """
    asked = ((word, rarity[word.term]) for word in words if word.term in rarity)
    gaps = ((max(word.start - span[1], span[0] - word.end, 0), weight) for word, weight in asked)
    return sum(weight * math.exp(-gap / _REACH) for gap, weight in gaps)
