"""Who may use the page, where passwords are asked for; and whose conversations are whose."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.page.frame import PERSON
from assistant.page.owner import with_owner
from assistant.page.passwords import Passwords

_COOKIE = "quoth-session"
_LASTS = 12 * 3600
_LONGEST_FORM = 4_000
# So many wrong passwords for a name, then a pause for so many seconds.
_TRIES, _PAUSE = 5, 60
_OPEN = "/page/static/"
Answer = Callable[[Scope, Receive, Send], Awaitable[None]]


class Login:
    """Lets those through who have given a password; each sees their own conversations."""

    def __init__(self, app: ASGIApp, passwords: Passwords, secret: str) -> None:
        """Guard `app`; from names and `secret` come the keys to lists of conversations."""
        self._app = app
        self._passwords = passwords
        self._secret = secret.encode()
        self._sessions: dict[str, tuple[str, float]] = {}
        self._failures: dict[str, list[float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on as its person's, or ask for a password."""
        if scope["type"] != "http" or scope["path"].startswith(_OPEN):
            await self._app(scope, receive, send)
            return
        answer = await self._answer(scope, receive)
        await answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        headers = Headers(scope=scope)
        token = _cookie(headers.get("cookie", ""))
        path, method = scope["path"], scope["method"]
        if (path, method) == ("/login", "POST"):
            return await self._log_in(Request(scope, receive))
        if (path, method) == ("/logout", "POST"):
            self._sessions.pop(token, None)
            return _sent_home("", 0, scope)
        name, until = self._sessions.get(token, ("", 0.0))
        if time.monotonic() < until:
            scope["headers"] = with_owner(scope["headers"], self._owner(name))
            scope[PERSON] = name
            return self._app
        if path in {"/", "/login"}:
            return _form("")
        return JSONResponse({"detail": "Log in first: load the page anew."}, 401)

    async def _log_in(self, request: Request) -> Response:
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > _LONGEST_FORM:
                return _form("That is too long.", 413)
        given = parse_qs(body.decode("utf-8", "replace"))
        name, password = (given.get(each, [""])[0] for each in ("name", "password"))
        now = time.monotonic()
        recent = [each for each in self._failures.get(name, []) if now - each < _PAUSE]
        if len(recent) >= _TRIES:
            return _form("Too many wrong passwords. Try again in a minute.", 429, name)
        # Noted before it is known, so that tries at the same time count as well.
        fresh = {each: at for each, at in self._failures.items() if now - at[-1] < _PAUSE}
        self._failures = {**fresh, name: [*recent, now]}
        if not await run_in_threadpool(self._passwords.matches, name, password):
            return _form("The name or the password is wrong.", 403, name)
        self._failures.pop(name, None)
        token = secrets.token_urlsafe(32)
        alive = {each: kept for each, kept in self._sessions.items() if kept[1] > now}
        self._sessions = {**alive, token: (name, now + _LASTS)}
        return _sent_home(token, _LASTS, request.scope)

    def _owner(self, name: str) -> str:
        return hmac.new(self._secret, name.encode(), hashlib.sha256).hexdigest()


def _form(problem: str, status: int = 200, name: str = "") -> HTMLResponse:
    return HTMLResponse(_template.render(problem=problem, name=name), status)


def _sent_home(token: str, lasts: int, scope: Scope) -> RedirectResponse:
    answer = RedirectResponse("./", 303)
    answer.set_cookie(
        _COOKIE,
        token,
        max_age=lasts,
        httponly=True,
        samesite="strict",
        secure=scope["scheme"] == "https",
    )
    return answer


def _cookie(cookies: str) -> str:
    try:
        morsel = SimpleCookie(cookies).get(_COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


_template = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True
).get_template("login.html")
