"""The interface of a language model: it streams a reply to a prompt."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol

from assistant.errors import AssistantError

REPLY_TOKENS = 400
"""Most tokens of a reply: an answer is a few sentences. A guess."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """The messages that a model is given.

    Attributes:
        instructions: how to answer; no part of it comes from a document or a person.
        request: the question, and the sentences to answer from.
        examples: requests with the replies that they should get, given as earlier messages.
    """

    instructions: str
    request: str
    examples: tuple[tuple[str, str], ...] = ()


class LanguageModel(Protocol):
    """A model that continues a prompt. Safe for use by several threads.

    Attributes:
        name: a name to show to people; it contains no key.
        window: the tokens that it reads and writes at once.
    """

    name: str
    window: int

    def stream(self, prompt: Prompt) -> Generator[str, None, None]:
        """Yield the reply in pieces; closing the iterator stops the model.

        Raises:
            ModelFailed: the model is down, too slow, out of credit, or refuses.
        """


class ModelFailed(AssistantError):
    """A language model gives no reply; the message says why and contains no key."""

    def __init__(self, what: str, remedy: str = "", *, retryable: bool = False) -> None:
        """Take what happened, the remedy, and whether another attempt can help."""
        self.retryable = retryable
        super().__init__(what, remedy)
