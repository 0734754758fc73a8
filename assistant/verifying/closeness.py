"""How close a statement is in meaning to its quotes: features, and the probability of support.

The probability is a logistic regression over the features. Each weight has the sign that its
feature must have. The weights are in `weights.json`, made by
`python -m assistant.training.verifying.learning SETS --learn`.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from assistant.answering.weights import Chance
from assistant.verifying.alignment import SAME_WORD, Alignment

# Neighbours in the statement are still near in the quote from three words before to six after.
_NEAR = range(-3, 7)
_WEAKEST = 0.1  # the quantile of the token matches that counts as the weakest


class Closeness(BaseModel):
    """The learned weights and thresholds.

    Attributes:
        about: what they were learned on, and by which command.
        chance: the probability that the quotes say what a statement says, by its features.
        threshold: the least probability of a statement that the quotes it cites support.
        other_quote_threshold: the least probability of a statement that other quotes support.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    chance: Chance
    threshold: float
    other_quote_threshold: float

    @classmethod
    @cache
    def learned(cls) -> Closeness:
        """Return the weights that ship."""
        path = files("assistant.verifying").joinpath("weights.json")
        return cls.model_validate_json(path.read_bytes())


def closeness_features(pair: Alignment, covered: Collection[int]) -> dict[str, float]:
    """Return the features of a statement beside its quotes, by name.

    Args:
        pair: statement and quotes.
        covered: the words of the statement that belong to facts which the quotes have.
    """
    statement, quote = pair.statement, pair.quote
    content = statement.content_positions()
    weights = np.array([statement.rarity[statement.terms[p]] for p in content])
    similarities = np.array([_best_similarity(pair, position, covered) for position in content])
    missing = np.sort(weights * (1 - similarities))[::-1]
    total = max(float(weights.sum()), 1e-6)
    tokens = _token_matches(pair)
    terms = set(quote.terms)
    same = np.array([p in covered or statement.terms[p] in terms for p in content], float)
    return {
        "words covered": float((weights * same).sum()) / total,
        "meanings covered": float((weights * similarities).sum()) / total,
        "meanings held": float((weights * (similarities >= SAME_WORD)).sum()) / total,
        "farthest word": float(missing[0]) if len(missing) else 0.0,
        "next farthest word": float(missing[1]) if len(missing) > 1 else 0.0,
        "longest gap": math.log1p(_longest_gap(similarities)),
        "words lacking": math.log1p(float((similarities < SAME_WORD).sum())),
        "weighted matches": float(tokens @ statement.token_weights) if len(tokens) else 0.0,
        "plain matches": float(tokens.mean()) if len(tokens) else 0.0,
        "weakest match": float(np.quantile(tokens, _WEAKEST)) if len(tokens) else 0.0,
        "likeness": _whole_similarity(pair),
        "pairs": _pairs_in_order(pair),
    }


def farthest_word(pair: Alignment, covered: Collection[int]) -> str:
    """Return the content word that the quotes have least similar, or nothing if all are there."""
    statement = pair.statement
    distances = {p: 1 - _best_similarity(pair, p, covered) for p in statement.content_positions()}
    distances = {p: distance for p, distance in distances.items() if distance > 1 - SAME_WORD}
    if not distances:
        return ""
    return statement.written(
        max(distances, key=lambda p: distances[p] * statement.rarity[statement.terms[p]])
    )


def _best_similarity(pair: Alignment, position: int, covered: Collection[int]) -> float:
    if position in covered:
        return 1.0
    similarities = pair.similarity[position]
    return float(similarities.max()) if len(similarities) else 0.0


def _longest_gap(similarities: NDArray[np.float64]) -> int:
    """Return the most content words in a row that the quotes have nothing similar to."""
    longest = run = 0
    for similarity in similarities:
        run = run + 1 if similarity < SAME_WORD else 0
        longest = max(longest, run)
    return longest


def _token_matches(pair: Alignment) -> np.ndarray:
    """Return the best cosine of each token of the statement with a token of the quotes."""
    own, other = pair.statement.token_vectors, pair.quote.token_vectors
    if not len(own) or not len(other):
        return np.zeros(len(own), np.float32)
    return np.asarray((other @ own.T).max(axis=0))


def _whole_similarity(pair: Alignment) -> float:
    """Return the cosine of the two texts as wholes."""
    own, other = pair.statement.token_vectors.sum(axis=0), pair.quote.token_vectors.sum(axis=0)
    lengths = float(np.linalg.norm(own) * np.linalg.norm(other))
    return float(own @ other) / lengths if lengths else 0.0


def _pairs_in_order(pair: Alignment) -> float:
    """Return the share of neighbouring content words that are near and in order in the quotes."""
    content = pair.statement.content_positions()
    same = {position: pair.in_quote(position) for position in content}
    found = [(one, two) for one, two in pairwise(content) if same[one] and same[two]]
    near = sum(
        any(b - a in _NEAR and a != b for a in same[one] for b in same[two]) for one, two in found
    )
    return near / max(len(content) - 1, 1)
