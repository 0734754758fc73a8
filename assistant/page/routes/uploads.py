"""Documents that people add on the page, and the refresh of the library that reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Body, HTTPException, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from assistant.errors import NotAdded
from assistant.page.bodies import UPLOAD
from assistant.page.cookies import cookies_of
from assistant.page.frame import PERSON
from assistant.page.limits import LONGEST_NAME, LONGEST_TEXT
from assistant.page.owner import owner_of
from assistant.page.refreshing import Refreshing
from assistant.page.uploaders import Uploaders

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def router(assistant: Assistant) -> APIRouter:
    """Return the routes; what is added or removed counts once the library is refreshed."""
    routes = APIRouter()
    refreshing = Refreshing(assistant)
    uploaders = Uploaders(assistant.library.home)

    @routes.put(UPLOAD.removeprefix("/page"))
    async def add(
        request: Request, name: Annotated[str, Query(max_length=LONGEST_NAME)]
    ) -> JSONResponse:
        content = bytearray()
        declared = request.headers.get("content-length", "0")
        try:
            assistant.additions.check_size(name, int(declared))
            async for part in request.stream():
                content += part
                assistant.additions.check_size(name, len(content))
        except NotAdded as error:
            return JSONResponse({"detail": str(error)}, 413)
        location = await run_in_threadpool(assistant.additions.add, name, bytes(content))
        return await run_in_threadpool(added, request, location)

    @routes.post("/added/text")
    def add_text(
        request: Request, text: Annotated[str, Body(embed=True, max_length=LONGEST_TEXT)]
    ) -> JSONResponse:
        return added(request, assistant.additions.add_text(text))

    @routes.delete("/added")
    def remove(
        request: Request, location: Annotated[str, Query(max_length=LONGEST_NAME)]
    ) -> Response:
        if PERSON in request.scope and not uploaders.may_remove(location, _owner(request)):
            raise HTTPException(403, "This document was added by somebody else.")
        assistant.additions.remove(location)
        uploaders.forget(location)
        return Response(status_code=204)

    @routes.post("/refresh")
    async def refresh() -> StreamingResponse:
        return StreamingResponse(refreshing.join(), media_type="application/x-ndjson")

    def added(request: Request, location: str) -> JSONResponse:
        if PERSON in request.scope:
            uploaders.note(location, _owner(request))
        return JSONResponse({"location": location})

    return routes


def _owner(request: Request) -> str:
    return owner_of(cookies_of(request.scope))
