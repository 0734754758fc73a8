"""The sources, and the text around a quote."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import FileResponse, JSONResponse

from assistant.page import excerpt, formatting
from assistant.page.cookies import cookies_of
from assistant.page.frame import PERSON
from assistant.page.limits import LONGEST_WORDS
from assistant.page.owner import owner_of
from assistant.page.question_request import Chosen
from assistant.page.routes.payloads import Json, SpanText, source_payload, span_of
from assistant.page.uploaders import Uploaders
from assistant.sources.find_in_text import find_in
from assistant.sources.listing import Order, listed
from assistant.sources.uploads import is_added
from index import Source, Span

if TYPE_CHECKING:
    from assistant.assistant import Assistant

PAGE = 100


def router(assistant: Assistant) -> APIRouter:
    """Return the routes; offsets are code points of the canonical text."""
    routes = APIRouter()
    uploaders = Uploaders(assistant.library.home)

    @routes.get("/library")
    def library(
        request: Request,
        offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
        words: Annotated[str, Query(max_length=LONGEST_WORDS)] = "",
        order: Order = Order.LOCATION,
    ) -> JSONResponse:
        found = listed(assistant.sources(), words, order)
        passages = assistant.library.passages_a_source() if offset or found else {}
        shown = [
            source_payload(source)
            | {"passages": formatting.counted(passages.get(source.id, 0), "passage")}
            | {"added": _may_remove(request, source, uploaders)}
            for source in found[offset : offset + PAGE]
        ]
        holdings = formatting.counted(len(found), "source")
        failures = [] if words or offset else list(assistant.library.failures().values())
        listed_failures = {"failures": failures[:PAGE], "failed": len(failures)}
        return JSONResponse(
            {"count": len(found), "words": holdings, "sources": shown, **listed_failures}
        )

    @routes.get("/sources/{source_id}/original")
    def original(source_id: str) -> FileResponse:
        path = assistant.path_of(assistant.origin(source_id).source)
        if not path.is_file():
            raise HTTPException(404, "The file does not exist any more.")
        # Never shown by the browser itself: a document is not trusted.
        return FileResponse(path, media_type="application/octet-stream", filename=path.name)

    @lru_cache(maxsize=1)  # the assistant answers each to see whether it can
    def suggested(_of: tuple[str, ...]) -> list[str]:
        return list(assistant.suggestions())

    @routes.get("/suggestions")
    def suggestions() -> JSONResponse:
        sources = tuple(source.id for source in assistant.sources())
        return JSONResponse({"questions": suggested(sources)})

    @routes.get("/usual")
    def usual() -> JSONResponse:
        has_model = bool(assistant.model)
        return JSONResponse({"quotes": assistant.settings.quotes, "model": has_model})

    @routes.post("/choice")
    def choice(chosen: Chosen) -> JSONResponse:
        sources = assistant.sources()
        among = chosen.choice().among(sources)
        count = len(sources) if among is None else len(among)
        some = f"{count:,} of {formatting.counted(len(sources), 'source')}"
        return JSONResponse({"words": "" if among is None else f"Answers come from {some}."})

    @routes.get("/sources/{source_id}")
    def source_text(
        source_id: str,
        quote: SpanText = "0-0",
        also: Annotated[list[str], Query(max_length=100)] = [],  # noqa: B006 # FastAPI copies it
        before: Annotated[int | None, Query(ge=0, le=10**10)] = None,
        after: Annotated[int | None, Query(ge=0, le=10**10)] = None,
        words: Annotated[str, Query(max_length=LONGEST_WORDS)] = "",
    ) -> JSONResponse:
        origin = assistant.origin(source_id)
        text = origin.text
        spans = [span for span in map(span_of, (quote, *also)) if span[0] < span[1] <= len(text)]
        spans += find_in(text, words)
        part = _part(text, span_of(quote), spans, before, after)
        return JSONResponse({"source": source_payload(origin.source), **_excerpt(part, len(text))})

    @routes.get("/sources/{source_id}/places")
    def places(
        source_id: str, words: Annotated[str, Query(max_length=LONGEST_WORDS)]
    ) -> JSONResponse:
        found = find_in(assistant.origin(source_id).text, words)
        return JSONResponse({"places": ["{}-{}".format(*span) for span in found]})

    return routes


def _may_remove(request: Request, source: Source, uploaders: Uploaders) -> bool:
    if not is_added(source.location):
        return False
    owner = owner_of(cookies_of(request.scope))
    return PERSON not in request.scope or uploaders.may_remove(source.location, owner)


def _part(
    text: str, quote: Span, spans: list[Span], before: int | None, after: int | None
) -> excerpt.Excerpt:
    if before is not None:
        return excerpt.before(text, min(before, len(text)), spans)
    if after is not None:
        return excerpt.after(text, min(after, len(text)), spans)
    start = min(quote[0], len(text))
    return excerpt.around(text, (start, max(start, min(quote[1], len(text)))), spans)


def _excerpt(part: excerpt.Excerpt, length: int) -> Json:
    paragraphs = [
        [[run.text, "{}-{}".format(*run.quote) if run.quote else ""] for run in runs]
        for runs in part.paragraphs
    ]
    return {"start": part.start, "end": part.end, "length": length, "paragraphs": paragraphs}
