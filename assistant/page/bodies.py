"""Limits of request bodies: their size, their time, their JSON, and how many uploads at a time."""

from __future__ import annotations

import asyncio
import json
import math
import re
import time

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.page.limits import LIMITS, Limits
from index import without_surrogates

UPLOAD = "/page/added"
_FORMS = ("/login", "/logout")
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_BRACKET = re.compile(rb"[\[\]{}]")
_LARGE = 100_000  # bytes of JSON, which take about a millisecond


class Refused(HTTPException):
    """A body that the server does not take; it is answered with its status and reason."""


class ClientGone(Exception):
    """The client closed its connection, or does not read the response."""


class Bodies:
    """Passes a request on once its body is complete and may be used; an upload as it comes.

    A body must be JSON. In strings, half of a surrogate pair becomes a replacement character.
    """

    def __init__(self, app: ASGIApp, limits: Limits = LIMITS) -> None:
        """Guard the bodies of what `app` is sent."""
        self._app = app
        self._limits = limits
        self._uploads: list[int] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        send = _impatient(send, self._limits.send_seconds)
        try:
            if (scope["method"], scope["path"]) == ("PUT", UPLOAD):
                await self._upload(scope, receive, send)
            else:
                await self._plain(scope, receive, send)
        except Refused as refused:
            answer = JSONResponse({"detail": refused.detail}, refused.status_code, refused.headers)
            await answer(scope, receive, send)

    async def _plain(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if "content-length" not in headers and "transfer-encoding" not in headers:
            await self._app(scope, receive, send)
            return
        most = self._limits.body_limit(scope["path"])
        body = await self._read(Timed(receive, self._limits), _declared(headers), most)
        if body and scope["path"] not in _FORMS:
            depth = self._limits.json_depth
            if len(body) > _LARGE:
                body = await run_in_threadpool(checked_json, body, depth)
            else:
                body = checked_json(body, depth)
        await self._app(scope, _replay(body, receive), send)

    async def _read(self, timed: Timed, declared: int, most: int) -> bytes:
        body = bytearray()
        while declared <= most and len(body) <= most and not timed.is_complete:
            body += (await timed())["body"]
        if max(declared, len(body)) > most:
            raise Refused(413, f"That is too large: at most {most:,} bytes can be sent here.")
        return bytes(body)

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        size = _declared(Headers(scope=scope))
        others = sum(self._uploads)
        is_full = others and others + size > self._limits.upload_bytes
        if len(self._uploads) >= self._limits.uploads or is_full:
            retry = {"Retry-After": str(self._limits.retry_seconds)}
            raise Refused(503, "Others are adding documents. Try again soon.", retry)
        self._uploads.append(size)
        try:
            await self._app(scope, Timed(receive, self._limits), send)
        finally:
            self._uploads.remove(size)


class Timed:
    """Receives a body, and refuses one that comes too slowly."""

    def __init__(self, receive: Receive, limits: Limits) -> None:
        """Wrap what receives."""
        self._receive = receive
        self._limits = limits
        self._started = time.monotonic()
        self._bytes = 0
        self.is_complete = False

    async def __call__(self) -> Message:
        """Return the next message.

        Raises:
            Refused: it does not come in time.
            ClientGone: it never comes.
        """
        if self.is_complete:
            return await self._receive()
        elapsed = time.monotonic() - self._started
        allowed = self._limits.body_seconds + self._bytes / self._limits.body_rate - elapsed
        try:
            async with asyncio.timeout(min(allowed, self._limits.body_seconds)):
                message = await self._receive()
        except TimeoutError as error:
            close = {"Connection": "close"}
            raise Refused(408, "The request took too long to arrive.", close) from error
        if message["type"] == "http.disconnect":
            raise ClientGone
        self._bytes += len(message.get("body", b""))
        self.is_complete = not message.get("more_body", False)
        return message


def checked_json(body: bytes, depth: int) -> bytes:
    """Return JSON that every part of the program can read and write again.

    Raises:
        Refused: it is not JSON, is nested too deeply, or has a number that JSON does not have.
    """
    deepest = now = 0
    for bracket in _BRACKET.finditer(_STRING.sub(b"", body)):
        now += 1 if bracket.group() in b"[{" else -1
        deepest = max(deepest, now)
    if deepest > depth:
        raise Refused(422, "The JSON is nested too deeply.")
    try:
        value = json.loads(body, parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError) as error:
        raise Refused(422, "The body is not valid JSON.") from error
    text = json.dumps(value, ensure_ascii=False)
    mended = without_surrogates(text)
    return body if mended == text else mended.encode()


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is not a number of JSON")
    return number


def _declared(headers: Headers) -> int:
    length = headers.get("content-length", "")
    return int(length) if re.fullmatch(r"[0-9]{1,18}", length) else 0


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return what receives a body that was read already, and then what else comes."""
    parts = [body]

    async def replay() -> Message:
        if parts:
            return {"type": "http.request", "body": parts.pop(), "more_body": False}
        return await receive()

    return replay


def _impatient(send: Send, seconds: float) -> Send:
    async def send_in_time(message: Message) -> None:
        try:
            async with asyncio.timeout(seconds):
                await send(message)
        except TimeoutError as error:
            raise ClientGone from error

    return send_in_time
