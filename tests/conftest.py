"""What every test may use, and the guard that keeps them all on this machine."""

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

# Run by hand, and with packages of their own.
collect_ignore = ["benchmarks", "evaluation/checking.py", "evaluation/learning.py"]

_CONNECTING = ("socket.connect", "socket.sendto", "socket.sendmsg")
_LOOKING_UP = ("socket.getaddrinfo", "socket.gethostbyname")
_HERE = ("", "localhost", socket.gethostname())


class LeavesTheMachine(OSError):
    """A test tried to reach another machine."""


class Guard:
    """Refuses every connection and look-up of Python's that leaves this machine.

    An audit hook, and so not to be got round by a socket made before it or by another class; it
    cannot be removed, but only acts in the process that runs the tests.
    """

    def __init__(self) -> None:
        self.attempts: list[str] = []

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in _CONNECTING:
            self._check(event, arguments[1])
        elif event in _LOOKING_UP:
            self._check(event, (arguments[0],))

    def _check(self, event: str, address: object) -> None:
        if isinstance(address, tuple) and not _is_here(address[0]):
            self.attempts.append(f"{event} {address}")
            raise LeavesTheMachine(f"A test may not leave this machine: {event} {address}")


def _is_here(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name in _HERE:
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
    """Fail a test that tried to leave the machine, even where a library hid the refusal."""
    yield _guard
    attempts = list(_guard.attempts)
    _guard.attempts.clear()
    assert not attempts, f"tried to leave the machine: {attempts}"


_SEEDS = Path(__file__).parents[1] / "seeds"


class Examples:
    """Runs each example of a docstring beside a copy of the seeds.

    It says `seeds/` and keeps their library beside them, which one process at a time may write.
    Examples stand outside of `tests`, where no fixture of a conftest reaches them; that of a
    plugin does.
    """

    @pytest.fixture(autouse=True)
    def beside_seeds(self, request: pytest.FixtureRequest) -> None:
        """Run an example there, and any other test where it would run anyhow."""
        if isinstance(request.node, pytest.DoctestItem):
            folder = request.getfixturevalue("tmp_path")
            shutil.copytree(_SEEDS, folder / "seeds")
            request.getfixturevalue("monkeypatch").chdir(folder)


def pytest_configure(config: pytest.Config) -> None:
    """Let the examples of docstrings be run apart."""
    config.pluginmanager.register(Examples())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly where the page was to be tested and could not be."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any(MISSING in str(report.longrepr) for report in skipped):
        terminalreporter.section("THE PAGE WAS NOT TESTED IN A BROWSER", red=True, bold=True)
        terminalreporter.line(MISSING)


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of documents that the default library is made of."""
    return _SEEDS


@pytest.fixture(scope="session")
def minilm() -> MiniLM:
    """The embedder that ships."""
    from index.onnx_embedding import MiniLM

    return MiniLM.open()


@pytest.fixture(scope="session")
def seeds_text(seeds: Path) -> str:
    """The seed document as it is."""
    return (seeds / "000_cd0475b9a63e25ad.txt").read_text("utf-8")
