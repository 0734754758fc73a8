"""What Quoth wants of a language model: words, a piece at a time."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol

from assistant.errors import AssistantError

REPLY_TOKENS = 400
"""Most tokens of a reply; an answer is a few sentences."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is told.

    Attributes:
        instructions: how to answer; none of it comes from a document or a person.
        request: what to answer, and the sentences to answer from.
        examples: requests and the replies that they should have, as if they had been made before.
    """

    instructions: str
    request: str
    examples: tuple[tuple[str, str], ...] = ()


class LanguageModel(Protocol):
    """A model that continues a prompt. Safe for use by several threads.

    Attributes:
        name: what a reader may know it by; no key is in it.
        window: tokens that it reads and writes at once.
    """

    name: str
    window: int

    def stream(self, prompt: Prompt) -> Generator[str, None, None]:
        """Yield the reply in pieces; closing the iterator stops the model.

        Raises:
            ModelFailed: it is down, too slow, out of quota or refuses.
        """


class ModelFailed(AssistantError):
    """A language model gives no reply; the message says why and holds no key."""

    def __init__(self, what: str, remedy: str = "", *, retryable: bool = False) -> None:
        """Say what happened, and whether trying again can help."""
        self.retryable = retryable
        super().__init__(what, remedy)
