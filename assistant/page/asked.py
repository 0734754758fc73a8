"""A question as the page sends it, with how it is to be answered."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.choosing import Choice


class Chosen(BaseModel):
    """Which sources are to count, as the page sends it; nothing for all of them."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None

    def choice(self) -> Choice:
        """Return the choice."""
        return Choice(self.only, self.without, self.since, self.until)


class _Details(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    place: Annotated[int, Field(ge=1)] | None = None
    chosen: Chosen = Chosen()


class Asked(_Details):
    """A question with how it is to be answered.

    Attributes:
        question: as it was typed.
        owner: who asks; empty where that is not known.
        place: number of the turn that this one replaces; None for a new one.
        chosen: which sources are to count.
    """

    question: str
    owner: str

    @classmethod
    def of(cls, question: str, details: str, owner: str) -> Asked:
        """Return a question with the details that the page's script sends as JSON, if it does."""
        try:
            given = _Details.model_validate_json(details)
        except ValidationError:
            given = _Details()
        return cls(question=question, owner=owner, **dict(given))
