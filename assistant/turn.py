"""One exchange of a conversation."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.reply import Reply


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, what it was understood as, and its reply.

    Attributes:
        question: as it was asked.
        standalone: as it was understood: the question with what it leans on named.
        reply_text: the reply in words.
        reply: an answer, a refusal or a remark; None for a turn that only messages tell of.
    """

    question: str
    standalone: str
    reply_text: str
    reply: Reply | None = field(default=None, repr=False)
