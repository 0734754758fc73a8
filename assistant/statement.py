"""What a language model wrote, sentence by sentence, and what the check of each found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Whether the quotes say what a statement says."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a model's own words, checked against the quotes that it points at.

    Attributes:
        text: the model's words, without the citation marks.
        citations: numbers of the answer's citations that support it, or that it claimed.
        verdict: whether they support it.
        reason: what is wrong or was mended, in words; empty where there is nothing to say.
        is_shown: whether it is part of the answer's text; a removed statement is not.
    """

    text: str
    citations: tuple[int, ...]
    verdict: Verdict
    reason: str = ""
    is_shown: bool = True

    @property
    def is_supported(self) -> bool:
        """Whether its citations support it."""
        return self.verdict is Verdict.SUPPORTED
