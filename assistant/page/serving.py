"""The server of the page, which runs until Ctrl-C."""

from __future__ import annotations

import ipaddress
import socket
import threading
import webbrowser
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI

from assistant.errors import PortTaken, SettingError
from assistant.page.app import build_app
from assistant.page.connections import LimitedProtocol
from assistant.page.failures import log_config
from assistant.page.guard import LOOPBACK
from assistant.page.passwords import Passwords

if TYPE_CHECKING:
    from assistant.assistant import Assistant

PORT = 7860
_TRIES = 20
_EVERYWHERE = frozenset({"", "0.0.0.0", "::"})


def serve(
    assistant: Assistant,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    auth: Path | None = None,
    open_browser: bool = False,
    announce: Callable[[str], None],
) -> None:
    """Serve the page until Ctrl-C.

    Args:
        assistant: what answers.
        host: address to listen on; anything but loopback lets other machines in.
        port: port to listen on, 0 for any free one; None is 7860, or the next that is free.
        auth: file with the passwords of the people who may use the page; None for everyone who
            reaches it.
        open_browser: whether to open the page in the person's browser.
        announce: called with the address of the page once it can be opened.

    Raises:
        PortTaken: another program listens there, or the address is not this machine's.
        SettingError: other machines could reach the page without a password, or the passwords
            cannot be read.
    """
    passwords = Passwords.read(auth) if auth else None
    if passwords is None and not _is_loopback(host):
        raise SettingError(
            f"Anyone who reaches {host} could read the documents.",
            "Make a file of passwords (quoth password NAME --auth FILE) and give it with --auth, "
            "or listen on 127.0.0.1.",
        )
    listener = _listen(host, port)
    address = _address(host, listener.getsockname()[1])

    def ready() -> None:
        announce(address)
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    config = server_config(build_app(assistant, hosts=_hosts(host), passwords=passwords))
    try:
        _Server(config, ready).run(sockets=[listener])
    except KeyboardInterrupt:
        return
    finally:
        listener.close()


def server_config(
    app: FastAPI, protocol: type[LimitedProtocol] = LimitedProtocol
) -> uvicorn.Config:
    """Return how uvicorn serves the page, with the limits of a protocol."""
    limits = protocol.limits
    return uvicorn.Config(
        app,
        http=protocol,
        log_config=log_config(),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
        timeout_keep_alive=limits.idle_seconds,
        h11_max_incomplete_event_size=limits.header_bytes,
    )


class _Server(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def _listen(host: str, port: int | None) -> socket.socket:
    """Return a bound socket; bound before the start, its port cannot be taken meanwhile."""
    if port is not None:
        return _bind(host, port)
    for candidate in range(PORT, PORT + _TRIES):
        try:
            return _bind(host, candidate)
        except PortTaken:
            continue
    raise PortTaken(f"The ports {PORT} to {PORT + _TRIES - 1} of {host} are all taken.")


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise PortTaken(f"The page cannot listen on {host}:{port}: {error.strerror}.") from error
    return listener


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _address(host: str, port: int) -> str:
    name = "localhost" if host in _EVERYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/"


def _hosts(host: str) -> Collection[str] | None:
    """Return the host names that requests may use; any if the page listens on every address."""
    return None if host in _EVERYWHERE else LOOPBACK | {host}
