"""A page that is served by a process of its own, and what it writes into its log."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from assistant.page.passwords import keep_password

PASSWORD = "a long password"
# With limits that a test can wait for.
_PROGRAM = """
import os, socket, sys
from pathlib import Path
import uvicorn
from assistant import Assistant
from assistant.page.app import build_app
from assistant.page.connections import LimitedProtocol
from assistant.page.limits import Limits
from assistant.page.passwords import Passwords
from assistant.page.serving import server_config

limits = Limits(connections=60, header_seconds=2, body_seconds=2, uploads=2, upload_bytes=3_000_000)
protocol = type("Protocol", (LimitedProtocol,), {"limits": limits})
folder, home, people = map(Path, sys.argv[1:4])
passwords = Passwords.read(people) if people.exists() else None
with Assistant.open(folder, home=home) as quoth, socket.create_server(("127.0.0.1", 0)) as listener:
    app = build_app(quoth, passwords=passwords, limits=limits)
    print(listener.getsockname()[1], flush=True)
    uvicorn.Server(server_config(app, protocol)).run(sockets=[listener])
"""
TEXT = "The lighthouse of Ar-Men was first lit in 1881. It stands on a rock off Brittany."


@dataclass(frozen=True, slots=True)
class Served:
    """A served page.

    Attributes:
        address: of the page.
        port: that it listens on.
        log: the file with what the process writes.
        folder: with the passwords, as `people`, and the documents.
    """

    address: str
    port: int
    log: Path
    folder: Path

    @contextmanager
    def client(self, address: str = "") -> Iterator[httpx.Client]:
        """Give a browser that has opened the page, perhaps at an address behind a proxy."""
        headers = {"X-Forwarded-For": address} if address else {}
        with httpx.Client(base_url=self.address, headers=headers, timeout=30) as client:
            client.get("/")
            yield client

    def connect(self) -> socket.socket:
        """Return a connection to write raw bytes to."""
        connection = socket.create_connection(("127.0.0.1", self.port))
        connection.settimeout(20)
        return connection

    def lines(self) -> list[str]:
        """Return what the process has written."""
        return self.log.read_text("utf-8").splitlines()


@contextmanager
def _served(root: Path) -> Iterator[Served]:
    documents = root / "documents"
    documents.mkdir()
    (documents / "lighthouse.txt").write_text(TEXT, "utf-8")
    command = [sys.executable, "-c", _PROGRAM, str(documents), str(root / "home")]
    with (
        (root / "log").open("w") as log,
        subprocess.Popen(
            [*command, str(root / "people")], stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        assert process.stdout is not None
        port = int(process.stdout.readline())
        try:
            yield Served(f"http://127.0.0.1:{port}", port, root / "log", root)
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A page that is open to whoever reaches it."""
    with _served(tmp_path_factory.mktemp("served")) as served:
        yield served


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A page that asks for passwords."""
    root = tmp_path_factory.mktemp("guarded")
    for name in ("Ada", "Bob", "Eve"):
        keep_password(root / "people", name, PASSWORD)
    with _served(root) as served:
        yield served
