"""Refreshes of the library: one at a time, which all who wait for it watch together."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.page.failures import FAILED
from index.errors import HomeBusy, IndexingError

if TYPE_CHECKING:
    from assistant.assistant import Assistant

Step = dict[str, object]
_TRIES, _PAUSE = 60, 0.5  # half a minute for another process to end its own
_log = logging.getLogger("quoth")


class _Run:
    """A refresh and how far it is. Used on the event loop alone."""

    def __init__(self) -> None:
        self.step: Step = {}
        self.is_done = False
        self._changed = asyncio.Event()

    def report(self, step: Step, *, is_done: bool = False) -> None:
        self.step, self.is_done = step, is_done
        self._changed.set()
        self._changed = asyncio.Event()

    async def lines(self) -> AsyncIterator[str]:
        """Yield the latest step as a line of JSON, as often as there is a newer one."""
        last: Step = {}
        while True:
            changed = self._changed
            if self.step is not last:
                last = self.step
                yield json.dumps(last) + "\n"
            if self.is_done:
                return
            await changed.wait()


class _Stopped(BaseException):
    """The server has stopped; the next start continues the refresh."""


class Refreshing:
    """Runs refreshes in a thread of their own, one after the other.

    A request that comes while one runs joins the next one, which sees all that was added before.
    Waiting costs no thread.
    """

    def __init__(self, assistant: Assistant) -> None:
        """Refresh the library of an assistant."""
        self._assistant = assistant
        self._running: _Run | None = None
        self._next: _Run | None = None

    def join(self) -> AsyncIterator[str]:
        """Return lines of JSON with the steps of a refresh, the last one with what it did."""
        if self._running is None:
            run = self._start(_Run())
        else:
            run = self._next = self._next or _Run()
        return run.lines()

    def _start(self, run: _Run) -> _Run:
        self._running = run
        loop = asyncio.get_running_loop()

        def work() -> None:
            def report(step: Step) -> None:
                if loop.is_closed():
                    raise _Stopped
                _call(loop, run.report, step)

            with contextlib.suppress(_Stopped):
                _call(loop, self._finish, _refresh(self._assistant, report))

        threading.Thread(target=work, name="refreshing").start()
        return run

    def _finish(self, last: Step) -> None:
        assert self._running is not None
        self._running.report(last, is_done=True)
        self._running = None
        if self._next is not None:
            run, self._next = self._next, None
            self._start(run)


def _call(loop: asyncio.AbstractEventLoop, act: Callable[[Step], None], step: Step) -> None:
    with contextlib.suppress(RuntimeError):  # the loop is closed, and nobody waits any more
        loop.call_soon_threadsafe(act, step)


def _refresh(assistant: Assistant, report: Callable[[Step], None]) -> Step:
    """Refresh as soon as nobody else does; return what came of it."""
    try:
        for last in (*[False] * _TRIES, True):
            try:
                result = assistant.refresh(
                    lambda now: report({"done": now.done, "total": now.total, "name": now.name})
                )
            except HomeBusy:
                if last:
                    raise
                time.sleep(_PAUSE)
            else:
                return {"read": result.read, "removed": result.removed}
    except (IndexingError, AssistantError) as error:
        return {"error": str(error)}
    except Exception:  # noqa: BLE001 those who wait need an answer
        _log.exception("A refresh failed.")
        return {"error": FAILED}
    raise AssertionError("the last try returns or raises")
