"""The login: a form for name and password, sessions in a cookie, and an owner for each person."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import math
import secrets
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.conversation.sessions import is_unguessable
from assistant.page.attempts import Attempts
from assistant.page.cookies import cookies_of, read_cookie, written_cookie
from assistant.page.frame import PERSON
from assistant.page.limits import LIMITS, Limits
from assistant.page.owner import with_owner
from assistant.page.passwords import Passwords

_LASTS = 12 * 3600
_OPEN = "/page/static/"
# One thread: a password takes a twentieth of a second of a core, and those inside need the others.
_HASHING_THREADS = 1
Answer = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Login:
    """A person who has logged in: name, hash of the password, and end of the session."""

    name: str
    hashed: str
    until: float


class Login:
    """Passes on requests of people who have logged in; each sees their own conversations."""

    def __init__(
        self, app: ASGIApp, passwords: Passwords, secret: str, limits: Limits = LIMITS
    ) -> None:
        """Guard `app`; the owner of each person is derived from their name and `secret`."""
        self._app = app
        self._passwords = passwords
        self._secret = secret.encode()
        self._limits = limits
        # Two servers on one machine have the same cookies, and each its own secret.
        self._cookie = f"quoth-session-{self._digest('cookie')[:8]}"
        self._logins: dict[str, _Login] = {}
        self._attempts = Attempts()
        self._hashing = ThreadPoolExecutor(_HASHING_THREADS, "hashing")
        self._in_line: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on as its person's, or ask for a password."""
        if scope["type"] != "http" or scope["path"].startswith(_OPEN):
            await self._app(scope, receive, send)
            return
        answer = await self._answer(scope, receive)
        await answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        self._passwords = self._passwords.refreshed()
        token = read_cookie(cookies_of(scope), self._cookie, is_unguessable)
        path, method = scope["path"], scope["method"]
        if (path, method) == ("/login", "POST"):
            return await self._log_in(Request(scope, receive))
        if (path, method) == ("/logout", "POST"):
            self._logins.pop(token, None)
            return self._sent_home("", 0, scope)
        login = self._logins.get(token)
        if login is not None and self._is_valid(login):
            scope["headers"] = with_owner(scope["headers"], self._digest(login.name))
            scope[PERSON] = login.name
            return self._app
        if path in {"/", "/login"}:
            return _form("")
        return JSONResponse({"detail": "Log in first: load the page again."}, 401)

    def _is_valid(self, login: _Login) -> bool:
        is_same = self._passwords.hashes.get(login.name) == login.hashed
        return is_same and time.monotonic() < login.until

    async def _log_in(self, request: Request) -> Response:
        given = parse_qs((await request.body()).decode("utf-8", "replace"))
        name, password = (given.get(each, [""])[0] for each in ("name", "password"))
        address = request.client.host if request.client else ""
        now = time.monotonic()
        pause = self._attempts.pause(name, address, now)
        if pause:
            seconds = math.ceil(pause)
            what = f"Too many wrong passwords. Try again in {_counted(seconds)}."
            return _form(what, 429, name, seconds)
        line = "" if self._attempts.is_known(name, address) else address
        if self._is_crowded(line):
            what = "Too many people are logging in. Try again soon."
            return _form(what, 503, name, self._limits.retry_seconds)
        # Noted before it is known, so that tries at the same time count as well.
        self._attempts.note(name, address, now)
        if not await self._matches(line, name, password):
            return _form("The name or the password is wrong.", 403, name)
        self._attempts.succeed(name, address, now)
        token = secrets.token_urlsafe(32)
        alive = {each: login for each, login in self._logins.items() if self._is_valid(login)}
        login = _Login(name, self._passwords.hashes.get(name, ""), now + _LASTS)
        self._logins = {**alive, token: login}
        return self._sent_home(token, _LASTS, request.scope)

    def _is_crowded(self, line: str) -> bool:
        is_own_full = bool(line) and self._in_line[line] >= self._limits.logins_an_address
        return is_own_full or self._in_line.total() >= self._limits.logins

    async def _matches(self, line: str, name: str, password: str) -> bool:
        self._in_line[line] += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(
                self._hashing, self._passwords.matches, name, password
            )
        finally:
            self._in_line -= Counter({line: 1})

    def _sent_home(self, token: str, lasts: int, scope: Scope) -> RedirectResponse:
        answer = RedirectResponse(f"./{_conversation_of(scope)}", 303)
        answer.headers.append("Set-Cookie", written_cookie(self._cookie, token, lasts, scope))
        return answer

    def _digest(self, name: str) -> str:
        return hmac.new(self._secret, name.encode(), hashlib.sha256).hexdigest()


def _conversation_of(scope: Scope) -> str:
    """Return the query that names the conversation that the login form was shown in place of."""
    address = urlsplit(Request(scope).headers.get("referer", ""))
    name = parse_qs(address.query).get("conversation", [""])[0]
    return f"?{urlencode({'conversation': name})}" if is_unguessable(name) else ""


def _form(problem: str, status: int = 200, name: str = "", retry: int = 0) -> HTMLResponse:
    headers = {"Retry-After": str(retry)} if retry else None
    return HTMLResponse(_template.render(problem=problem, name=name), status, headers)


def _counted(seconds: int) -> str:
    return f"{seconds} second{'' if seconds == 1 else 's'}"


_template = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True
).get_template("login.html")
