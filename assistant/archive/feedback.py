"""What people thought of a reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.archive.records import TurnRecord


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody thought of a reply.

    Attributes:
        turn: the question and its reply.
        is_good: whether it was good.
        comment: why, in their words; may be empty.
        given: when, in UTC.
    """

    turn: TurnRecord
    is_good: bool
    comment: str
    given: datetime

    def as_json(self) -> dict[str, object]:
        """Return it as values that JSON has; who said it is not known and not told."""
        turn = self.turn
        quotes = [
            {
                "sha256": quote.source.id,
                "location": quote.source.location,
                "start": quote.start,
                "end": quote.end,
                "text": quote.words,
            }
            for quote in turn.quotes
        ]
        return {
            "good": self.is_good,
            "comment": self.comment,
            "given": self.given.isoformat(timespec="seconds"),
            "question": turn.question,
            "standalone": turn.standalone,
            "kind": turn.kind,
            "reply": turn.text,
            "reason": turn.reason,
            "confidence": turn.confidence,
            "quotes": quotes,
        }
