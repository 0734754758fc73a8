"""The page's own HTML around Gradio's: styles from the first paint, header and pane."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PARTS = Path(__file__).parent / "templates"
PERSON = "quoth.person"  # in the scope of a request: the name of who has logged in
# Gradio's descriptions of itself for link previews, and a manifest that it does not serve here.
_UNWANTED = re.compile(
    rb"<meta\s+(?:property=\"og:|name=\"twitter:)[^>]*>|<link rel=\"manifest\"[^>]*>"
)


class Frame:
    """Puts the page's own parts into the HTML that Gradio serves at the root.

    Gradio would add them by script, after the first paint and inside its own element.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Frame the HTML of `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and frame the answer to one for the root."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        headers = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        framing = self._framing(send, scope.get(PERSON, ""))
        await self._app({**scope, "headers": headers}, receive, framing)

    def _framing(self, send: Send, person: str) -> Send:
        start: Message = {}
        body = bytearray()

        async def send_framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                page = self.frame(bytes(body), person) if start["status"] == 200 else bytes(body)
                MutableHeaders(scope=start)["Content-Length"] = str(len(page))
                await send(start)
                await send({"type": "http.response.body", "body": page})

        return send_framed

    def frame(self, page: bytes, person: str = "") -> bytes:
        """Return Gradio's HTML with the page's own parts in it.

        Args:
            page: the HTML.
            person: the name of the person who has logged in; empty if no login is needed.

        Raises:
            ValueError: the HTML has no place for one of them.
        """
        head, _, body = page.partition(b"</head>")
        page = _UNWANTED.sub(b"", head) + b"</head>" + body
        parts = (
            (b"</head>", _part("head.html") + b"</head>"),
            (b"<gradio-app", _part("before.html", person=person) + b"<gradio-app"),
            (b"</gradio-app>", b"</gradio-app>" + _part("after.html")),
        )
        for place, part in parts:
            if page.count(place) != 1:
                raise ValueError(f"Gradio's page has no single {place.decode()}; was it upgraded?")
            page = page.replace(place, part)
        return page


def _part(name: str, **values: str) -> bytes:
    return _templates.get_template(name).render(values).encode()


_templates = Environment(
    loader=FileSystemLoader(_PARTS), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
