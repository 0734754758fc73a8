"""The learned weights, as readable data: `python -m tests.evaluation.learning` makes them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict


class Scaled(BaseModel):
    """A weight for a measure that is first brought to mean 0 and spread 1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    weight: float
    mean: float
    spread: float


class Weights(BaseModel):
    """What was learned.

    Attributes:
        about: on what, and with which command.
        evidence: weight of each standardised measure of a sentence.
        confidence: weight of each measure of a ranking.
        bias: what the confidence starts from.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    evidence: Mapping[str, float]
    confidence: Mapping[str, Scaled]
    bias: float

    @classmethod
    @cache
    def learned(cls) -> Weights:
        """Return the weights that ship."""
        return cls.model_validate_json(files("assistant").joinpath("weights.json").read_bytes())
