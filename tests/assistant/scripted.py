"""A language model that says what a test has it say, and a server that speaks as a provider's."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from assistant.models import ModelFailed, Prompt
from tests.assistant.models.wires import OPENAI, Told, Wire


class ScriptedModel:
    """Says one reply after another, in pieces of a few letters, and fails when it has no more.

    Attributes:
        prompts: what it was told, oldest first.
        stopped: how often its reply was not read to its end.
    """

    name = "scripted"

    def __init__(self, *replies: str | ModelFailed, window: int = 4096) -> None:
        self.window = window
        self.prompts: list[Prompt] = []
        self.stopped = 0
        self._replies = list(replies)

    def stream(self, prompt: Prompt) -> Generator[str, None, None]:
        self.prompts.append(prompt)
        assert self._replies, f"The script ran dry at: {prompt.request}"
        reply = self._replies.pop(0)
        if isinstance(reply, ModelFailed):
            raise reply
        whole = False
        try:
            for start in range(0, len(reply), 5):
                yield reply[start : start + 5]
            whole = True
        finally:
            self.stopped += not whole


@dataclass
class ModelServer:
    """A server of a language model on this machine.

    Attributes:
        address: `http://127.0.0.1:PORT`.
        script: what it answers, request by request; the last is said again.
        wire: how it speaks.
        asked: the bodies of the requests.
        paths: where they were sent to.
        keys: the keys that they came with.
        cut: set once somebody hung up before the end.
    """

    address: str
    script: list[Told]
    wire: Wire
    asked: list[dict[str, object]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    cut: threading.Event = field(default_factory=threading.Event)


@contextmanager
def model_server(*script: Told, wire: Wire = OPENAI) -> Iterator[ModelServer]:
    """Serve a script on a free port until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:  # noqa: N802 the name is http.server's
            served.asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            served.paths.append(self.path)
            header, before = wire.key
            served.keys.append(self.headers.get(header, "").removeprefix(before))
            _answer(self, served)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = ModelServer(f"http://127.0.0.1:{server.server_port}", list(script), wire)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(handler: BaseHTTPRequestHandler, served: ModelServer) -> None:
    told = served.script.pop(0) if len(served.script) > 1 else served.script[0]
    handler.send_response(told.status)
    handler.send_header("connection", "close")
    if told.status != 200:
        body = served.wire.error(told).encode()
        handler.send_header("content-type", "application/json")
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
        return
    handler.send_header("content-type", served.wire.content)
    handler.send_header("transfer-encoding", "chunked")
    handler.end_headers()
    try:
        _reply(handler, served.wire, told)
    except OSError:
        served.cut.set()


def _reply(handler: BaseHTTPRequestHandler, wire: Wire, told: Told) -> None:
    _write(handler, wire.begin())
    for piece in told.pieces:
        time.sleep(told.pause)
        _write(handler, wire.piece(piece))
    if told.breaks:
        return
    _write(handler, wire.error_in_reply(told) if told.fails else wire.end())
    handler.wfile.write(b"0\r\n\r\n")


def _write(handler: BaseHTTPRequestHandler, text: str) -> None:
    if text:
        handler.wfile.write(f"{len(text.encode()):x}\r\n{text}\r\n".encode())
        handler.wfile.flush()
