"""A turn as it is kept: its quotes by source and offsets, with the words they had then."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.reply import Answer, Citation, Quote, Reason, Refusal, Remark, Reply
from assistant.statement import Statement, Verdict
from assistant.turn import Turn
from index import Source, SourceNotFound, SourceText, without_surrogates

FindSource = Callable[[str], SourceText]
"""Gives a source by its id, or raises SourceNotFound."""


@dataclass(frozen=True, slots=True)
class Remnant(SourceText):
    """What is left of a source that has gone or changed: the words quoted from it.

    Attributes:
        offset: of these words in the text that was.
    """

    offset: int = 0

    def slice(self, start: int, end: int) -> str:
        """Return the words between two offsets of the text that was.

        Raises:
            ValueError: they are not among the words that are left.
        """
        return SourceText.slice(self, start - self.offset, end - self.offset)


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class SourceRecord(_Record):
    """What a source was when it was quoted."""

    id: str
    title: str
    location: str
    date: date | None
    size: int
    length: int
    media_type: str


class QuoteRecord(_Record):
    """The offsets of a quote, and its words at that time."""

    source: SourceRecord
    start: int
    end: int
    mark: tuple[int, int] | None
    words: str

    @classmethod
    def of(cls, quote: Quote) -> QuoteRecord:
        """Return the record of a quote."""
        source = {name: getattr(quote.source, name) for name in SourceRecord.model_fields}
        texts = {n: without_surrogates(v) if isinstance(v, str) else v for n, v in source.items()}
        words = without_surrogates(quote.text)
        kept = SourceRecord.model_validate(texts)
        return cls(source=kept, start=quote.start, end=quote.end, mark=quote.mark, words=words)

    def quote(self, find: FindSource) -> Quote:
        """Return the quote from its source, or from what is left of it."""
        try:
            origin = find(self.source.id)
            if without_surrogates(origin.slice(self.start, self.end)) != self.words:
                origin = self._remnant()
        except (SourceNotFound, ValueError):
            origin = self._remnant()
        return Quote(origin, self.start, self.end, self.mark)

    def _remnant(self) -> Remnant:
        return Remnant(Source(**dict(self.source)), self.words, offset=self.start)


class StatementRecord(_Record):
    """A statement of a language model and what its check found."""

    text: str
    citations: tuple[int, ...]
    verdict: Verdict
    reason: str
    is_shown: bool

    @classmethod
    def of(cls, statement: Statement) -> StatementRecord:
        """Return the record of a statement."""
        fields = {name: getattr(statement, name) for name in cls.model_fields}
        fields["text"] = without_surrogates(statement.text)
        return cls.model_validate(fields | {"reason": without_surrogates(statement.reason)})


class TurnRecord(_Record):
    """A turn as it is kept."""

    question: str
    standalone: str
    kind: Literal["answer", "refusal", "remark", "told"]
    text: str
    reason: Reason | None = None
    confidence: float = 0.0
    heading: str = ""
    quotes: tuple[QuoteRecord, ...] = ()
    statements: tuple[StatementRecord, ...] = ()
    note: str = ""

    @classmethod
    def of(cls, turn: Turn) -> TurnRecord:
        """Return the record of a turn."""
        reply = turn.reply
        quotes: tuple[Quote, ...] = ()
        details: dict[str, object] = {"kind": "remark" if isinstance(reply, Remark) else "told"}
        if isinstance(reply, Answer):
            quotes = reply.quotes
            details = {"kind": "answer", "heading": without_surrogates(reply.heading)}
            details["confidence"] = reply.confidence
            details["note"] = without_surrogates(reply.note)
            details["statements"] = tuple(map(StatementRecord.of, reply.statements))
        elif isinstance(reply, Refusal):
            quotes = reply.nearest
            details = {"kind": "refusal", "reason": reply.reason, "confidence": reply.confidence}
        said = {
            "question": turn.question,
            "standalone": turn.standalone,
            "text": turn.reply_text,
        }
        said = {name: without_surrogates(text) for name, text in said.items()}
        return cls.model_validate({**said, **details, "quotes": tuple(map(QuoteRecord.of, quotes))})

    def turn(self, find: FindSource) -> Turn:
        """Return the turn, its quotes sliced from their sources again."""
        return Turn(self.question, self.standalone, self.text, self._reply(find))

    def _reply(self, find: FindSource) -> Reply | None:
        quotes = tuple(each.quote(find) for each in self.quotes)
        if self.kind == "answer":
            citations = Citation.numbered(quotes)
            statements = tuple(Statement(**dict(each)) for each in self.statements)
            return Answer(
                self.text,
                citations,
                self.confidence,
                self.heading,
                self.standalone,
                statements,
                self.note,
            )
        if self.kind == "refusal" and self.reason:
            return Refusal(self.text, self.reason, quotes, self.confidence, self.standalone)
        return Remark(self.text) if self.kind == "remark" else None

    def to_json(self) -> str:
        """Return the record as text."""
        return json.dumps(self.model_dump(mode="json"), separators=(",", ":"), ensure_ascii=False)
