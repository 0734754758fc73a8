"""A sentence that a language model wrote, and the result of checking it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from prompts import render


class Verdict(StrEnum):
    """The result of checking a statement against its quotes."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    UNCHECKED = "unchecked"  # the statement and its quotes are in different languages


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that a language model wrote, checked against the quotes that it cites.

    Attributes:
        text: the model's words, without citation numbers.
        citations: numbers of the citations that support the statement; if it is not supported, of
            those that the model gave.
        verdict: the result of the check.
        reason: what is wrong or was corrected; empty if there is nothing to report.
        is_shown: whether the statement is part of the answer's text; a removed one is not.
    """

    text: str
    citations: tuple[int, ...]
    verdict: Verdict
    reason: str = ""
    is_shown: bool = True

    def formatted(self, *, after: int = 0) -> str:
        """Return the text with its citation numbers, and a mark if it is not supported.

        Args:
            after: offset that is added to the citation numbers.
        """
        numbers = "".join(f"[{number + after}]" for number in self.citations)
        text = f"{self.text} {numbers}".strip()
        return text if self.is_supported else render(self.verdict.value, statement=text)

    @property
    def is_supported(self) -> bool:
        """Whether its citations support the statement."""
        return self.verdict is Verdict.SUPPORTED
