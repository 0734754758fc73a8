"""What the page's own script fetches, under `/page`."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from assistant.page.routes import conversations, pages, quotes, sources, uploads

if TYPE_CHECKING:
    from assistant.assistant import Assistant

# Of what the page's scripts were served with: those of another version are to be loaded again.
_VERSION = version("quoth")


def router(assistant: Assistant) -> APIRouter:
    """Return the routes over an assistant."""
    routes = APIRouter(prefix="/page")

    @routes.get("/alive")
    async def alive() -> JSONResponse:
        return JSONResponse({"version": _VERSION})

    routes.include_router(conversations.router(assistant))
    routes.include_router(quotes.router(assistant))
    routes.include_router(sources.router(assistant))
    routes.include_router(pages.router(assistant))
    routes.include_router(uploads.router(assistant))
    return routes
