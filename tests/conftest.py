"""Fixtures of all tests, and the guard that rejects network connections to other machines."""

from __future__ import annotations

import ipaddress
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.program import MISSING

if TYPE_CHECKING:
    from index.onnx_embedding import MiniLM

# Benchmarks are run by hand and need other packages.
collect_ignore = ["benchmarks"]

_CONNECTIONS = ("socket.connect", "socket.sendto", "socket.sendmsg")
_LOOK_UPS = ("socket.getaddrinfo", "socket.gethostbyname")
_THIS_MACHINE = ("", "localhost", socket.gethostname())


class LeavesTheMachine(OSError):
    """A test tried to reach another machine."""


class Guard:
    """Rejects every connection and name look-up by Python that leaves this machine.

    An audit hook cannot be removed, nor bypassed by a socket that is older than it or of another
    class. It acts only in the process that runs the tests.
    """

    def __init__(self) -> None:
        self.attempts: list[str] = []

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in _CONNECTIONS:
            self._check(event, arguments[1])
        elif event in _LOOK_UPS:
            self._check(event, (arguments[0],))

    def _check(self, event: str, address: object) -> None:
        if isinstance(address, tuple) and not _is_this_machine(address[0]):
            self.attempts.append(f"{event} {address}")
            raise LeavesTheMachine(f"A test may not leave this machine: {event} {address}")


def _is_this_machine(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name in _THIS_MACHINE:
        return True
    try:
        address = ipaddress.ip_address(str(name).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


_guard = Guard()
sys.addaudithook(_guard)


@pytest.fixture(autouse=True)
def guard() -> Iterator[Guard]:
    """Fail a test that tried to leave the machine, even if a library hid the error."""
    yield _guard
    attempts = list(_guard.attempts)
    _guard.attempts.clear()
    assert not attempts, f"tried to leave the machine: {attempts}"


_SEEDS = Path(__file__).parents[1] / "seeds"


class Examples:
    """Runs each docstring example in a folder with a copy of the seeds.

    Examples open `seeds/`, and their library is created beside it. A plugin is needed because the
    fixtures of this file do not apply to docstrings outside of `tests/`.
    """

    @pytest.fixture(autouse=True)
    def beside_seeds(self, request: pytest.FixtureRequest) -> None:
        """Change the working folder for docstring examples only."""
        if isinstance(request.node, pytest.DoctestItem):
            folder = request.getfixturevalue("tmp_path")
            shutil.copytree(_SEEDS, folder / "seeds")
            request.getfixturevalue("monkeypatch").chdir(folder)


def pytest_configure(config: pytest.Config) -> None:
    """Register the plugin for docstring examples."""
    config.pluginmanager.register(Examples())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Report prominently if the page could not be tested."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any(MISSING in str(report.longrepr) for report in skipped):
        terminalreporter.section("THE PAGE WAS NOT TESTED IN A BROWSER", red=True, bold=True)
        terminalreporter.line(MISSING)


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the default documents."""
    return _SEEDS


@pytest.fixture(scope="session")
def minilm() -> MiniLM:
    """The included embedder."""
    from index.onnx_embedding import MiniLM

    return MiniLM.open()


@pytest.fixture(scope="session")
def seeds_text(seeds: Path) -> str:
    """The text of the seed document."""
    return (seeds / "000_cd0475b9a63e25ad.txt").read_text("utf-8")
