"""The learned weights of ranking and confidence, made by `assistant.training.ranking.learning`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from assistant.answering.features import FEATURES


class Scaled(BaseModel):
    """A weight for a measure that is first brought to mean 0 and spread 1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    weight: float
    mean: float
    spread: float


class Chance(BaseModel):
    """A logistic regression over measures, by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bias: float
    measures: Mapping[str, Scaled]

    def of(self, values: Mapping[str, float]) -> float:
        """Return the chance for the values of the measures, in [0, 1]."""
        total = self.bias
        for name, scaled in self.measures.items():
            total += scaled.weight * (values[name] - scaled.mean) / scaled.spread
        return 1 / (1 + math.exp(-min(max(total, -30.0), 30.0)))


class Weights(BaseModel):
    """What was learned.

    Attributes:
        about: on what, and with which command.
        evidence: weight of each standardised measure of a sentence.
        topic: chance that the sources are about what is asked.
        answer: chance that the first quote answers, if they are.
        precision: thresholds, rising, and the share of answers that are right at each, where as
            many questions are asked that the sources know nothing of.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    evidence: Mapping[str, float]
    topic: Chance
    answer: Chance
    precision: tuple[tuple[float, float], ...] = ()

    def threshold_for(self, precision: float) -> float:
        """Return the least threshold at which this share of answers is right, or the highest."""
        reached = (threshold for threshold, share in self.precision if share >= precision)
        return next(reached, self.precision[-1][0])

    def of_evidence(self) -> NDArray[np.float64]:
        """Return the weights of a sentence's measures in the order of `FEATURES`."""
        return np.array([self.evidence[name] for name in FEATURES])

    @classmethod
    @cache
    def learned(cls) -> Weights:
        """Return the weights that ship."""
        return cls.model_validate_json(
            files("assistant.answering").joinpath("weights.json").read_bytes()
        )
