"""The conversations of an owner: list, rename, remove, export, feedback."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Body, Query
from fastapi import Path as InPath
from fastapi.responses import JSONResponse, Response
from starlette.requests import Request

from assistant.page.cookies import cookies_of
from assistant.page.limits import LONGEST_COMMENT, LONGEST_TITLE, LONGEST_WORDS
from assistant.page.owner import owner_of
from assistant.page.question_request import Chosen
from assistant.sharing import conversation_files, references

if TYPE_CHECKING:
    from assistant.assistant import Assistant

EXPORTS = {
    "markdown": (conversation_files.as_markdown, "text/markdown", "md"),
    "html": (conversation_files.as_html, "text/html", "html"),
    "json": (conversation_files.as_json, "application/json", "json"),
}
Export = Literal["markdown", "html", "json"]
Name = Annotated[str, InPath(max_length=64)]
Number = Annotated[int, InPath(ge=1, le=10**6)]
_DONE = 204


def _owner(request: Request) -> str:
    return owner_of(cookies_of(request.scope))


def router(assistant: Assistant) -> APIRouter:
    """Return the routes; the owner is read from the cookie."""
    routes = APIRouter(prefix="/conversations")

    @routes.get("")
    def listed(
        request: Request, words: Annotated[str, Query(max_length=LONGEST_WORDS)] = ""
    ) -> JSONResponse:
        owner = _owner(request)
        # A browser without a key owns nothing, even if others once had none.
        kept = assistant.conversations.owned(owner, words) if owner else []
        entries = [
            {"name": each.name, "title": each.title, "changed": each.changed.isoformat()}
            for each in kept
        ]
        return JSONResponse({"conversations": entries})

    @routes.put("/{name}/title")
    def rename(
        name: Name,
        request: Request,
        title: Annotated[str, Body(embed=True, max_length=LONGEST_TITLE)],
    ) -> Response:
        assistant.conversations.rename(name, _owner(request), title)
        return JSONResponse({"title": assistant.conversations.title(name)})

    @routes.delete("/{name}")
    def remove(name: Name, request: Request) -> Response:
        assistant.conversations.remove(name, _owner(request))
        return Response(status_code=_DONE)

    @routes.post("/{name}/restore")
    def restore(name: Name, request: Request) -> Response:
        assistant.conversations.restore(name, _owner(request))
        return Response(status_code=_DONE)

    @routes.put("/{name}/replies/{number}/feedback")
    def judge(
        name: Name,
        number: Number,
        request: Request,
        good: Annotated[bool, Body()],
        comment: Annotated[str, Body(max_length=LONGEST_COMMENT)] = "",
    ) -> Response:
        assistant.conversations.check_owner(name, _owner(request))
        assistant.conversations.judge(name, number, good, comment)
        return Response(status_code=_DONE)

    @routes.get("/{name}/replies/{number}")
    def reply(name: Name, number: Number) -> JSONResponse:
        turn = assistant.conversations.turn(name, number)
        text, markdown = references.turn_as_text(turn), references.turn_as_markdown(turn)
        return JSONResponse({"text": text, "markdown": markdown})

    @routes.post("/{name}/follow-ups")
    def follow_ups(name: Name, chosen: Chosen) -> JSONResponse:
        sources = chosen.choice().among(assistant.sources())
        turns = assistant.conversations.turns(name)
        return JSONResponse({"questions": assistant.follow_ups(turns, sources=sources)})

    @routes.get("/{name}/export")
    def export(name: Name, kind: Annotated[Export, Query(alias="as")]) -> Response:
        title, turns = assistant.conversations.title(name), assistant.conversations.turns(name)
        write, media_type, ending = EXPORTS[kind]
        return Response(
            write(title, turns, assistant.folders),
            media_type=media_type,
            headers={"Content-Disposition": f'attachment; filename="{_file_name(title)}.{ending}"'},
        )

    return routes


def _file_name(title: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", title).strip("-")[:60].lower() or "conversation"
