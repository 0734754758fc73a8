"""Replies as JSON that anyone can check later against the files, and the check itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    field_validator,
)

from assistant.errors import AnswerFileUnreadable
from assistant.reply import Answer, Quote, Refusal, Remark, Reply
from assistant.statement import Verdict
from assistant.turn import Turn
from index import Folders, IndexingError, Reader, fetch

_LARGEST = 4_000_000_000


class _Exported(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ExportedQuote(_Exported):
    """A quote with all that is needed to find it again."""

    number: int
    text: str
    start: int
    end: int
    mark: tuple[int, int] | None
    title: str
    location: str
    place: str = ""
    date: date | None
    sha256: str


class ExportedStatement(_Exported):
    """A statement of a language model with what its check found."""

    text: str
    citations: tuple[int, ...]
    verdict: Verdict
    reason: str
    shown: bool


class ExportedReply(_Exported):
    """A reply as it is written to a file."""

    format: Literal["quoth-reply-1", "quoth-reply-2", "quoth-reply-3"] = "quoth-reply-3"
    kind: Literal["answer", "refusal", "remark"]
    question: str
    standalone: str
    # The first form had a single folder.
    folders: tuple[str, ...] = Field(validation_alias=AliasChoices("folders", "folder"))
    # Where the library keeps what was added to it.
    added: str | None = None
    text: str
    reason: str | None = None
    confidence: float | None = None
    quotes: tuple[ExportedQuote, ...] = ()
    note: str = ""
    statements: tuple[ExportedStatement, ...] = ()

    @field_validator("folders", mode="before")
    @classmethod
    def _listed(cls, told: object) -> object:
        return (told,) if isinstance(told, str) else told


class ExportedConversation(_Exported):
    """A conversation as it is written to a file."""

    format: Literal["quoth-conversation-1"] = "quoth-conversation-1"
    title: str
    replies: tuple[ExportedReply, ...]


_Any = Annotated[ExportedReply | ExportedConversation, Field(discriminator="format")]
_ANY: TypeAdapter[ExportedReply | ExportedConversation] = TypeAdapter(_Any)


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """What the check of one quote found.

    Attributes:
        number: the quote's number in its reply.
        location: the file it was taken from.
        problem: what is wrong; empty where the file says exactly this.
        turn: the reply's number in its conversation; 0 where there is but one.
    """

    number: int
    location: str
    problem: str
    turn: int = 0


def export(reply: Reply, question: str, standalone: str, folders: Folders) -> ExportedReply:
    """Return a reply in the form that is written to a file."""
    quotes: tuple[Quote, ...] = ()
    reason, confidence = None, None
    if isinstance(reply, Answer):
        quotes, confidence = reply.quotes, reply.confidence
    elif isinstance(reply, Refusal):
        quotes, confidence, reason = reply.nearest, reply.confidence, reply.reason.value
    kinds: dict[type, Literal["answer", "refusal"]] = {Answer: "answer", Refusal: "refusal"}
    return ExportedReply(
        kind=kinds.get(type(reply), "remark"),
        question=question,
        standalone=standalone,
        folders=tuple(map(str, folders.own)),
        added=str(folders.added) if folders.added else None,
        text=reply.text,
        reason=reason,
        confidence=confidence,
        quotes=tuple(_exported(number, quote) for number, quote in enumerate(quotes, 1)),
        note=reply.note if isinstance(reply, Answer) else "",
        statements=_statements(reply) if isinstance(reply, Answer) else (),
    )


def export_conversation(
    title: str, turns: Sequence[Turn], folders: Folders
) -> ExportedConversation:
    """Return a conversation in the form that is written to a file."""
    replies = (
        export(turn.reply or Remark(turn.reply_text), turn.question, turn.standalone, folders)
        for turn in turns
    )
    return ExportedConversation(title=title, replies=tuple(replies))


def _statements(answer: Answer) -> tuple[ExportedStatement, ...]:
    return tuple(
        ExportedStatement(
            text=each.text,
            citations=each.citations,
            verdict=each.verdict,
            reason=each.reason,
            shown=each.is_shown,
        )
        for each in answer.statements
    )


def _exported(number: int, quote: Quote) -> ExportedQuote:
    source = quote.source
    return ExportedQuote(
        number=number,
        text=quote.text,
        start=quote.start,
        end=quote.end,
        mark=quote.mark,
        title=source.title,
        location=source.location,
        place=quote.place,
        date=source.date,
        sha256=source.sha256,
    )


def verify(
    file: Path, folders: Sequence[Path] = (), *, languages: str = ""
) -> Iterator[QuoteCheck]:
    """Check every quote of what was exported against the files, without any library.

    Args:
        file: what `quoth ask --json` wrote, or the page.
        folders: where the documents are now; by default where they were.
        languages: of text in pictures, where it was recognised; see `Settings.ocr`.

    Raises:
        AnswerFileUnreadable: the file is no exported reply or conversation.
        FoldersOverlap: of the folders, one is inside another.
    """
    try:
        told = _ANY.validate_json(file.read_bytes())
    except OSError as error:
        raise AnswerFileUnreadable(f"{file} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        remedy = "Give a file that `quoth ask --json` or the page wrote."
        raise AnswerFileUnreadable(f"{file} is no exported reply.", remedy) from error
    is_conversation = isinstance(told, ExportedConversation)
    replies = told.replies if isinstance(told, ExportedConversation) else (told,)
    with Reader(languages=languages) as reader:
        for turn, reply in enumerate(replies, 1):
            now = Folders.of(folders or map(Path, reply.folders))
            now = now.with_added(Path(reply.added)) if reply.added else now
            for quote in reply.quotes:
                problem = _problem(quote, now, reader)
                yield QuoteCheck(
                    quote.number, quote.location, problem, turn if is_conversation else 0
                )


def _problem(quote: ExportedQuote, folders: Folders, reader: Reader) -> str:
    try:
        content = fetch(folders, quote.location, limit=_LARGEST)
        if hashlib.sha256(content).hexdigest() != quote.sha256:
            return "the file has changed since"
        text = reader.read(content, name=quote.location).text
    except IndexingError as error:
        return str(error)
    except ValueError as error:
        return f"the location is no file's: {error}"
    says = text[quote.start : quote.end]
    return "" if 0 <= quote.start < quote.end and says == quote.text else "the file says otherwise"
