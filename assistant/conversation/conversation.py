"""A conversation: the turns so far, and the next question."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from typing import Protocol

from assistant.answer_options import DEFAULT_OPTIONS, AnswerOptions
from assistant.reply import Event, Finished, Reply, Understood
from assistant.turn import Turn
from assistant.understanding.follow_ups import understand
from index import RankedPassage, without_surrogates

_ROLES = ("user", "assistant")


class Answerer(Protocol):
    """What answers the questions of a conversation."""

    def stream(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        sources: Collection[str] | None = None,
        options: AnswerOptions = DEFAULT_OPTIONS,
    ) -> Iterator[Event]:
        """Yield what happens on the way to a reply."""

    def search_after(
        self, turns: Sequence[Turn], question: str, *, limit: int = 5
    ) -> tuple[RankedPassage, ...]:
        """Return the passages for a question asked after some turns."""


class Conversation:
    """Asks one question after another; each may lean on the turns before.

    For one person at a time; several conversations with one assistant do not see each other.

    Example:
        >>> from assistant import Assistant
        >>> with Assistant.open("seeds/") as quoth:
        ...     talk = quoth.conversation()
        ...     _ = talk.ask("Who is the President of Kazakhstan?")
        ...     reply = talk.ask("What did he do on January 5?")
        >>> "dismissed the government" in reply.quotes[0].text
        True
    """

    def __init__(self, answerer: Answerer, turns: Sequence[Turn] = ()) -> None:
        """Begin after some turns; use `Assistant.conversation`."""
        self._answerer = answerer
        self._turns = tuple(turns)

    @classmethod
    def from_messages(
        cls, answerer: Answerer, messages: Sequence[Mapping[str, str]]
    ) -> Conversation:
        """Continue a conversation given as messages, oldest first.

        Raises:
            ValueError: a message has another role than `user` or `assistant`, or no content.
        """
        turns: list[Turn] = []
        for message in messages:
            role, content = message.get("role"), message.get("content")
            if role not in _ROLES or not isinstance(content, str):
                raise ValueError(
                    "A message has a role, user or assistant, and its content as text."
                )
            content = without_surrogates(content)
            if role == "user":
                turns.append(Turn(content, understand(content, turns).question, ""))
            elif turns:
                last = turns[-1]
                turns[-1] = Turn(last.question, last.standalone, content)
        return cls(answerer, turns)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns so far, oldest first."""
        return self._turns

    def stream(
        self,
        question: str,
        *,
        sources: Collection[str] | None = None,
        options: AnswerOptions = DEFAULT_OPTIONS,
    ) -> Iterator[Event]:
        """Yield what happens on the way to a reply; the last event carries it.

        The turn is added when the last event is taken.

        Args:
            question: the question.
            sources: ids of the sources to answer from; None for all.
            options: overrides of the settings for this question.

        Raises:
            EmptyQuestion, QuestionTooLong: there is nothing to answer, or too much.
        """
        question = standalone = without_surrogates(question)
        events = self._answerer.stream(question, self._turns, sources=sources, options=options)
        for event in events:
            if isinstance(event, Understood):
                standalone = event.question
            elif isinstance(event, Finished):
                turn = Turn(question, standalone, event.reply.text, event.reply)
                self._turns = (*self._turns, turn)
            yield event

    def ask(
        self,
        question: str,
        *,
        sources: Collection[str] | None = None,
        options: AnswerOptions = DEFAULT_OPTIONS,
    ) -> Reply:
        """Return the reply to a question, understood from the turns before."""
        *_, last = self.stream(question, sources=sources, options=options)
        assert isinstance(last, Finished)
        return last.reply

    async def aask(self, question: str) -> Reply:
        """Return the reply without holding up the event loop."""
        return await asyncio.to_thread(self.ask, question)

    async def astream(self, question: str) -> AsyncIterator[Event]:
        """Yield the events of `stream` without holding up the event loop."""
        events = self.stream(question)
        while (event := await asyncio.to_thread(next, events, None)) is not None:
            yield event

    def search(self, question: str, *, limit: int = 5) -> tuple[RankedPassage, ...]:
        """Return the passages for a question, understood from the turns before, best first."""
        return self._answerer.search_after(self._turns, question, limit=limit)
