"""What changed between two evaluations of the same questions; the one module that imports scipy."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.stats import bootstrap

from assistant.errors import AnswerFileUnreadable
from assistant.evaluating.figures import per_question
from assistant.evaluating.outcomes import Evaluation

_LEVEL = 0.95
_RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Change:
    """A measure before and after, over the questions of both.

    Attributes:
        measure: its name.
        before, after: the means.
        low, high: the 95% interval of the difference, by the paired bootstrap (percentiles).
        questions: how many questions count.
    """

    measure: str
    before: float
    after: float
    low: float
    high: float
    questions: int

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0


def compare(before: Evaluation, after: Evaluation) -> list[Change]:
    """Return what changed, a measure at a time.

    Raises:
        AnswerFileUnreadable: the two have no question in common.
    """
    olds, news = per_question(before.outcomes), per_question(after.outcomes)
    changes = [_change(name, olds[name], news[name]) for name in olds]
    if not any(each.questions for each in changes):
        raise AnswerFileUnreadable("The two evaluations have no question in common.")
    return [each for each in changes if each.questions]


def _change(measure: str, old: dict[str, float], new: dict[str, float]) -> Change:
    shared = sorted(old.keys() & new.keys())
    if not shared:
        return Change(measure, math.nan, math.nan, math.nan, math.nan, 0)
    before = np.array([old[each] for each in shared])
    after = np.array([new[each] for each in shared])
    low, high = _interval(after - before)
    return Change(measure, float(before.mean()), float(after.mean()), low, high, len(shared))


def _interval(differences: np.ndarray) -> tuple[float, float]:
    if np.ptp(differences) == 0:
        return float(differences[0]), float(differences[0])
    found = bootstrap(
        (differences,),
        np.mean,
        n_resamples=_RESAMPLES,
        confidence_level=_LEVEL,
        method="percentile",
        rng=np.random.default_rng(0),
    ).confidence_interval
    return float(found.low), float(found.high)
