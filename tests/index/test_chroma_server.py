"""The vectors may live on a Chroma server."""

from __future__ import annotations

import gc
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Library, StoreUnreachable
from tests.index.fakes import WordEmbedder

# Chroma's client leaves its sockets for the garbage collector to close.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def port() -> int:
    """A port that nobody listens on."""
    return _free_port()


@pytest.fixture
def process(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A Chroma server on loopback."""
    program = Path(sys.executable).with_name("chroma")
    command = [program, "run", "--path", tmp_path / "server", "--host", "127.0.0.1"]
    with subprocess.Popen(
        [*map(str, command), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        yield process
        process.terminate()
        gc.collect()


@pytest.fixture
def server(process: subprocess.Popen[bytes], port: int) -> str:
    """The address of a server that is ready."""
    for _ in range(300):
        assert process.poll() is None, "the server ended"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            break
    return f"http://127.0.0.1:{port}"


def test_library_on_a_server_is_like_one_in_its_home(
    server: str, tmp_path: Path, seeds: Path
) -> None:
    with (
        Library.open(tmp_path / "one", WordEmbedder(), chroma=server) as remote,
        Library.open(tmp_path / "two", WordEmbedder()) as local,
    ):
        remote.sync(seeds)
        local.sync(seeds)
        ours, theirs = remote.search("liquefied gas"), local.search("liquefied gas")
        assert [each.text for each in ours] == [each.text for each in theirs]
        assert not (tmp_path / "one" / "vectors").exists()


def test_two_libraries_on_a_server_are_kept_apart(server: str, tmp_path: Path, seeds: Path) -> None:
    with (
        Library.open(tmp_path / "one", WordEmbedder(), chroma=server) as one,
        Library.open(tmp_path / "two", WordEmbedder(), chroma=server) as two,
    ):
        one.sync(seeds)
        assert two.search("liquefied gas") == ()


def test_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{_free_port()}"
    with pytest.raises(StoreUnreachable, match=address):
        Library.open(tmp_path / "home", WordEmbedder(), chroma=address)
    gc.collect()


def test_server_that_goes_away_is_told(
    process: subprocess.Popen[bytes], server: str, tmp_path: Path, seeds: Path
) -> None:
    with Library.open(tmp_path / "home", WordEmbedder(), chroma=server) as library:
        library.sync(seeds)
        process.kill()
        process.wait()
        with pytest.raises(StoreUnreachable, match="any more"):
            library.search("liquefied gas")
