"""One quote: its text with context, and as text to paste elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, HTTPException, Path
from fastapi.responses import JSONResponse

from assistant.page import excerpt, formatting
from assistant.reply import Quote
from assistant.sharing import references
from assistant.sharing.text_fragment import fragment_link

if TYPE_CHECKING:
    from assistant.assistant import Assistant

Offset = Annotated[int, Path(ge=0, le=10**10)]


def router(assistant: Assistant) -> APIRouter:
    """Return the routes; offsets are code points of the canonical text."""
    routes = APIRouter(prefix="/quotes")

    @routes.get("/{source_id}/{start}/{end}")
    def quote(source_id: str, start: Offset, end: Offset) -> JSONResponse:
        origin = assistant.origin(source_id)
        try:
            found = Quote(origin, start, end)
        except ValueError as error:
            raise HTTPException(404, "The source has no such span.") from error
        earlier, later = excerpt.beside(origin.text, (start, end))
        source = {"title": found.source.title, "date": formatting.day(found.source.date)}
        words = {"before": earlier, "words": found.text, "after": later}
        copies = {"text": references.as_text(found), "markdown": references.as_markdown(found)}
        return JSONResponse({**source, **words, **copies})

    @routes.get("/{source_id}/{start}/{end}/web")
    def web(source_id: str, start: Offset, end: Offset) -> JSONResponse:
        text, address = assistant.text(source_id), assistant.web_address(source_id)
        if not address or not start < end <= len(text):
            raise HTTPException(404, "This page does not say its address on the web.")
        return JSONResponse({"address": fragment_link(address, text, start, end)})

    return routes
