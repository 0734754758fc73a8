"""How near a statement is in meaning to its quotes: measures, and the chance that they support it.

The chance is a logistic regression over the measures, rising with every one that tells of nearness
and falling with the others; its weights are learned and stand in `weights.json`
 (`python -m assistant.training.verifying.learning SETS --learn`).
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
from assistant.verifying.alignment import Alignment

_HELD = 0.62


class Closeness(BaseModel):
    """What was learned.

    Attributes:
        about: on what, and with which command.
        chance: that the quotes say what a statement says, by its measures.
        threshold: least chance of a statement that the quotes it points at support.
        exchanged: the same of one that other quotes support.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    chance: Chance
    threshold: float
    exchanged: float

    @classmethod
    @cache
    def learned(cls) -> Closeness:
        """Return the weights that ship."""
        path = files("assistant.verifying").joinpath("weights.json")
        return cls.model_validate_json(path.read_bytes())


def measures_of(pair: Alignment, covered: Collection[int]) -> dict[str, float]:
    """Return what is measured of a statement beside its quotes, by name.

    Args:
        pair: the two.
        covered: words of the statement that are facts which the quotes tell.
    """
    statement, quote = pair.statement, pair.quote
    places = statement.content()
    weights = np.array([statement.rarity[statement.terms[p]] for p in places])
    alike = np.array([_alike(pair, place, covered) for place in places])
    lacking = np.sort(weights * (1 - alike))[::-1]
    total = max(float(weights.sum()), 1e-6)
    tokens = _token_matches(pair)
    held = set(quote.terms)
    same = np.array([p in covered or statement.terms[p] in held for p in places], float)
    return {
        "words covered": float((weights * same).sum()) / total,
        "meanings covered": float((weights * alike).sum()) / total,
        "meanings held": float((weights * (alike >= _HELD)).sum()) / total,
        "farthest word": float(lacking[0]) if len(lacking) else 0.0,
        "next farthest word": float(lacking[1]) if len(lacking) > 1 else 0.0,
        "longest gap": math.log1p(_longest_gap(alike)),
        "words lacking": math.log1p(float((alike < _HELD).sum())),
        "weighted matches": float(tokens @ statement.weights) if len(tokens) else 0.0,
        "plain matches": float(tokens.mean()) if len(tokens) else 0.0,
        "weakest match": float(np.quantile(tokens, 0.1)) if len(tokens) else 0.0,
        "likeness": _likeness(pair),
        "pairs": _pairs(pair),
    }


def _longest_gap(alike: NDArray[np.float64]) -> int:
    """Return the most words of weight in a row that the quotes have nothing like."""
    longest = run = 0
    for each in alike:
        run = run + 1 if each < _HELD else 0
        longest = max(longest, run)
    return longest


def farthest_word(pair: Alignment, covered: Collection[int]) -> str:
    """Return the word of weight that the quotes have least like, or nothing if all are there."""
    statement = pair.statement
    lacking = {p: 1 - _alike(pair, p, covered) for p in statement.content()}
    lacking = {p: miss for p, miss in lacking.items() if miss > 1 - _HELD}
    if not lacking:
        return ""
    place = max(lacking, key=lambda p: lacking[p] * statement.rarity[statement.terms[p]])
    return statement.text[statement.words[place].start : statement.words[place].end]


def _alike(pair: Alignment, place: int, covered: Collection[int]) -> float:
    if place in covered:
        return 1.0
    likeness = pair.likeness[place]
    return float(likeness.max()) if len(likeness) else 0.0


def _token_matches(pair: Alignment) -> np.ndarray:
    one, two = pair.statement.tokens, pair.quote.tokens
    if not len(one) or not len(two):
        return np.zeros(len(one), np.float32)
    return np.asarray((two @ one.T).max(axis=0))


def _likeness(pair: Alignment) -> float:
    one, two = pair.statement.tokens.sum(axis=0), pair.quote.tokens.sum(axis=0)
    lengths = float(np.linalg.norm(one) * np.linalg.norm(two))
    return float(one @ two) / lengths if lengths else 0.0


def _pairs(pair: Alignment) -> float:
    """Return the share of neighbouring words of weight whose partners are near and in order."""
    places = pair.statement.content()
    partners = {place: pair.partners(place) for place in places}
    both = [(one, two) for one, two in pairwise(places) if partners[one] and partners[two]]
    near = sum(
        any(-3 <= b - a <= 6 and a != b for a in partners[one] for b in partners[two])
        for one, two in both
    )
    return near / max(len(places) - 1, 1)
