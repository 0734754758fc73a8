"""Answers in a model's own words, by Quoth and by LlamaIndex's engines over the stock index."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tests.benchmarks.sides import Stock

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from assistant import Assistant
    from assistant.models import LanguageModel

Messages = Sequence[Mapping[str, str]]

_CITED = re.compile(r"\[(\d+(?:\s*,\s*\d+)*)\]")
_SOURCE = re.compile(r"\ASource \d+:\n")
# How a model says that the sources do not answer; the same for every side.
_REFUSES = re.compile(
    r"\b(?:not|no|n[o’']t|cannot|unable)\b[^.]{0,60}\b(?:mention|provide|contain|specif|state|"
    r"information|answer|indicate|include|given|sources?|context|helpful|relevant|determine)"
    r"|empty response|not answered",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """What a side wrote.

    Attributes:
        text: the reply.
        statements: each sentence of it with the texts that it cites; None cites nothing.
        shown: the texts that the reply rests on.
        is_refusal: whether it says that the sources do not answer.
        by_model: whether a model's own words are in it.
        first: seconds to the first statement, or to the first words where those stream.
        whole: seconds to the end.
        removed: what the model wrote and the reader is not shown, each with the reason.
        note: what went otherwise than was asked for.
    """

    text: str
    statements: tuple[tuple[str, tuple[str, ...]], ...]
    shown: tuple[str, ...]
    is_refusal: bool
    by_model: bool
    first: float
    whole: float
    removed: tuple[tuple[str, str], ...] = ()
    note: str = ""


class WritingSide(Protocol):
    """One way of having a model answer from documents."""

    def write(self, question: str, messages: Messages) -> Written:
        """Return the reply to a question after some messages."""


class QuothWrites:
    """Quoth with the model."""

    def __init__(self, folder: Path, home: Path, model: LanguageModel) -> None:
        from assistant import Assistant, Settings

        self.assistant: Assistant = Assistant.open(
            folder, home=home, settings=Settings(), model=model
        )

    def write(self, question: str, messages: Messages) -> Written:
        """Return the reply of a conversation."""
        from assistant import Answer, Finished, Refusal, Stated

        begun, first, reply = time.perf_counter(), 0.0, None
        stated = []
        for event in self.assistant.conversation(messages).stream(question):
            if isinstance(event, Stated):
                stated.append(event.statement)
                if event.statement.is_shown:
                    first = first or time.perf_counter() - begun
            if isinstance(event, Finished):
                reply = event.reply
        whole = time.perf_counter() - begun
        quotes = reply.quotes if isinstance(reply, Answer) else ()
        for quote in quotes:
            assert quote.text == quote.origin.text[quote.start : quote.end]
        by_model = isinstance(reply, Answer) and reply.is_written
        statements = [
            (each.text, tuple(quotes[number - 1].text for number in each.citations))
            for each in (reply.statements if by_model else ())
            if each.is_shown
        ]
        text = reply.text if reply else ""
        shown = tuple(quote.text for quote in quotes)
        told = reply if isinstance(reply, Answer) else None
        return Written(
            text,
            tuple(statements),
            shown,
            is_refusal=isinstance(reply, Refusal),
            by_model=by_model,
            first=first or whole,
            whole=whole,
            removed=tuple((e.text, e.reason) for e in stated if not e.is_shown),
            note=told.note if told else "",
        )


class CitationEngine:
    """LlamaIndex's CitationQueryEngine, as its documents show."""

    def __init__(self, stock: Stock, llm: LLM) -> None:
        from llama_index.core.query_engine import CitationQueryEngine

        self._engine = CitationQueryEngine.from_args(stock.store, llm=llm, streaming=True)

    def write(self, question: str, messages: Messages) -> Written:  # noqa: ARG002 it has no memory
        """Return the reply to the question alone, for the engine knows no conversation."""
        begun = time.perf_counter()
        response = self._engine.query(question)
        text, first, whole = _streamed(response.response_gen, begun)
        nodes = [_SOURCE.sub("", each.node.get_content()) for each in response.source_nodes]
        return _written(text, nodes, first, whole)


class CondenseEngine:
    """LlamaIndex's CondensePlusContextChatEngine, as its documents show."""

    def __init__(self, stock: Stock, llm: LLM) -> None:
        self._stock, self._llm = stock, llm

    def write(self, question: str, messages: Messages) -> Written:
        """Return the reply after the messages."""
        from llama_index.core.base.llms.types import ChatMessage
        from llama_index.core.chat_engine import CondensePlusContextChatEngine

        history = [ChatMessage(role=each["role"], content=each["content"]) for each in messages]
        engine = CondensePlusContextChatEngine.from_defaults(
            self._stock.store.as_retriever(), llm=self._llm, chat_history=history
        )
        begun = time.perf_counter()
        response = engine.stream_chat(question)
        text, first, whole = _streamed(response.response_gen, begun)
        nodes = [each.node.get_content() for each in response.source_nodes]
        return _written(text, nodes, first, whole)


def _streamed(pieces: Iterable[str], begun: float) -> tuple[str, float, float]:
    text, first = "", 0.0
    for piece in pieces:
        first = first or time.perf_counter() - begun
        text += piece
    whole = time.perf_counter() - begun
    return text.strip(), first or whole, whole


def _written(text: str, nodes: Sequence[str], first: float, whole: float) -> Written:
    from index import split_sentences

    statements = []
    for start, end in split_sentences(text, 0, len(text)):
        sentence = text[start:end]
        numbers = [int(n) for each in _CITED.findall(sentence) for n in each.split(",")]
        cited = tuple(nodes[n - 1] for n in numbers if 0 < n <= len(nodes))
        plain = _CITED.sub("", sentence).strip()
        if any(each.isalnum() for each in plain):
            statements.append((plain, cited))
    is_refusal = not text or bool(_REFUSES.search(text))
    return Written(text, tuple(statements), tuple(nodes), is_refusal, True, first, whole)
