"""A language model with scripted replies, and a server with the HTTP format of a provider."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from assistant.models import ModelFailed, Prompt
from tests.assistant.models.provider_formats import OPENAI, ProviderFormat, ServedReply


class ScriptedModel:
    """Streams one reply after another in pieces of five characters; fails when there are no more.

    Attributes:
        prompts: the prompts that it was given, oldest first.
        stopped: how many replies were not read to their end.
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
        script: the replies, one for each request; the last one is repeated.
        provider: the format of its messages.
        requests: the bodies of the requests.
        paths: the paths of the requests.
        keys: the keys of the requests.
        cut: set once the client has closed the connection before the end.
    """

    address: str
    script: list[ServedReply]
    provider: ProviderFormat
    requests: list[dict[str, object]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    cut: threading.Event = field(default_factory=threading.Event)


@contextmanager
def model_server(*script: ServedReply, provider: ProviderFormat = OPENAI) -> Iterator[ModelServer]:
    """Serve a script on a free port until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:  # noqa: N802 the name is http.server's
            served.requests.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            served.paths.append(self.path)
            header, before = provider.key
            served.keys.append(self.headers.get(header, "").removeprefix(before))
            _answer(self, served)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = ModelServer(f"http://127.0.0.1:{server.server_port}", list(script), provider)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(handler: BaseHTTPRequestHandler, served: ModelServer) -> None:
    reply = served.script.pop(0) if len(served.script) > 1 else served.script[0]
    handler.send_response(reply.status)
    handler.send_header("connection", "close")
    if reply.status != 200:
        body = served.provider.error(reply).encode()
        handler.send_header("content-type", "application/json")
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
        return
    handler.send_header("content-type", served.provider.content)
    handler.send_header("transfer-encoding", "chunked")
    handler.end_headers()
    try:
        _reply(handler, served.provider, reply)
    except OSError:
        served.cut.set()


def _reply(handler: BaseHTTPRequestHandler, provider: ProviderFormat, reply: ServedReply) -> None:
    _write(handler, provider.begin())
    for piece in reply.pieces:
        time.sleep(reply.pause)
        _write(handler, provider.piece(piece))
    if reply.breaks:
        return
    _write(handler, provider.error_in_reply(reply) if reply.fails else provider.end())
    handler.wfile.write(b"0\r\n\r\n")


def _write(handler: BaseHTTPRequestHandler, text: str) -> None:
    if text:
        handler.wfile.write(f"{len(text.encode()):x}\r\n{text}\r\n".encode())
        handler.wfile.flush()
