"""Spans and sources in the JSON and the addresses of the page's script."""

from __future__ import annotations

from typing import Annotated

from fastapi import HTTPException, Query

from assistant.page import formatting
from assistant.sources.uploads import is_added, shown_location
from index import Source, Span, has_pages

Json = dict[str, object]
SpanText = Annotated[str, Query(pattern=r"^\d{1,10}-\d{1,10}$")]


def span_of(text: str) -> Span:
    """Return the span that is written START-END.

    Raises:
        HTTPException: the text has another form.
    """
    start, _, end = text.partition("-")
    try:
        return int(start), int(end)
    except ValueError as error:
        raise HTTPException(422, "A span is written START-END.") from error


def source_payload(source: Source) -> Json:
    """Return what the page shows of a source."""
    return {
        "id": source.id,
        "title": source.title,
        "location": source.location,
        "place": shown_location(source.location),
        "date": formatting.day(source.date),
        "size": formatting.size(source.size),
        "added": is_added(source.location),
        "paged": has_pages(source),
    }
