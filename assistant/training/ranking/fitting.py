"""Fitting the learned weights to cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from assistant.answering.confidence import confidence_features
from assistant.answering.features import FEATURES
from assistant.answering.sentence_ranking import standardised
from assistant.answering.weights import Chance
from assistant.training.ranking.cases import ANSWERABLE, Case

_PENALTY = 10.0
_INVERSE_PENALTY = 0.3
_OF_SMALL_LIBRARIES = "a page"

Array = NDArray[np.float64]


def fit_evidence(cases: Sequence[Case]) -> Array:
    """Return the weights under which the softmax over a question's sentences favours the right."""
    asked = [c for c in cases if c.is_answerable and c.library != _OF_SMALL_LIBRARIES]
    found = [(case, hits) for case in asked if (hits := case.hits()).any()]
    measures = np.concatenate(
        [standardised(np.array([s.measures for s in c.ranking.sentences])) for c, _ in found]
    )
    right = np.concatenate([hits for _, hits in found])
    sizes = [len(hits) for _, hits in found]
    starts, groups = np.r_[0, np.cumsum(sizes)[:-1]], np.repeat(np.arange(len(sizes)), sizes)

    def loss(weights: Array) -> tuple[float, Array]:
        scores = measures @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[groups])
        every = np.add.reduceat(powers, starts)
        held = np.add.reduceat(powers * right, starts)
        slope = measures.T @ (powers / every[groups] - powers * right / held[groups])
        total = -np.log(held / every).sum() + _PENALTY * weights @ weights
        return total / len(sizes), (slope + 2 * _PENALTY * weights) / len(sizes)

    weights: Array = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B").x
    return weights


@dataclass(frozen=True, slots=True)
class Task:
    """One of the two chances.

    Attributes:
        name: what it is called in the weights.
        shares: how much the cases of each kind count together; others are left out.
        is_right: what the chance is of.
    """

    name: str
    shares: Mapping[str, float]
    is_right: Callable[[Case], bool]


def _first_is_right(case: Case) -> bool:
    return case.is_answerable and case.right_quotes()[0]


TASKS = (
    Task(
        "topic",
        {"answerable": 0.35, "follow-up": 0.15, "foreign": 0.35, "foreign follow-up": 0.15},
        lambda case: case.kind in ANSWERABLE,
    ),
    Task(
        "answer",
        {
            "answerable": 0.55,
            "adversarial": 0.4,
            "swapped": 0.1,
            "follow-up": 0.1,
            "unanswered follow-up": 0.05,
        },
        _first_is_right,
    ),
)


def fit_chance(task: Task, cases: Sequence[Case]) -> Chance:
    """Return a logistic regression fitted to the cases that the task is about."""
    used = [case for case in cases if case.kind in task.shares]
    values = [confidence_features(case.ranking) for case in used]
    measures = np.array([list(each.values()) for each in values])
    right = np.array([task.is_right(case) for case in used])
    kinds = [case.kind for case in used]
    weights = [task.shares[kind] / kinds.count(kind) * len(kinds) for kind in kinds]
    scaler = StandardScaler().fit(measures)
    model = LogisticRegression(C=_INVERSE_PENALTY, max_iter=2000)
    model.fit(scaler.transform(measures), right, sample_weight=weights)
    columns = zip(values[0], model.coef_[0], scaler.mean_, scaler.scale_, strict=True)
    scaled = {
        name: {"weight": round(w, 4), "mean": round(m, 4), "spread": round(s, 4)}
        for name, w, m, s in columns
    }
    bias = round(float(model.intercept_[0]), 4)
    return Chance.model_validate({"bias": bias, "measures": scaled})
