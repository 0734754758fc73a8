"""Fitting the learned weights to cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from assistant.answering.confidence import confidence_features
from assistant.answering.features import FEATURES
from assistant.answering.weights import Chance
from assistant.training.ranking.cases import ANSWERABLE, Case

# Of the weights of ranking, and of the logistic regressions. From a third to three times as much
# the figures are the same.
_PENALTY = 3.0
_INVERSE_PENALTY = 0.3
# How much each library counts in ranking, whatever the number of its questions; natural questions
# on real documents are what people ask.
_SHARES = {"squad2": 0.2, "mtrag-un": 0.15, "quotesum": 0.05}
_NATURAL_SHARE = 0.6

Array = NDArray[np.float64]


def fit_ranking(cases: Sequence[Case]) -> Array:
    """Return the weights under which the softmax over a question's sentences favours the right."""
    asked = [case for case in cases if case.is_answerable and case.library != "a page"]
    found = [(case, hits) for case in asked if (hits := case.hits()).any()]
    values = np.concatenate(
        [np.array([each.features for each in case.ranking.sentences]) for case, _ in found]
    )
    spread = values.std(axis=0) + 1e-6
    values /= spread
    right = np.concatenate([hits for _, hits in found])
    sizes = [len(hits) for _, hits in found]
    starts, groups = np.r_[0, np.cumsum(sizes)[:-1]], np.repeat(np.arange(len(sizes)), sizes)
    counts = Counter(_set_of(case) for case, _ in found)
    shares = [_share_of(_set_of(c)) / counts[_set_of(c)] * len(found) for c, _ in found]
    share = np.array(shares)

    def loss(weights: Array) -> tuple[float, Array]:
        scores = values @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[groups])
        every = np.add.reduceat(powers, starts)
        held = np.add.reduceat(powers * right, starts) + 1e-12
        slope = values.T @ (
            share[groups] * (powers / every[groups] - powers * right / held[groups])
        )
        total = -(share * np.log(held / every)).sum() + _PENALTY * weights @ weights
        return total / len(sizes), (slope + 2 * _PENALTY * weights) / len(sizes)

    weights: Array = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B").x
    raw: Array = weights / spread
    return raw


def _set_of(case: Case) -> str:
    return case.library if case.library in _SHARES else "natural"


def _share_of(name: str) -> float:
    return _SHARES.get(name, _NATURAL_SHARE)


@dataclass(frozen=True, slots=True)
class Task:
    """One of the two chances.

    Attributes:
        name: its name in the weights.
        shares: how much the cases of each kind count together; others are left out.
        is_right: what the chance is of.
    """

    name: str
    shares: Mapping[str, float]
    is_right: Callable[[Case], bool]


def _first_is_right(case: Case) -> bool:
    return case.is_answerable and bool(case.right_quotes()[:1] == [True])


TASKS = (
    Task(
        "topic",
        {
            **{"answerable": 0.2, "natural": 0.2, "follow-up": 0.1},
            **{"foreign": 0.35, "foreign follow-up": 0.15},
        },
        lambda case: case.kind in ANSWERABLE,
    ),
    Task(
        "answer",
        {
            **{"answerable": 0.25, "natural": 0.4, "near topic": 0.2, "adversarial": 0.15},
            **{"follow-up": 0.1, "natural follow-up": 0.05, "unanswered follow-up": 0.05},
            **{"swapped": 0.05},
        },
        _first_is_right,
    ),
)


def fit_chance(task: Task, cases: Sequence[Case]) -> Chance:
    """Return a logistic regression fitted to the cases that the task is about."""
    used = [case for case in cases if case.kind in task.shares]
    values = [confidence_features(case.ranking) for case in used]
    right = np.array([task.is_right(case) for case in used])
    kinds = Counter(case.kind for case in used)
    weights = [task.shares[each.kind] / kinds[each.kind] * len(used) for each in used]
    return fitted(values, right, weights)


def fitted(
    values: Sequence[Mapping[str, float]], right: NDArray[np.bool_], weights: Sequence[float]
) -> Chance:
    """Return a logistic regression of named features."""
    features = np.array([list(each.values()) for each in values])
    scaler = StandardScaler().fit(features)
    model = LogisticRegression(C=_INVERSE_PENALTY, max_iter=2000)
    model.fit(scaler.transform(features), right, sample_weight=weights)
    columns = zip(values[0], model.coef_[0], scaler.mean_, scaler.scale_, strict=True)
    scaled = {
        name: {"weight": round(w, 4), "mean": round(m, 4), "spread": round(s, 4)}
        for name, w, m, s in columns
    }
    bias = round(float(model.intercept_[0]), 4)
    return Chance.model_validate({"bias": bias, "features": scaled})
