"""HTTP connections with limits that uvicorn has no settings for: their number, and slow headers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

from assistant.page.limits import LIMITS, Limits


class LimitedProtocol(H11Protocol):
    """Closes connections whose headers do not come, and makes room where all are taken.

    Where there are too many, the oldest one that waits for headers gives way, then one that is
    idle, then one whose body is not complete. A new one is refused where all others are answered.
    """

    limits: ClassVar[Limits] = LIMITS
    _timer: asyncio.TimerHandle | None = None
    _since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a new connection, or refuse it."""
        self._since = time.monotonic()
        is_full = len(self.connections) >= self.limits.connections
        has_room = not is_full or self._make_room()
        super().connection_made(transport)
        if has_room:
            self._await_headers()
        else:
            self._refuse(b"503 Service Unavailable", b"Too many connections. Try again soon.")

    def data_received(self, data: bytes) -> None:
        """Take what was sent, and note whether the headers of a request are complete."""
        super().data_received(data)
        if self._is_answering():
            self._stop_timer()
        else:
            self._await_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop_timer()
        super().connection_lost(exc)

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _await_headers(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(self.limits.header_seconds, self._late)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _late(self) -> None:
        self._timer = None
        if self._is_answering():
            return
        if self.cycle is None:
            self._refuse(b"408 Request Timeout", b"The request took too long.")
        else:
            self.transport.close()

    def _refuse(self, status: bytes, reason: bytes) -> None:
        if self.transport.is_closing():
            return
        retry = b"%d" % self.limits.retry_seconds
        length = b"%d" % len(reason)
        head = (b"HTTP/1.1 " + status, b"content-type: text/plain", b"content-length: " + length)
        tail = (b"retry-after: " + retry, b"connection: close", b"", reason)
        self.transport.write(b"\r\n".join((*head, *tail)))
        self.transport.close()

    def _make_room(self) -> bool:
        """Close the connection that is missed least; return whether there was one."""
        candidates = sorted(self._others(), key=lambda other: other.rank())
        if not candidates or candidates[0].rank()[0] > _UNFINISHED_BODY:
            return False
        candidates[0].give_way()
        return True

    def _others(self) -> Iterator[LimitedProtocol]:
        for other in self.connections:
            if isinstance(other, LimitedProtocol) and not other.transport.is_closing():
                yield other

    def rank(self) -> tuple[int, float]:
        """Return how much the connection would be missed: the kind of its state, then its age."""
        if self.cycle is None:
            kind = _NO_REQUEST
        elif self.cycle.response_complete:
            kind = _IDLE
        else:
            kind = _UNFINISHED_BODY if self.cycle.more_body else _ANSWERING
        return kind, self._since

    def give_way(self) -> None:
        """Close the connection in favour of another."""
        self._refuse(b"503 Service Unavailable", b"Too many connections. Try again soon.")


_NO_REQUEST, _IDLE, _UNFINISHED_BODY, _ANSWERING = range(4)
