"""What the page's own script fetches, under `/page`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from assistant.page.routes import added, conversations, pages, quotes, sources

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def router(assistant: Assistant) -> APIRouter:
    """Return the routes over an assistant."""
    routes = APIRouter(prefix="/page")
    routes.include_router(conversations.router(assistant))
    routes.include_router(quotes.router(assistant))
    routes.include_router(sources.router(assistant))
    routes.include_router(pages.router(assistant))
    routes.include_router(added.router(assistant))
    return routes
