"""How a person wants one question answered, where they want it otherwise than is set."""

from __future__ import annotations

from dataclasses import dataclass

MOST_QUOTES = 20


@dataclass(frozen=True, slots=True)
class AnswerOptions:
    """How a question is to be answered.

    Attributes:
        quotes: most quotes in the answer, from 1 to 20; None for as many as is set.
        threshold: least confidence of an answer, in [0, 1]; None for what is set.
        with_model: whether a language model may write the answer, where one is set.

    Raises:
        ValueError: a number is out of its range.
    """

    quotes: int | None = None
    threshold: float | None = None
    with_model: bool = True

    def __post_init__(self) -> None:
        """Refuse numbers that mean nothing."""
        if self.quotes is not None and not 1 <= self.quotes <= MOST_QUOTES:
            raise ValueError(f"An answer has from 1 to {MOST_QUOTES} quotes, not {self.quotes}.")
        if self.threshold is not None and not 0 <= self.threshold <= 1:
            raise ValueError(f"A threshold lies between 0 and 1; {self.threshold} does not.")


DEFAULT_OPTIONS = AnswerOptions()
