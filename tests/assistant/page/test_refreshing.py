"""Refreshes that people wait for together."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import pytest

from assistant import Assistant
from assistant.page.refreshing import Refreshing
from index import Progress, ProgressListener, SyncReport
from index.errors import DiskFull

_PATIENCE = 20
_Result = TypeVar("_Result")


class Slow:
    """A library whose refresh waits until it may end."""

    def __init__(self, error: Exception | None = None) -> None:
        self.may_end = threading.Event()
        self.started = 0
        self.ended = threading.Event()
        self.steps = 0
        self._error = error

    def refresh(self, listener: ProgressListener) -> SyncReport:
        self.started += 1
        try:
            while not self.may_end.wait(0.01):
                self.steps += 1
                listener(Progress(self.steps, 10**6, 0, "a.txt", 0, 0, 0.0, None))
            if self._error:
                raise self._error
            return SyncReport(self.started, 0, 0, 0, (), 0.0)
        finally:
            self.ended.set()


async def _last(refreshing: Refreshing) -> dict[str, object]:
    lines = [line async for line in refreshing.join()]
    return dict(json.loads(lines[-1]))


@contextmanager
def _refreshing(slow: Slow) -> Iterator[Refreshing]:
    try:
        yield Refreshing(cast(Assistant, slow))
    finally:
        slow.may_end.set()


def _run(scenario: Coroutine[Any, Any, _Result]) -> _Result:
    """Return what a scenario returns, in a thread that has no event loop yet."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, scenario).result(_PATIENCE)


def test_requests_while_one_runs_share_the_next_one() -> None:
    async def scenario() -> list[dict[str, object]]:
        with _refreshing(slow) as refreshing:
            waiting = [asyncio.create_task(_last(refreshing)) for _ in range(5)]
            await asyncio.sleep(0.1)
            slow.may_end.set()
            return list(await asyncio.wait_for(asyncio.gather(*waiting), _PATIENCE))

    slow = Slow()
    results = _run(scenario())
    assert [result["read"] for result in results] == [1, 2, 2, 2, 2]
    assert slow.started == 2


@pytest.mark.parametrize(
    ("error", "message"),
    [(DiskFull("The disk is full."), "The disk is full."), (ZeroDivisionError(), "Something went")],
)
def test_refresh_that_fails_says_so_and_the_next_one_runs(error: Exception, message: str) -> None:
    async def scenario() -> tuple[dict[str, object], dict[str, object]]:
        with _refreshing(slow) as refreshing:
            return await _last(refreshing), await _last(refreshing)

    slow = Slow(error)
    slow.may_end.set()
    for result in _run(scenario()):
        assert str(result["error"]).startswith(message)


def test_refresh_ends_when_the_server_stops() -> None:
    async def scenario() -> None:
        Refreshing(cast(Assistant, slow)).join()
        await asyncio.sleep(0.1)

    slow = Slow()
    _run(scenario())
    assert slow.ended.wait(_PATIENCE)
    assert not slow.may_end.is_set()
