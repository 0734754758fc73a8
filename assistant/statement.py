"""What a language model wrote, sentence by sentence, and what the check of each found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from prompts import render


class Verdict(StrEnum):
    """Whether the quotes say what a statement says."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    UNCHECKED = "unchecked"  # it is in another language than the quotes


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

    def told(self, *, after: int = 0) -> str:
        """Return its words with its citations, and with a mark where they do not support it.

        Args:
            after: what is added to the citations' numbers.
        """
        numbers = "".join(f"[{number + after}]" for number in self.citations)
        text = f"{self.text} {numbers}".strip()
        return text if self.is_supported else render(self.verdict.value, statement=text)

    @property
    def is_supported(self) -> bool:
        """Whether its citations support it."""
        return self.verdict is Verdict.SUPPORTED
