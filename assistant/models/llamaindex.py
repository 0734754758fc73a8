"""A LlamaIndex model with a time limit, retries, and a way to stop it."""

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

from assistant.models.failures import explain, is_transient, too_slow
from assistant.models.language_model import Prompt

# Three attempts within about three seconds: a person is waiting. Guesses.
_ATTEMPTS = 3
_FIRST_PAUSE = 0.5  # seconds
_LONGEST_PAUSE = 8.0
_END = object()  # in the queue after the last piece


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
            name: a name to show to people.
            llm: the model.
            window: the tokens that it reads and writes at once.
            patience: longest wait for the next piece, in seconds.
            one_at_a_time: whether requests must wait for each other.
        """
        self._turn = threading.Lock() if one_at_a_time else nullcontext()
        self.name = name
        self.window = window
        self._llm = llm
        self._patience = patience

    def stream(self, prompt: Prompt) -> Generator[str, None, None]:
        """Yield the reply in pieces; closing the iterator stops the model.

        Raises:
            ModelFailed: the model is down, too slow, out of credit, or refuses.
        """
        request = _Request(self._llm, prompt, self._turn)
        threading.Thread(target=request.run, daemon=True, name="language-model").start()
        try:
            while True:
                piece = request.next(self._patience)
                if piece is _END:
                    return
                yield str(piece)
        except queue.Empty:
            raise too_slow(self.name, self._patience) from None
        except _Failure as failure:
            raise explain(
                self.name, failure.error, self._patience, has_begun=request.has_begun
            ) from failure.error
        finally:
            request.stop()


class _Failure(Exception):
    """Carries an exception from the thread of the request."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


class _Request:
    """One request, in a thread of its own, so that the wait for it can end."""

    def __init__(self, llm: LLM, prompt: Prompt, turn: AbstractContextManager[object]) -> None:
        self._llm = llm
        self._turn = turn
        self._messages = list(_messages(prompt))
        self._pieces: queue.Queue[object] = queue.Queue()
        self._stopped = threading.Event()
        self.has_begun = False

    def run(self) -> None:
        """Send the request, and again after a pause if that may help, until the reply begins."""
        attempts = Retrying(
            stop=stop_after_attempt(_ATTEMPTS),
            wait=wait_exponential(multiplier=_FIRST_PAUSE, max=_LONGEST_PAUSE)
            + wait_random(0, _FIRST_PAUSE),
            retry=retry_if_exception(self._may_retry),
            sleep=sleep_using_event(self._stopped),
            reraise=True,
        )
        try:
            attempts(self._send)
        except Exception as error:  # noqa: BLE001 every provider raises its own; `next` raises it
            self._pieces.put(_Failure(error))

    def _send(self) -> None:
        with self._turn:
            if self._stopped.is_set():
                return
            with closing(self._llm.stream_chat(self._messages)) as pieces:
                for piece in pieces:
                    if self._stopped.is_set():
                        break
                    if piece.delta:
                        self.has_begun = True
                        self._pieces.put(piece.delta)
        self._pieces.put(_END)
        if self._stopped.is_set():
            # The connection may be part of a reference cycle. The server writes on until it closes.
            del pieces
            gc.collect()

    def next(self, patience: float) -> object:
        """Return the next piece, or `_END`; raises queue.Empty if none arrives in time."""
        piece = self._pieces.get(timeout=patience)
        if isinstance(piece, _Failure):
            raise piece
        return piece

    def stop(self) -> None:
        """End the request at its next piece."""
        self._stopped.set()

    def _may_retry(self, error: BaseException) -> bool:
        # A second attempt would repeat the pieces that have been sent.
        return not self.has_begun and not self._stopped.is_set() and is_transient(error)


def _messages(prompt: Prompt) -> Iterator[ChatMessage]:
    yield ChatMessage(role=MessageRole.SYSTEM, content=prompt.instructions)
    for request, reply in prompt.examples:
        yield ChatMessage(role=MessageRole.USER, content=request)
        yield ChatMessage(role=MessageRole.ASSISTANT, content=reply)
    yield ChatMessage(role=MessageRole.USER, content=prompt.request)
