"""Conversations that last: kept in the library's home, each known only by its unguessable name."""

from assistant.archive.archive import Archive, KeptConversation, NotYours
from assistant.archive.feedback import Feedback
from assistant.archive.records import Remnant
from assistant.archive.rooms import Room, Rooms, StillAnswering

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
