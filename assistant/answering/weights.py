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
    """The weight of a feature that is first scaled to mean 0 and spread 1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    weight: float
    mean: float
    spread: float


class Chance(BaseModel):
    """A logistic regression over features, by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bias: float
    features: Mapping[str, Scaled]

    def of(self, values: Mapping[str, float]) -> float:
        """Return the chance, in [0, 1], for the values of the features."""
        total = self.bias
        for name, scaled in self.features.items():
            total += scaled.weight * (values[name] - scaled.mean) / scaled.spread
        return 1 / (1 + math.exp(-min(max(total, -30.0), 30.0)))


class ShortAnswers(BaseModel):
    """When a short answer is shown.

    Attributes:
        chance: the chance that it is right.
        threshold: the least chance at which it is shown, in [0, 1]; 1 shows none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    chance: Chance
    threshold: float


class Weights(BaseModel):
    """What was learned.

    Attributes:
        about: on what, and with which command.
        ranking: the weight of each feature of a sentence.
        topic: the chance that the sources are about what is asked.
        answer: the chance that the first quote answers, if they are.
        short_answer: when a short answer is shown.
        precision: thresholds, rising, and the share of answers that are right at each, where as
            many questions are asked that the sources know nothing of.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    ranking: Mapping[str, float]
    topic: Chance
    answer: Chance
    short_answer: ShortAnswers
    precision: tuple[tuple[float, float], ...] = ()

    def threshold_for(self, precision: float) -> float:
        """Return the least threshold at which this share of answers is right, or the highest."""
        reached = (threshold for threshold, share in self.precision if share >= precision)
        return next(reached, self.precision[-1][0])

    def of_features(self) -> NDArray[np.float64]:
        """Return the weights of a sentence's features in the order of `FEATURES`."""
        return np.array([self.ranking[name] for name in FEATURES])

    @classmethod
    @cache
    def learned(cls) -> Weights:
        """Return the weights that ship."""
        return cls.model_validate_json(
            files("assistant.answering").joinpath("weights.json").read_bytes()
        )
