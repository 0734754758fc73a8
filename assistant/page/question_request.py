"""A question as the page sends it, with its sources and settings."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answer_options import MOST_QUOTES, AnswerOptions
from assistant.errors import SettingError
from assistant.page.limits import MOST_CHOSEN
from assistant.sources.choice import Choice
from assistant.sureness import Sureness

Ids = Annotated[frozenset[Annotated[str, Field(max_length=64)]], Field(max_length=MOST_CHOSEN)]


class Chosen(BaseModel):
    """The sources to answer from, as the page sends them; empty for all."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    only: Ids | None = None
    without: Ids = frozenset()
    since: date | None = None
    until: date | None = None

    def choice(self) -> Choice:
        """Return the choice."""
        return Choice(self.only, self.without, self.since, self.until)


class AnswerSettings(BaseModel):
    """The settings of one person, as the page sends them; empty for the defaults."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    quotes: Annotated[int, Field(ge=1, le=MOST_QUOTES)] | None = None
    sureness: Sureness | None = None
    with_model: bool = True

    def options(self) -> AnswerOptions:
        """Return the options."""
        threshold = self.sureness.threshold if self.sureness else None
        return AnswerOptions(self.quotes, threshold, self.with_model)


class _Details(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    place: Annotated[int, Field(ge=1, le=10**6)] | None = None
    chosen: Chosen = Chosen()
    wanted: AnswerSettings = AnswerSettings()


class QuestionRequest(_Details):
    """A question with its sources and settings.

    Attributes:
        question: as typed.
        owner: who asks; empty if unknown.
        place: number of the turn that this one replaces; None for a new one.
        chosen: the sources to answer from.
        wanted: the settings.
    """

    question: str
    owner: str

    @classmethod
    def of(cls, question: str, details: str, owner: str) -> QuestionRequest:
        """Return a question with the details that the page's script sends as JSON.

        Raises:
            SettingError: the details are not valid. They are not ignored, for a question to some
                sources must not be answered from all.
        """
        try:
            given = _Details.model_validate_json(details or "{}")
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(map(str, first["loc"])) or "details"
            raise SettingError(
                f"What was sent with the question cannot be used: {name}: {first['msg']}.",
                "Load the page again, or reset its settings.",
            ) from error
        return cls(question=question, owner=owner, **dict(given))
