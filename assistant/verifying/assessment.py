"""The results of checking: a statement beside some quotes, and the final result."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from assistant.statement import Verdict
from assistant.verifying.fault import Fault, FaultKind

# A rule that finds a fault may be wrong: this share of the probability is left. A guess.
_LEFT_WITH_FAULT = 0.05
_OF_FACTS = frozenset({FaultKind.MISSING, FaultKind.REPLACED, FaultKind.MISPLACED})


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of checking a statement.

    Attributes:
        verdict: whether quotes support it.
        reason: words for a person; empty where its own quotes support it.
        quotes: positions, from 0, of the quotes that support it, or else that it cited.
        support: the probability that they support it, in [0, 1].
    """

    verdict: Verdict
    reason: str
    quotes: tuple[int, ...]
    support: float


@dataclass(frozen=True, slots=True)
class Assessment:
    """A statement beside one quote, or beside several as one text.

    Attributes:
        quotes: the positions of the quotes.
        fault: what is wrong, or None.
        features: how close it is in meaning, by name.
        probability: that the quotes support it, by the features alone.
    """

    quotes: tuple[int, ...]
    fault: Fault | None
    features: dict[str, float]
    probability: float

    @property
    def support(self) -> float:
        """The probability that the quotes support it, with the fault taken into account."""
        return self.probability * (_LEFT_WITH_FAULT if self.fault else 1.0)

    def fact_at_fault(self, threshold: float) -> str:
        """Return the fact that alone keeps the quotes from supporting a statement, or nothing.

        Args:
            threshold: the probability from which on the quotes say everything else.
        """
        fault = self.fault
        if fault is None or fault.kind not in _OF_FACTS:
            return ""
        is_sure = self.probability >= threshold or fault.kind is FaultKind.REPLACED
        return fault.said if is_sure else ""

    def contradicts_name(self, threshold: float, names: Collection[str]) -> bool:
        """Tell whether the quotes say the statement about another name than its own.

        Args:
            threshold: the probability from which on the quotes say everything else.
            names: the names of the statement.
        """
        if self.fault is None or self.fault.said not in names:
            return False
        is_misplaced = self.fault.kind is FaultKind.MISPLACED and self.probability >= threshold
        return is_misplaced or self.fault.kind is FaultKind.REPLACED
