"""The conversations that are open in browsers, each known only by its unguessable name."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.conversation import Conversation
from assistant.errors import AssistantError
from assistant.reply import Event
from assistant.turn import Turn

if TYPE_CHECKING:
    from assistant.assistant import Assistant

LIMIT = 1_000
_NAME = re.compile(r"[A-Za-z0-9_-]{22,64}")


class StillAnswering(AssistantError):
    """A conversation is asked a second question before it has answered the first."""

    retryable = True
    remedy = "Wait for that reply, then ask again."


class Room:
    """One conversation, which answers one question at a time."""

    def __init__(self, conversation: Conversation) -> None:
        """Hold a conversation that nobody else asks."""
        self._conversation = conversation
        self._answering = threading.Lock()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns so far."""
        return self._conversation.turns

    def ask(self, question: str) -> Iterator[Event]:
        """Yield the events of a reply, the last one with the reply.

        Raises:
            StillAnswering: another question is being answered.
        """
        if not self._answering.acquire(blocking=False):
            raise StillAnswering("This conversation is still answering the question before.")
        try:
            yield from self._conversation.stream(question)
        finally:
            self._answering.release()


class Conversations:
    """The most recently used conversations by name; the least used one is forgotten first."""

    def __init__(self, assistant: Assistant, limit: int = LIMIT) -> None:
        """Start with none; `limit` is the most that are kept."""
        self._assistant = assistant
        self._limit = limit
        self._rooms: OrderedDict[str, Room] = OrderedDict()
        self._guard = threading.Lock()

    def find(self, name: str) -> Room | None:
        """Return the conversation of a name if it has been opened and is still kept."""
        with self._guard:
            if name in self._rooms:
                self._rooms.move_to_end(name)
            return self._rooms.get(name)

    def open(self, name: str) -> Room:
        """Return the conversation of a name, a new one where there is none.

        A name that is too short to be unguessable gets a conversation that nobody can return to.
        """
        room = self.find(name)
        if room is not None:
            return room
        room = Room(self._assistant.conversation())
        if not _NAME.fullmatch(name):
            return room
        with self._guard:
            room = self._rooms.setdefault(name, room)
            while len(self._rooms) > self._limit:
                self._rooms.popitem(last=False)
        return room
