"""The owner of a list of conversations: an unguessable key in a cookie, without a name."""

from __future__ import annotations

import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.conversation.sessions import is_unguessable
from assistant.page.cookies import cookies_of, read_cookie, without_cookie, written_cookie

_COOKIE = "quoth-owner"
# The longest time that browsers keep a cookie; each visit renews it.
_DAYS_400 = 34_560_000
_READS = ("GET", "HEAD", "OPTIONS")
_HERE = ("same-origin", "none")


class Owner:
    """Gives each browser a key of its own with the page, or with its first write.

    A request from another site never gets one: it may have come without the key that there is.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Give keys to those who use `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on as its owner's."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        owner = owner_of(cookies_of(scope))
        is_visit = scope["path"] == "/" or scope["method"] not in _READS
        is_from_here = Headers(scope=scope).get("sec-fetch-site", "none") in _HERE
        if not is_visit or not is_from_here or (owner and scope["path"] != "/"):
            await self._app(scope, receive, send)
            return
        owner = owner or secrets.token_urlsafe(24)
        scope = {**scope, "headers": with_owner(scope["headers"], owner)}
        cookie = written_cookie(_COOKIE, owner, _DAYS_400, scope)

        async def send_owned(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        await self._app(scope, receive, send_owned)


def with_owner(headers: list[tuple[bytes, bytes]], owner: str) -> list[tuple[bytes, bytes]]:
    """Return the headers of a request with this owner in its cookies and no other."""
    given = "; ".join(value.decode("latin-1") for name, value in headers if name == b"cookie")
    others = without_cookie(given, _COOKIE)
    cookies = f"{others}; {_COOKIE}={owner}" if others else f"{_COOKIE}={owner}"
    kept = [(name, value) for name, value in headers if name != b"cookie"]
    return [*kept, (b"cookie", cookies.encode("latin-1"))]


def owner_of(cookies: str) -> str:
    """Return the owner in a request's cookies; empty where there is none."""
    return read_cookie(cookies, _COOKIE, is_unguessable)
