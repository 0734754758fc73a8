"""A language model that says what a test has it say, and a server that speaks as OpenAI's does."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from assistant.models import ModelFailed, Prompt


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


@dataclass(frozen=True)
class Told:
    """What the server answers to one request.

    Attributes:
        status: of HTTP.
        pieces: of the reply, where the status is 200.
        pause: before each piece, in seconds.
        code: of an error, as OpenAI names it.
        breaks: whether the connection is cut after the pieces.
    """

    status: int = 200
    pieces: tuple[str, ...] = ()
    pause: float = 0.0
    code: str = ""
    breaks: bool = False


@dataclass
class ModelServer:
    """An OpenAI-like server on this machine.

    Attributes:
        address: `http://127.0.0.1:PORT/v1`.
        script: what it answers, request by request; the last is said again.
        asked: the bodies of the requests.
        keys: the keys that they came with.
        cut: set once somebody hung up before the end.
    """

    address: str
    script: list[Told]
    asked: list[dict[str, object]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    cut: threading.Event = field(default_factory=threading.Event)


@contextmanager
def model_server(*script: Told) -> Iterator[ModelServer]:
    """Serve a script on a free port until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:  # noqa: N802 the name is http.server's
            served.asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            served.keys.append(self.headers.get("authorization", ""))
            _answer(self, served)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = ModelServer(f"http://127.0.0.1:{server.server_port}/v1", list(script))
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
    if told.status != 200:
        error = {"error": {"message": "the key is sk-secret", "code": told.code or None}}
        body = json.dumps(error).encode()
        handler.send_header("content-type", "application/json")
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
        return
    handler.send_header("content-type", "text/event-stream")
    handler.send_header("transfer-encoding", "chunked")
    handler.end_headers()
    try:
        for piece in told.pieces:
            time.sleep(told.pause)
            _send(handler, {"delta": {"role": "assistant", "content": piece}, "index": 0})
        if told.breaks:
            handler.close_connection = True
            return
        _send(handler, {"delta": {}, "index": 0, "finish_reason": "stop"})
        _write(handler, "data: [DONE]\n\n")
        _write(handler, "")
    except OSError:
        served.cut.set()


def _send(handler: BaseHTTPRequestHandler, choice: dict[str, object]) -> None:
    event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    _write(handler, f"data: {json.dumps(event | {'choices': [choice]})}\n\n")


def _write(handler: BaseHTTPRequestHandler, text: str) -> None:
    handler.wfile.write(f"{len(text.encode()):x}\r\n{text}\r\n".encode())
    handler.wfile.flush()
