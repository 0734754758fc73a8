"""Conversations that last: kept in the library's home, each known only by its unguessable name."""

from assistant.conversation.feedback import Feedback
from assistant.conversation.records import Remnant
from assistant.conversation.sessions import Room, Rooms, StillAnswering
from assistant.conversation.store import Archive, KeptConversation, NotYours

__all__ = [
    "Archive",
    "Feedback",
    "KeptConversation",
    "NotYours",
    "Remnant",
    "Room",
    "Rooms",
    "StillAnswering",
]
