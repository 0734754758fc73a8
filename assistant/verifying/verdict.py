"""What the check of a statement found, and what it is worth beside some quotes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from assistant.statement import Verdict
from assistant.verifying.faults import Fault

# Of statements with a fault, this share of what their closeness says is supported after all.
_WITH_FAULT = 0.05
_OF_FACTS = frozenset({"missing", "instead", "misplaced"})


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of a statement found.

    Attributes:
        verdict: whether quotes support it.
        reason: words for the reader; empty where its own quotes plainly support it.
        quotes: places, from 0, of the quotes that support it, or that it claimed.
        support: the chance that they do, in [0, 1].
    """

    verdict: Verdict
    reason: str
    quotes: tuple[int, ...]
    support: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement beside some of the quotes.

    Attributes:
        quotes: their places.
        fault: what is wrong, or None.
        measures: how near it is, by name.
        chance: that they support it, for its closeness alone.
    """

    quotes: tuple[int, ...]
    fault: Fault | None
    measures: dict[str, float]
    chance: float

    @property
    def support(self) -> float:
        """The chance that they support it."""
        return self.chance * (_WITH_FAULT if self.fault else 1.0)

    def denied(self, sure: float) -> str:
        """Return the fact for want of which alone quotes do not support a statement, or nothing.

        Args:
            sure: the chance from which on they say all else.
        """
        fault = self.fault
        if fault is None or fault.name not in _OF_FACTS:
            return ""
        return fault.said if self.chance >= sure or fault.name == "instead" else ""

    def refutes(self, sure: float, names: Collection[str]) -> bool:
        """Tell whether quotes say all of a statement with another name in the place of one.

        Args:
            sure: the chance from which on they say all else.
            names: the names of the statement.
        """
        if self.fault is None or self.fault.said not in names:
            return False
        name = self.fault.name
        return name == "instead" or (name == "misplaced" and self.chance >= sure)
