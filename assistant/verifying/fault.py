"""What is wrong with a statement, and how it is worded for a person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from prompts import render


class FaultKind(StrEnum):
    """What may be wrong with a statement; each is the name of a prompt below `prompts/check/`."""

    MISSING = "missing"  # a number, date or name that no quote has
    REPLACED = "replaced"  # the quotes have another word in its position
    MISPLACED = "misplaced"  # the quotes say it about something else
    SWAPPED = "swapped"  # the quotes have two things the other way round
    NEGATED_BY_STATEMENT = "negated-by-statement"
    NEGATED_BY_QUOTE = "negated-by-quote"
    OPPOSITE = "opposite"  # the quotes say the opposite
    UNSTATED = "unstated"  # a word such as "only" that the quotes lack
    OMITTED = "omitted"  # a word such as "few" that the quotes have
    DISSIMILAR = "dissimilar"  # the quotes have nothing similar to a word
    UNRELATED = "unrelated"  # the quotes say something else altogether
    OTHER_LANGUAGE = "other-language"  # the statement cannot be compared


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a statement.

    Attributes:
        kind: what is wrong.
        said: the words of the statement, or of the quotes where the statement omits something.
        other: the words of the quotes that contradict them, if there are any.
    """

    kind: FaultKind
    said: str = ""
    other: str = ""

    def reason(self) -> str:
        """Return the fault in words for a person."""
        values = {"said": self.said, "other": self.other}
        return render(f"check/{self.kind}", **{k: v for k, v in values.items() if v})


OTHER_LANGUAGE = Fault(FaultKind.OTHER_LANGUAGE)
"""Not known to be wrong: the statement is in another language than its quotes."""
