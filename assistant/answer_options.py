"""Per-question overrides of the settings."""

from __future__ import annotations

from dataclasses import dataclass

MOST_QUOTES = 20  # a guess: more than a person reads


@dataclass(frozen=True, slots=True)
class AnswerOptions:
    """Per-question overrides of the settings.

    Attributes:
        quotes: maximum number of quotes in the answer, from 1 to 20; None to use the setting.
        threshold: minimum confidence of an answer, in [0, 1]; None to use the setting.
        with_model: whether the configured language model, if any, may write the answer.

    Raises:
        ValueError: a number is out of its range.
    """

    quotes: int | None = None
    threshold: float | None = None
    with_model: bool = True

    def __post_init__(self) -> None:
        """Reject numbers out of their range."""
        if self.quotes is not None and not 1 <= self.quotes <= MOST_QUOTES:
            raise ValueError(f"quotes must be from 1 to {MOST_QUOTES}; it is {self.quotes}.")
        if self.threshold is not None and not 0 <= self.threshold <= 1:
            raise ValueError(f"threshold must be between 0 and 1; it is {self.threshold}.")


DEFAULT_OPTIONS = AnswerOptions()
