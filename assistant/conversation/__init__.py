"""Conversations, kept in the library's home under names that cannot be guessed."""

from assistant.conversation.feedback import Feedback
from assistant.conversation.records import Remnant
from assistant.conversation.sessions import Session, Sessions, StillAnswering
from assistant.conversation.store import ConversationStore, KeptConversation, NotYours

__all__ = [
    "ConversationStore",
    "Feedback",
    "KeptConversation",
    "NotYours",
    "Remnant",
    "Session",
    "Sessions",
    "StillAnswering",
]
