"""A LlamaIndex model as Quoth wants one: with a limit on time, retries, and a way to stop it."""

from __future__ import annotations

import gc
import queue
import threading
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, closing, nullcontext

from llama_index.core.base.llms.types import ChatMessage, MessageRole
from llama_index.core.llms import LLM
from tenacity import (
    Retrying,
    retry_if_exception,
    sleep_using_event,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)

from assistant.models.failures import explained, may_pass, too_slow
from assistant.models.language_model import Prompt

_ATTEMPTS = 3
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 8.0
_END = object()


class LlamaModel:
    """A language model of LlamaIndex. Safe for use by several threads."""

    def __init__(
        self,
        name: str,
        llm: LLM,
        *,
        window: int = 4096,
        patience: float = 60.0,
        one_at_a_time: bool = False,
    ) -> None:
        """Wrap a model.

        Args:
            name: what a reader may know it by.
            llm: the model.
            window: tokens that it reads and writes at once.
            patience: longest wait for its next words, in seconds.
            one_at_a_time: whether it cannot be asked again before it has replied.
        """
        self._turn = threading.Lock() if one_at_a_time else nullcontext()
        self.name = name
        self.window = window
        self._llm = llm
        self._patience = patience

    def stream(self, prompt: Prompt) -> Generator[str, None, None]:
        """Yield the reply in pieces; closing the iterator stops the model.

        Raises:
            ModelFailed: it is down, too slow, out of quota or refuses.
        """
        asking = _Asking(self._llm, prompt, self._turn)
        threading.Thread(target=asking.run, daemon=True, name="language-model").start()
        try:
            while True:
                piece = asking.next(self._patience)
                if piece is _END:
                    return
                yield str(piece)
        except queue.Empty:
            raise too_slow(self.name, self._patience) from None
        except _Failure as failure:
            raise explained(
                self.name, failure.error, self._patience, has_spoken=asking.has_spoken
            ) from failure.error
        finally:
            asking.stop()


class _Failure(Exception):
    """Carries what went wrong in the thread that asked."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


class _Asking:
    """One request, in a thread of its own, so that waiting for it can end."""

    def __init__(self, llm: LLM, prompt: Prompt, turn: AbstractContextManager[object]) -> None:
        self._llm = llm
        self._turn = turn
        self._messages = list(_messages(prompt))
        self._pieces: queue.Queue[object] = queue.Queue()
        self._stopped = threading.Event()
        self.has_spoken = False

    def run(self) -> None:
        """Ask, and again after a pause where that may help, until the first words are there."""
        attempts = Retrying(
            stop=stop_after_attempt(_ATTEMPTS),
            wait=wait_exponential(multiplier=_FIRST_PAUSE, max=_LONGEST_PAUSE)
            + wait_random(0, _FIRST_PAUSE),
            retry=retry_if_exception(self._is_worth_another_try),
            sleep=sleep_using_event(self._stopped),
            reraise=True,
        )
        try:
            attempts(self._ask)
        except Exception as error:  # noqa: BLE001 every provider raises its own; told in the reply
            self._pieces.put(_Failure(error))

    def _ask(self) -> None:
        with self._turn:
            if self._stopped.is_set():
                return
            with closing(self._llm.stream_chat(self._messages)) as told:
                for piece in told:
                    if self._stopped.is_set():
                        break
                    if piece.delta:
                        self.has_spoken = True
                        self._pieces.put(piece.delta)
        self._pieces.put(_END)
        if self._stopped.is_set():
            # A provider's connection may hang on a cycle; its server goes on until that is gone.
            del told
            gc.collect()

    def next(self, patience: float) -> object:
        """Return the next piece; raises queue.Empty where none comes in time."""
        piece = self._pieces.get(timeout=patience)
        if isinstance(piece, _Failure):
            raise piece
        return piece

    def stop(self) -> None:
        """End the request at its next piece."""
        self._stopped.set()

    def _is_worth_another_try(self, error: BaseException) -> bool:
        # What was said once is not said again.
        return not self.has_spoken and not self._stopped.is_set() and may_pass(error)


def _messages(prompt: Prompt) -> Iterator[ChatMessage]:
    yield ChatMessage(role=MessageRole.SYSTEM, content=prompt.instructions)
    for request, reply in prompt.examples:
        yield ChatMessage(role=MessageRole.USER, content=request)
        yield ChatMessage(role=MessageRole.ASSISTANT, content=reply)
    yield ChatMessage(role=MessageRole.USER, content=prompt.request)
