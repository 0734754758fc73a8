"""From outcomes to figures; the one module that imports ir_measures and scikit-learn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
from ir_measures import R, nDCG
from numpy.typing import NDArray
from sklearn.metrics import brier_score_loss, roc_auc_score

from assistant.evaluating.outcomes import Evaluation, Outcome

_AT = 5
_BINS = 10
_MOST_QUOTES = 6

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions with similar confidence: mean confidence, share that is right, count."""

    confidence: float
    right: float
    count: int


def figures_of(evaluation: Evaluation) -> Figures:
    """Return the figures by name; NaN if no question counts."""
    outcomes = evaluation.outcomes
    seconds = [each.seconds for each in outcomes]
    found = per_question(outcomes)
    return {
        "questions": len(outcomes),
        **{name: _mean(values.values()) for name, values in found.items()},
        **_of_confidence(outcomes),
        "verbatim quotes": _mean(q.verbatim for each in outcomes for q in each.quotes),
        "seconds a reply, p50": _percentile(seconds, 50),
        "seconds a reply, p95": _percentile(seconds, 95),
    }


def per_question(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """Return, for each measure that is a mean over questions, its value by the question's id."""
    known = [each for each in outcomes if each.is_known]
    differing = [each for each in known if each.has_answers_that_differ]
    return {
        "first quote": {each.id: float(each.is_in(1)) for each in known},
        "first three quotes": {each.id: float(each.is_in(3)) for each in known},
        "every differing answer": {
            each.id: float(each.has_every_answer(_MOST_QUOTES)) for each in differing
        },
        **_of_search(known),
        "refused, answerable": {e.id: float(e.is_refused) for e in outcomes if e.answerable},
        "refused, unanswerable": {e.id: float(e.is_refused) for e in outcomes if not e.answerable},
    }


def is_right(outcome: Outcome) -> bool:
    """Return whether the first quote, of an answer or a refusal, contains the evidence."""
    return outcome.is_known and outcome.is_in(1)


def judged(outcomes: Iterable[Outcome]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return confidence and correctness of outcomes that have both; (outcomes,) each."""
    pairs = [
        (each.confidence, is_right(each))
        for each in outcomes
        if each.confidence is not None and (each.is_known or not each.answerable)
    ]
    return np.array([c for c, _ in pairs], np.float64), np.array([r for _, r in pairs], np.bool_)


def bins_of(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> list[Bin]:
    """Return the outcomes in bins of a tenth of the confidence each; empty ones are left out."""
    places = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    return [
        Bin(float(confidence[chosen].mean()), float(right[chosen].mean()), int(chosen.sum()))
        for chosen in (places == place for place in range(_BINS))
        if chosen.any()
    ]


def _of_search(known: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """Return nDCG@5 and recall@5 of the search by question.

    Each piece of evidence is relevant once: the first passage that contains it counts.
    """
    sought = {each.id: {str(place): 1 for place in each.sought} for each in known}
    ranked = {each.id: _ranked(each) for each in known}
    found: dict[str, dict[str, float]] = {f"nDCG@{_AT}": {}, f"recall@{_AT}": {}}
    names = {str(nDCG @ _AT): f"nDCG@{_AT}", str(R @ _AT): f"recall@{_AT}"}
    for each in ir_measures.iter_calc([nDCG @ _AT, R @ _AT], sought, ranked):
        found[names[str(each.measure)]][each.query_id] = float(each.value)
    return found


def _ranked(outcome: Outcome) -> dict[str, float]:
    """Return the scores of what the passages contain: a piece of evidence, or something else.

    A passage with several pieces takes one rank.
    """
    scores: dict[str, float] = {}
    for rank, found in enumerate(outcome.ranks):
        score = float(len(outcome.ranks) - rank)
        fresh = [str(p) for p in found if p in outcome.sought and str(p) not in scores]
        for step, each in enumerate(fresh or [f"passage {rank}"]):
            scores[each] = score - step / 1000
    return scores


def _of_confidence(outcomes: Sequence[Outcome]) -> Figures:
    confidence, right = judged(outcomes)
    areas = {
        "area under ROC, right or not": _area(right, confidence),
        "area under ROC, answerable or not": _area_of_answerable(outcomes),
    }
    if not len(right):
        return areas | {"calibration error": math.nan, "Brier score": math.nan}
    bins = bins_of(confidence, right)
    error = sum(each.count * abs(each.confidence - each.right) for each in bins) / len(right)
    return areas | {
        "calibration error": error,
        "Brier score": float(brier_score_loss(right, confidence)),
    }


def _area_of_answerable(outcomes: Sequence[Outcome]) -> float:
    pairs = [(e.answerable, e.confidence) for e in outcomes if e.confidence is not None]
    return _area(np.array([a for a, _ in pairs]), np.array([c for _, c in pairs]))


def _area(wanted: NDArray[np.bool_], scores: NDArray[np.float64]) -> float:
    if not len(wanted) or wanted.all() or not wanted.any():
        return math.nan
    return float(roc_auc_score(wanted, scores))


def _mean(values: Iterable[float]) -> float:
    known = list(values)
    return sum(known) / len(known) if known else math.nan


def _percentile(values: Sequence[float], share: float) -> float:
    return float(np.percentile(values, share)) if values else math.nan
