"""Live conversations by name; each answers one question at a time."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator
from dataclasses import replace

from assistant.answer_options import DEFAULT_OPTIONS, AnswerOptions
from assistant.conversation.conversation import Answerer, Conversation
from assistant.conversation.store import ConversationStore
from assistant.errors import AssistantError
from assistant.reply import Answer, Event, Finished
from assistant.turn import Turn
from index import DiskFull, HomeUnwritable

# Sessions kept in memory, a few kB each: a guess.
LIMIT = 1_000
_NAME = re.compile(r"[A-Za-z0-9_-]{22,64}")


class StillAnswering(AssistantError):
    """A conversation is asked a second question before it has answered the first."""

    retryable = True
    remedy = "Wait for that reply, then ask again."


class Session:
    """One conversation, which answers one question at a time."""

    def __init__(self, answerer: Answerer, store: ConversationStore, name: str) -> None:
        """Answer in the conversation of a name; a name that could be guessed is not kept."""
        self._answerer = answerer
        self._store = store
        self._name = name
        self._is_kept = is_unguessable(name)
        self._unkept: tuple[Turn, ...] = ()
        self._first_unkept = 1
        self._answering = threading.Lock()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns so far."""
        if self._unkept or not self._is_kept:
            return self._unkept
        return self._store.turns(self._name)

    @property
    def judged(self) -> dict[int, bool]:
        """Which replies somebody judged, by number from 1, and whether as good."""
        return self._store.judged(self._name)

    def ask(
        self,
        question: str,
        *,
        owner: str = "",
        place: int | None = None,
        sources: Collection[str] | None = None,
        options: AnswerOptions = DEFAULT_OPTIONS,
    ) -> Iterator[Event]:
        """Yield the events of a reply, the last one with the reply.

        The turn is kept when the last event is taken; until then all is as it was.

        Args:
            question: the question.
            owner: who gets the conversation into their list if it is new.
            place: number of the turn that the new one replaces, with all that followed it.
            sources: ids of the sources to answer from; None for all.
            options: overrides of the settings for this question.

        Raises:
            StillAnswering: another question is being answered.
            NotYours: the conversation is another owner's.
        """
        self._store.check_owner(self._name, owner)
        if not self._answering.acquire(blocking=False):
            raise StillAnswering("This conversation is still answering the question before.")
        try:
            turns = self.turns
            talk = Conversation(self._answerer, turns if place is None else turns[: place - 1])
            for event in talk.stream(question, sources=sources, options=options):
                if isinstance(event, Finished):
                    event = _noted(event, self._keep(talk.turns, owner))
                yield event
        finally:
            self._answering.release()

    def _keep(self, turns: tuple[Turn, ...], owner: str) -> str:
        """Keep the last turn, and those that could not be kept before; return why, if it cannot.

        What cannot be kept is remembered as long as the session is in use.
        """
        if not self._is_kept:
            self._unkept = turns
            return ""
        first = min(self._first_unkept, len(turns)) if self._unkept else len(turns)
        try:
            for number in range(first, len(turns) + 1):
                self._store.keep(self._name, owner, number, turns[number - 1])
                first = number + 1
        except (DiskFull, HomeUnwritable) as error:
            self._unkept, self._first_unkept = turns, first
            return f"This answer is not kept: {error.what}"
        self._unkept = ()
        return ""


def _noted(event: Finished, note: str) -> Finished:
    """Return the last event with a note added to its answer."""
    if not note or not isinstance(event.reply, Answer):
        return event
    return Finished(replace(event.reply, note=f"{event.reply.note} {note}".strip()))


class Sessions:
    """The conversations that are in use, by name; the least used one is put away first."""

    def __init__(self, answerer: Answerer, store: ConversationStore, limit: int = LIMIT) -> None:
        """Start with none and keep at most `limit`."""
        self._answerer = answerer
        self._store = store
        self._limit = limit
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._guard = threading.Lock()

    def open(self, name: str) -> Session:
        """Return the conversation of a name, a new one where there is none.

        A name that is too short to be unguessable gets a conversation that nobody can return to.
        """
        if not is_unguessable(name):
            return Session(self._answerer, self._store, name)
        with self._guard:
            session = self._sessions.setdefault(name, Session(self._answerer, self._store, name))
            self._sessions.move_to_end(name)
            while len(self._sessions) > self._limit:
                self._sessions.popitem(last=False)
        return session


def is_unguessable(name: str) -> bool:
    """Tell whether a name is long enough that nobody could guess it."""
    return _NAME.fullmatch(name) is not None
