"""Spans and sources as the page's script sends and gets them."""

from __future__ import annotations

from typing import Annotated

from fastapi import HTTPException, Query

from assistant.page import wording
from assistant.sources.uploads import is_added, shown_location
from index import Source, Span, has_pages

Json = dict[str, object]
SpanText = Annotated[str, Query(pattern=r"^\d{1,10}-\d{1,10}$")]


def span_of(text: str) -> Span:
    """Return the span that a text tells as START-END.

    Raises:
        HTTPException: it tells none.
    """
    start, _, end = text.partition("-")
    try:
        return int(start), int(end)
    except ValueError as error:
        raise HTTPException(422, "A span is written START-END.") from error


def told(source: Source) -> Json:
    """Return a source with what the page says of it."""
    return {
        "id": source.id,
        "title": source.title,
        "location": source.location,
        "place": shown_location(source.location),
        "date": wording.day(source.date),
        "size": wording.size(source.size),
        "added": is_added(source.location),
        "paged": has_pages(source),
    }
