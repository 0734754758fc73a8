"""What people thought of a reply."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from assistant.conversation.records import QuoteRecord, TurnRecord
from assistant.reply import Reason


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody thought of a reply.

    Attributes:
        place: identifies the reply; never shown, for it contains the name of the conversation.
        before: the turns of the conversation before it, oldest first.
        turn: the question and its reply.
        is_good: whether it was good.
        comment: why, in their words; may be empty.
        given: when, in UTC.
    """

    place: str
    before: tuple[TurnRecord, ...]
    turn: TurnRecord
    is_good: bool
    comment: str
    given: datetime

    def as_json(self) -> dict[str, object]:
        """Return it as values that JSON has; it does not say who gave it.

        It is a question of `assistant.evaluating` too. A good reply says what can be answered, and
        with which quotes; what should have come in place of another, a person has to fill in.
        """
        turn = self.turn
        return {
            "id": hashlib.sha256(self.place.encode()).hexdigest()[:16],
            "messages": [message for each in self.before for message in _messages(each)],
            "answerable": self.is_answerable,
            "evidence": [_span(quote) for quote in self.evidence],
            "good": self.is_good,
            "comment": self.comment,
            "given": self.given.isoformat(timespec="seconds"),
            "question": turn.question,
            "standalone": turn.standalone,
            "kind": turn.kind,
            "reply": turn.text,
            "reason": turn.reason,
            "confidence": turn.confidence,
            "quotes": [_quote(quote) for quote in turn.quotes],
        }

    @property
    def is_answerable(self) -> bool | None:
        """Whether the sources answer the question; None where the feedback does not say."""
        if not self.is_good or self.turn.reason is Reason.TOO_VAGUE:
            return None
        return {"answer": True, "refusal": False}.get(self.turn.kind)

    @property
    def evidence(self) -> tuple[QuoteRecord, ...]:
        """The quotes that answer, if that is known: the first, or all of those under a heading."""
        if not self.is_answerable:
            return ()
        return self.turn.quotes if self.turn.heading else self.turn.quotes[:1]


def _messages(turn: TurnRecord) -> tuple[dict[str, str], dict[str, str]]:
    question = {"role": "user", "content": turn.question}
    return question, {"role": "assistant", "content": turn.text}


def _quote(quote: QuoteRecord) -> dict[str, object]:
    source = {"sha256": quote.source.id, "location": quote.source.location}
    return {**source, "start": quote.start, "end": quote.end, "text": quote.words}


def _span(quote: QuoteRecord) -> dict[str, object]:
    return {"document": quote.source.location, "start": quote.start, "end": quote.end}
