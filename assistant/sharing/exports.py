"""Replies as JSON that anyone can check against the files later, and that check."""

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
from assistant.sources.opening import home_of
from assistant.sources.uploads import ADDED_FOLDER
from assistant.statement import Verdict
from assistant.sureness import Sureness
from assistant.turn import Turn
from index import FileReader, FolderNotFound, Folders, IndexingError, fetch

_LARGEST = 4_000_000_000
_FORMAT: Literal["quoth-reply-4"] = "quoth-reply-4"


class _Exported(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ExportedQuote(_Exported):
    """A quote with everything needed to find it again."""

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

    format: Literal["quoth-reply-1", "quoth-reply-2", "quoth-reply-3", "quoth-reply-4"] = _FORMAT
    kind: Literal["answer", "refusal", "remark"]
    question: str
    standalone: str
    # Their names. Up to format 3 they were absolute paths, and in format 1 a single one.
    folders: tuple[str, ...] = Field(validation_alias=AliasChoices("folders", "folder"))
    # Only up to format 3: the absolute path of the folder of added documents.
    added: str | None = Field(default=None, exclude_if=lambda path: path is None)
    text: str
    reason: str | None = None
    confidence: float | None = None
    # Of an answer to one question.
    sureness: Sureness | None = None
    quotes: tuple[ExportedQuote, ...] = ()
    note: str = ""
    statements: tuple[ExportedStatement, ...] = ()

    @field_validator("folders", mode="before")
    @classmethod
    def _listed(cls, given: object) -> object:
        return (given,) if isinstance(given, str) else given


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
        problem: what is wrong; empty if the file contains exactly this text.
        turn: the reply's number in its conversation; 0 where there is but one.
    """

    number: int
    location: str
    problem: str
    turn: int = 0


def export(reply: Reply, question: str, standalone: str, folders: Folders) -> ExportedReply:
    """Return a reply in the format that is written to a file."""
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
        folders=tuple(each.label or each.path.name for each in folders.each if not each.is_added),
        text=reply.text,
        reason=reason,
        confidence=confidence,
        sureness=_sureness_of(reply),
        quotes=tuple(_exported(number, quote) for number, quote in enumerate(quotes, 1)),
        note=reply.note if isinstance(reply, Answer) else "",
        statements=_statements(reply) if isinstance(reply, Answer) else (),
    )


def _sureness_of(reply: Reply) -> Sureness | None:
    return reply.sureness if isinstance(reply, Answer) and not reply.is_summary else None


def export_conversation(
    title: str, turns: Sequence[Turn], folders: Folders
) -> ExportedConversation:
    """Return a conversation in the format that is written to a file."""
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
    file: Path, folders: Sequence[Path] = (), *, home: Path | None = None, languages: str = ""
) -> Iterator[QuoteCheck]:
    """Check every quote of an export against the files, without a library.

    Args:
        file: what `quoth ask --json` or the page wrote.
        folders: where the documents are now; by default, folders of the exported names in the
            current folder or beside the file, or one of these two itself.
        home: of the library, for documents that were added to it; by default beside the folder.
        languages: of text in pictures, where it was recognised; see `Settings.ocr`.

    Raises:
        AnswerFileUnreadable: the file is not an exported reply or conversation.
        FolderNotFound: no folder is given, and none with an exported name is found.
        FoldersOverlap: one of the folders is inside another.
    """
    exported = _read(file)
    is_conversation = isinstance(exported, ExportedConversation)
    replies = exported.replies if isinstance(exported, ExportedConversation) else (exported,)
    with FileReader(languages=languages) as reader:
        for turn, reply in enumerate(replies, 1):
            now = _folders_now(reply, folders, (Path(), file.parent), home)
            for quote in reply.quotes:
                problem = _problem(quote, now, reader)
                number_of_turn = turn if is_conversation else 0
                yield QuoteCheck(quote.number, quote.location, problem, number_of_turn)


def _read(file: Path) -> ExportedReply | ExportedConversation:
    try:
        return _ANY.validate_json(file.read_bytes())
    except OSError as error:
        raise AnswerFileUnreadable(f"{file} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        remedy = "Give a file that `quoth ask --json` or the page wrote."
        raise AnswerFileUnreadable(f"{file} is not an exported reply.", remedy) from error


def _folders_now(
    reply: ExportedReply, given: Sequence[Path], bases: Sequence[Path], home: Path | None
) -> Folders:
    """Return the folders that a reply was exported from, where they are now."""
    if reply.format == _FORMAT:
        folders = Folders.of(given or [_found(name, bases) for name in reply.folders])
        added: Path | None = home_of(folders, home) / ADDED_FOLDER
    else:
        folders = Folders.of(given or map(Path, reply.folders))
        added = Path(reply.added) if reply.added else None
    return folders.with_added(added) if added and added.is_dir() else folders


def _found(name: str, bases: Sequence[Path]) -> Path:
    for base in bases:
        if (base / name).is_dir():
            return base / name
        if base.resolve().name == name:
            return base
    what = f"The folder {name!r} is not here."
    raise FolderNotFound(what, "Say where it is: quoth verify FILE --folder PATH")


def _problem(quote: ExportedQuote, folders: Folders, reader: FileReader) -> str:
    try:
        content = fetch(folders, quote.location, limit=_LARGEST)
        if hashlib.sha256(content).hexdigest() != quote.sha256:
            return "the file has changed since"
        text = reader.read(content, name=quote.location).text
    except IndexingError as error:
        return str(error)
    except ValueError as error:
        return f"the location is not valid: {error}"
    says = text[quote.start : quote.end]
    return (
        ""
        if 0 <= quote.start < quote.end and says == quote.text
        else "the file has other words there"
    )
