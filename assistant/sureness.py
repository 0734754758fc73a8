"""How sure an answer is, in four words: the same on the page, in the terminal and in Python."""

from __future__ import annotations

from enum import StrEnum


class Sureness(StrEnum):
    """How likely it is that the first quote answers the question."""

    VERY_LIKELY = "very likely"
    LIKELY = "likely"
    MAYBE = "maybe"
    UNSURE = "unsure"

    @classmethod
    def of(cls, confidence: float) -> Sureness:
        """Return the word for a confidence, which is in [0, 1]."""
        return next(each for each in cls if confidence >= each.threshold)

    @property
    def threshold(self) -> float:
        """The least confidence that has this word."""
        return _LEAST[self]

    @property
    def sentence(self) -> str:
        """The word in a sentence for a reader."""
        if self is Sureness.UNSURE:
            return "Unsure: read the quotes and judge."
        return f"{self.capitalize()} the answer."


# Guesses: with calibrated confidences, they are the least shares of answers that are right.
_LEAST = {
    Sureness.VERY_LIKELY: 0.85,
    Sureness.LIKELY: 0.65,
    Sureness.MAYBE: 0.4,
    Sureness.UNSURE: 0.0,
}
