"""A question as the page sends it, with how it is to be answered."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class _Details(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    place: Annotated[int, Field(ge=1)] | None = None


class Asked(_Details):
    """A question with how it is to be answered.

    Attributes:
        question: as it was typed.
        owner: who asks; empty where that is not known.
        place: number of the turn that this one replaces; None for a new one.
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
