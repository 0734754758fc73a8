"""Checks of requests (host, origin, Gradio paths), and the security headers of responses."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_API = "/gradio_api/"
_USED = ("queue/", "heartbeat/", "startup-events", "reset", "cancel", "info", "theme.css", "app_id")
# Gradio evaluates its own templates, so scripts need 'unsafe-eval'. Escaping keeps out scripts
# from documents, and 'self' those from other sites.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-src 'none'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Refuses requests for another host or from another origin, and adds security headers."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] | None = LOOPBACK) -> None:
        """Let requests through to `app` that name one of `hosts`; None lets any name through."""
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it with the reason."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":  # the page uses none
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] == "http":
            answer = self._refusal(Headers(scope=scope), scope["path"]) or self._app
            await answer(scope, receive, _hardened(scope["path"], send))

    def _refusal(self, headers: Headers, path: str) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if self._hosts is not None and _name(f"//{host}") not in self._hosts:
            return PlainTextResponse("This page is not served under that name.", 421)
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            return PlainTextResponse("Another page may not use this one.", 403)
        _, is_api, call = path.partition(_API)
        if is_api and not call.startswith(_USED):
            return PlainTextResponse("There is nothing here.", 404)
        return None


def _name(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _hardened(path: str, send: Send) -> Send:
    async def send_hardened(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(_HEADERS)
            if path.startswith("/page/static/"):
                headers["Cache-Control"] = "no-cache"
            elif path.startswith("/page/"):
                headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return send_hardened
