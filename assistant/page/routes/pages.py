"""The pages of a PDF as pictures, and the positions of a quote on them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import JSONResponse, Response

from assistant.page.routes.payloads import Json, SpanText, span_of
from index import QuotedPage

if TYPE_CHECKING:
    from assistant.assistant import Assistant

# Pixels: to find the lines with, and of the pictures, the second for sharp screens and for zooming.
_ROUGH = 600
Width = Literal["1200", "2400"]
_KEPT = 8
Number = Annotated[int, Path(ge=1, le=10**6)]


def router(assistant: Assistant) -> APIRouter:
    """Return the routes; offsets are code points of the canonical text."""
    routes = APIRouter(prefix="/sources/{source_id}/pages")

    @routes.get("")
    def pages(source_id: str, quote: SpanText) -> JSONResponse:
        places = assistant.origin(source_id).places
        quoted = assistant.quoted_pages(source_id, span_of(quote), width=_ROUGH)
        numbers = [int(place.name) for place in places]
        return JSONResponse({"pages": list(map(_marked, quoted)), "numbers": numbers})

    @lru_cache(maxsize=_KEPT)  # a source is known by its content, so its pages never change
    def drawn(source_id: str, number: int, width: int) -> bytes:
        places = assistant.origin(source_id).places
        page = next((place for place in places if place.name == str(number)), None)
        drawn = page and assistant.quoted_pages(source_id, (page.start, page.end), width=width)
        if not drawn:
            raise HTTPException(404, "The source has no such page.")
        return drawn[0].picture.png

    @routes.get("/{number}")
    def picture(
        source_id: str, number: Number, request: Request, width: Annotated[Width, Query()] = "1200"
    ) -> Response:
        assistant.origin(source_id)
        # A browser may keep it, but must ask each time whether it may still show it.
        headers = {"ETag": f'"{source_id}-{number}-{width}"', "Cache-Control": "private, no-cache"}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        png = drawn(source_id, number, int(width))
        return Response(png, media_type="image/png", headers=headers)

    return routes


def _marked(page: QuotedPage) -> Json:
    """Return a page with its proportions, and each line's left, top, width and height in shares."""
    wide, high = page.picture.width, page.picture.height
    boxes = [
        [left / wide, top / high, (right - left) / wide, (bottom - top) / high]
        for left, top, right, bottom in page.picture.boxes
    ]
    return {"number": page.number, "proportion": wide / high, "boxes": boxes}
