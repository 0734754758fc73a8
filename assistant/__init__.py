"""Questions in, replies out: answers quoted from a folder of documents."""

from assistant.assistant import Assistant
from assistant.conversation import Conversation
from assistant.errors import (
    AnswerFileUnreadable,
    AssistantError,
    EmptyQuestion,
    PortTaken,
    QuestionTooLong,
    SettingError,
)
from assistant.manner import Manner
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
