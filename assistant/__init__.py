"""Answers questions about a folder of documents with verbatim quotes."""

from assistant.answer_options import AnswerOptions
from assistant.assistant import Assistant
from assistant.conversation.conversation import Conversation
from assistant.errors import (
    AnswerFileUnreadable,
    AssistantError,
    EmptyQuestion,
    NotInstalled,
    PortTaken,
    QuestionTooLong,
    SettingError,
)
from assistant.reply import (
    Answer,
    Citation,
    Event,
    Finished,
    Found,
    Quote,
    Reason,
    Refusal,
    Remark,
    Reply,
    Stated,
    Understood,
)
from assistant.settings import Settings
from assistant.statement import Statement, Verdict
from assistant.turn import Turn

Manner = AnswerOptions  # the former name

__all__ = [
    "Answer",
    "AnswerFileUnreadable",
    "Assistant",
    "AssistantError",
    "Citation",
    "Conversation",
    "EmptyQuestion",
    "Event",
    "Finished",
    "Found",
    "Manner",
    "AnswerOptions",
    "NotInstalled",
    "PortTaken",
    "QuestionTooLong",
    "Quote",
    "Reason",
    "Refusal",
    "Remark",
    "Reply",
    "SettingError",
    "Settings",
    "Stated",
    "Statement",
    "Turn",
    "Understood",
    "Verdict",
]
