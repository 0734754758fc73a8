"""Access to Gradio: only the page's own events, and each session only for its owner."""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from collections.abc import Collection
from urllib.parse import parse_qs

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.page.cookies import cookies_of
from assistant.page.limits import LONGEST_SESSION
from assistant.page.owner import owner_of

_API = "/gradio_api/"
_MOST_SESSIONS = 10_000
_MOST_VALUES = 2
_SESSION = re.compile(rf"[A-Za-z0-9]{{1,{LONGEST_SESSION}}}")


class GradioCalls:
    """Refuses events that the page does not have, and sessions that are somebody else's."""

    def __init__(self, app: ASGIApp, events: Collection[int]) -> None:
        """Guard `app`; `events` are the numbers of those that may be called."""
        self._app = app
        self._events = frozenset(events)
        self._owners: OrderedDict[str, str] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say that there is nothing."""
        path = scope["path"] if scope["type"] == "http" else ""
        if not path.startswith(_API):
            await self._app(scope, receive, send)
            return
        owner = owner_of(cookies_of(scope))
        call = path.removeprefix(_API).rstrip("/")
        is_allowed = True
        if call in {"queue/join", "cancel", "reset"}:
            message = await receive()
            is_allowed = self._may_call(call, message.get("body", b""), owner)
            receive = _first(message, receive)
        elif call == "queue/data":
            query = parse_qs(scope["query_string"].decode("latin-1"))
            is_allowed = self._is_owned(query.get("session_hash", [""])[0], owner)
        elif call.startswith("heartbeat/"):
            is_allowed = self._is_owned(call.removeprefix("heartbeat/"), owner)
        if is_allowed:
            await self._app(scope, receive, send)
        else:
            await JSONResponse({"detail": "There is no such event."}, 404)(scope, receive, send)

    def _may_call(self, call: str, body: bytes, owner: str) -> bool:
        try:
            given = json.loads(body)
        except ValueError:
            return False
        if not isinstance(given, dict):
            return False
        session, event = given.get("session_hash"), given.get("fn_index")
        if not isinstance(session, str) or not _SESSION.fullmatch(session):
            return False
        if call != "queue/join":
            return self._is_owned(session, owner)
        if type(event) is not int or event not in self._events or not _are_texts(given):
            return False
        if self._owners.setdefault(session, owner) != owner:
            return False
        self._owners.move_to_end(session)
        while len(self._owners) > _MOST_SESSIONS:
            self._owners.popitem(last=False)
        return True

    def _is_owned(self, session: str, owner: str) -> bool:
        return self._owners.get(session) == owner


def _are_texts(given: dict[str, object]) -> bool:
    """Return whether an event has what the page sends: a question and its details, or nothing."""
    values = given.get("data")
    return (
        isinstance(values, list)
        and len(values) <= _MOST_VALUES
        and all(value is None or isinstance(value, str) for value in values)
    )


def _first(message: Message, receive: Receive) -> Receive:
    """Return what receives a message that was received already, and then what else comes."""
    messages = [message]

    async def receive_again() -> Message:
        return messages.pop() if messages else await receive()

    return receive_again
