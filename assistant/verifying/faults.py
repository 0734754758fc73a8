"""What is wrong with a statement, in a form that the reader is told in words."""

from __future__ import annotations

from dataclasses import dataclass

from prompts import render


@dataclass(frozen=True, slots=True)
class Fault:
    """What a statement says that its quotes do not.

    Attributes:
        name: the prompt that tells it, below `prompts/check/`.
        said: the words of the statement.
        other: the words of the quotes that are against it, where there are any.
    """

    name: str
    said: str = ""
    other: str = ""

    def words(self) -> str:
        """Return the fault in words for the reader."""
        values = {"said": self.said, "other": self.other}
        return render(f"check/{self.name}", **{k: v for k, v in values.items() if v})


OTHER_LANGUAGE = Fault("other-language")
"""A statement that nothing is known to be wrong with, for it cannot be checked."""
