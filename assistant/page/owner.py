"""Whose list of conversations a browser sees: an unguessable key in a cookie, and no name."""

from __future__ import annotations

import secrets
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.conversation.sessions import is_unguessable

_COOKIE = "quoth-owner"
# Browsers keep no cookie longer; each visit begins the time anew.
_DAYS_400 = 34_560_000


class Owner:
    """Gives each browser a key of its own with the page; no script can read it.

    A cookie rather than the browser's storage, for that would be another one on another port.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Give keys to those who open `app` at its root."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and give a key with the answer to one for the root."""
        if scope["type"] != "http" or scope["path"] != "/":
            await self._app(scope, receive, send)
            return
        owner = owner_of(Headers(scope=scope).get("cookie", "")) or secrets.token_urlsafe(24)
        secure = "; Secure" if scope["scheme"] == "https" else ""

        async def send_owned(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = f"Max-Age={_DAYS_400}; Path=/; HttpOnly; SameSite=Strict{secure}"
                headers = MutableHeaders(scope=message)
                headers.append("Set-Cookie", f"{_COOKIE}={owner}; {kept}")
            await send(message)

        await self._app(scope, receive, send_owned)


def with_owner(headers: list[tuple[bytes, bytes]], owner: str) -> list[tuple[bytes, bytes]]:
    """Return the headers of a request with this owner in its cookies and no other."""
    given = b";".join(value for name, value in headers if name == b"cookie")
    parts = (part.strip() for part in given.split(b";"))
    own = f"{_COOKIE}=".encode()
    cookies = [part for part in parts if part and not part.startswith(own)]
    others = [(name, value) for name, value in headers if name != b"cookie"]
    return [*others, (b"cookie", b"; ".join([*cookies, own + owner.encode()]))]


def owner_of(cookies: str) -> str:
    """Return the owner in a request's cookies; empty where there is none."""
    try:
        morsel = SimpleCookie(cookies).get(_COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel and is_unguessable(morsel.value) else ""
