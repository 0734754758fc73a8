"""A question as the page sends it, with how it is to be answered."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answer_options import MOST_QUOTES, AnswerOptions
from assistant.errors import SettingError
from assistant.page.limits import MOST_CHOSEN
from assistant.page.wording import LIKELY, MAYBE, VERY_LIKELY
from assistant.sources.choice import Choice

Ids = Annotated[frozenset[Annotated[str, Field(max_length=64)]], Field(max_length=MOST_CHOSEN)]


class Chosen(BaseModel):
    """Which sources are to count, as the page sends it; nothing for all of them."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    only: Ids | None = None
    without: Ids = frozenset()
    since: date | None = None
    until: date | None = None

    def choice(self) -> Choice:
        """Return the choice."""
        return Choice(self.only, self.without, self.since, self.until)


class Sureness(StrEnum):
    """How sure an answer must be, in the words that the page says it with."""

    ANY = "any"
    MAYBE = "maybe"
    LIKELY = "likely"
    VERY_LIKELY = "very-likely"


_THRESHOLDS = {
    Sureness.ANY: 0.0,
    Sureness.MAYBE: MAYBE,
    Sureness.LIKELY: LIKELY,
    Sureness.VERY_LIKELY: VERY_LIKELY,
}


class AnswerSettings(BaseModel):
    """How a person wants answers, as the page sends it; nothing for as it is set."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    quotes: Annotated[int, Field(ge=1, le=MOST_QUOTES)] | None = None
    sureness: Sureness | None = None
    with_model: bool = True

    def manner(self) -> AnswerOptions:
        """Return the options."""
        threshold = _THRESHOLDS[self.sureness] if self.sureness else None
        return AnswerOptions(self.quotes, threshold, self.with_model)


class _Details(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    place: Annotated[int, Field(ge=1, le=10**6)] | None = None
    chosen: Chosen = Chosen()
    wanted: AnswerSettings = AnswerSettings()


class QuestionRequest(_Details):
    """A question with how it is to be answered.

    Attributes:
        question: as it was typed.
        owner: who asks; empty where that is not known.
        place: number of the turn that this one replaces; None for a new one.
        chosen: which sources are to count.
        wanted: how it is to be answered.
    """

    question: str
    owner: str

    @classmethod
    def of(cls, question: str, details: str, owner: str) -> QuestionRequest:
        """Return a question with the details that the page's script sends as JSON, if it does.

        Raises:
            SettingError: they are not what the page sends. What was asked of some sources only is
                not to be answered from all of them.
        """
        try:
            given = _Details.model_validate_json(details or "{}")
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(map(str, first["loc"])) or "details"
            raise SettingError(
                f"What was sent with the question cannot be used: {name}: {first['msg']}.",
                "Load the page anew, or put its settings back to what is usual.",
            ) from error
        return cls(question=question, owner=owner, **dict(given))
