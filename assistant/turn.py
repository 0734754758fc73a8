"""One exchange of a conversation."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.reply import Reply


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, how it was understood, and its reply.

    Attributes:
        question: the question as asked.
        standalone: the question as understood: a follow-up is completed from the turns before.
        reply_text: the text of the reply.
        reply: an answer, a refusal or a remark; None for a turn that was given as messages.
    """

    question: str
    standalone: str
    reply_text: str
    reply: Reply | None = field(default=None, repr=False)
