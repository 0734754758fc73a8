"""Documents that people add on the page, and the reading of them as it goes on."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from queue import SimpleQueue
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from index.errors import HomeBusy, IndexingError

if TYPE_CHECKING:
    from assistant.assistant import Assistant

Told = dict[str, object] | None
_TRIES, _PAUSE = 60, 0.5


def router(assistant: Assistant) -> APIRouter:
    """Return the routes; what is added or removed counts once the library is refreshed."""
    routes = APIRouter()

    @routes.put("/added")
    async def add(request: Request, name: Annotated[str, Query(max_length=4_000)]) -> JSONResponse:
        content = bytearray()
        async for part in request.stream():
            content += part
            assistant.additions.check_size(name, len(content))
        kept = await run_in_threadpool(assistant.additions.add, name, bytes(content))
        return JSONResponse({"location": kept})

    @routes.post("/added/text")
    def add_text(text: Annotated[str, Body(embed=True, max_length=5_000_000)]) -> JSONResponse:
        return JSONResponse({"location": assistant.additions.add_text(text)})

    @routes.delete("/added")
    def remove(location: str) -> Response:
        assistant.additions.remove(location)
        return Response(status_code=204)

    @routes.post("/refresh")
    def refresh() -> StreamingResponse:
        return StreamingResponse(_refreshing(assistant), media_type="application/x-ndjson")

    return routes


def _refreshing(assistant: Assistant) -> Iterator[str]:
    """Yield a line of JSON for each step of a refresh, the last one with what it did."""
    steps: SimpleQueue[Told] = SimpleQueue()

    def run() -> None:
        try:
            _refresh(assistant, steps)
        except IndexingError as error:
            steps.put({"error": str(error)})
        finally:
            steps.put(None)

    # In a thread of its own, so that it is finished whether or not somebody looks on.
    threading.Thread(target=run, name="refreshing").start()
    while (step := steps.get()) is not None:
        yield json.dumps(step) + "\n"


def _refresh(assistant: Assistant, steps: SimpleQueue[Told]) -> None:
    """Refresh as soon as nobody else does."""
    for last in (*[False] * _TRIES, True):
        try:
            report = assistant.refresh(
                lambda now: steps.put({"done": now.done, "total": now.total, "name": now.name})
            )
        except HomeBusy:
            if last:
                raise
            time.sleep(_PAUSE)
        else:
            steps.put({"read": report.read, "removed": report.removed})
            return
