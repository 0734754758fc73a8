"""What the log says of a request that failed: one line for each, without what clients have sent."""

from __future__ import annotations

import copy
import logging
import time
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.config import LOGGING_CONFIG

from assistant.page.bodies import ClientGone

FAILED = "Something went wrong inside Quoth. The program's own output says what."
_log = logging.getLogger("quoth")


class Failures:
    """Ends what an application raises: with an answer where there is none yet, and with a line.

    The first failure of its kind is logged with its traceback, for it is a fault of the program.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Watch over `app`."""
        self._app = app
        self._seen: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        has_started = False

        async def send_noted(message: Message) -> None:
            nonlocal has_started
            has_started = True
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        except (ClientDisconnect, ClientGone):
            return
        except Exception as error:  # noqa: BLE001 the last that can answer
            if scope["type"] != "http":
                raise
            self._note(f"{scope['method']} {scope['path']!r:.200}", error)
            if not has_started:
                await JSONResponse({"detail": FAILED}, 500)(scope, receive, send)

    def _note(self, request: str, error: Exception) -> None:
        line = f"{type(error).__name__}: {' '.join(str(error).split()):.300}"
        kind = f"{type(error).__name__} {_origin(error)}"
        is_new = kind not in self._seen and len(self._seen) < _MOST_KINDS
        if is_new:
            self._seen.add(kind)
        trace = error if is_new else None
        _log.error("%s failed: %s", request, line, exc_info=trace, extra={"kind": kind})


def _origin(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""


_MOST_KINDS = 200


class Seldom(logging.Filter):
    """Lets a message through once in a while, so that no client can fill the disk with it."""

    def __init__(self, seconds: float = 10, most: int = 1_000) -> None:
        """Let the same text through once in so many seconds; `most` texts are remembered."""
        super().__init__()
        self._seconds = seconds
        self._most = most
        self._last: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is to be written."""
        now, text = time.monotonic(), str(getattr(record, "kind", record.msg))
        if text.startswith("Traceback") and "CancelledError" in text:
            return False  # what uvicorn says when it is stopped while it answers
        if now - self._last.get(text, -self._seconds) < self._seconds:
            return False
        if len(self._last) >= self._most:
            self._last.clear()
        self._last[text] = now
        return True


def log_config() -> dict[str, Any]:
    """Return uvicorn's configuration of logging with ours beside it."""
    config = copy.deepcopy(LOGGING_CONFIG)
    config["filters"] = {"seldom": {"()": Seldom}}
    config["handlers"]["default"]["filters"] = ["seldom"]
    config["loggers"]["quoth"] = {"handlers": ["default"], "level": "INFO", "propagate": False}
    return dict(config)
