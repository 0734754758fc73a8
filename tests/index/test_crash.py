"""A process killed at any moment leaves a library that the next start makes whole."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from index import Library
from tests.index.fakes import WordEmbedder

# Counts the calls inside the index and kills itself, without any warning, at the one it is told.
_VICTIM = """
import os, signal, sys
from pathlib import Path
from index import Library
from tests.index.fakes import WordEmbedder

home, folder, fatal = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
watched = tuple(f"{os.sep}index{os.sep}{name}.py" for name in sys.argv[4].split(","))
calls = 0

def watch(frame, event, argument):
    global calls
    if frame.f_code.co_filename.endswith(watched):
        calls += 1
        if calls == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

with Library.open(home, WordEmbedder()) as library:
    sys.setprofile(watch)
    library.sync(folder)
    sys.setprofile(None)
print(calls)
"""
_WATCHED = "storing,vectors,words,catalogue,token_vectors,database"
_POINTS = 8


def _write(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(12):
        words = " ".join(f"Fact {number} of part {part} is here." for part in range(80))
        (folder / f"{number:02}.txt").write_text(words)


def _change(folder: Path) -> None:
    (folder / "00.txt").unlink()
    (folder / "01.txt").rename(folder / "renamed.txt")
    for number in range(2, 8):
        (folder / f"{number:02}.txt").write_text(f"All is new in file {number}. " * 60)


def _run(home: Path, folder: Path, fatal: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _VICTIM, str(home), str(folder), str(fatal), _WATCHED]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _contents(library: Library) -> list[tuple[str, str]]:
    return [(source.location, source.id) for source in library.sources()]


def _assert_whole(library: Library) -> None:
    """Every ready source is found by both engines, and nothing else is."""
    stores = library._stores
    wanted = {
        each for source in library.sources() for each in stores.catalogue.passage_ids([source.id])
    }
    assert set(stores.vectors.passages()) == wanted
    assert stores.words.count() == len(wanted)
    assert {each.passage.id for each in library.search("fact is here", limit=1000)} <= wanted


@pytest.mark.parametrize("point", range(_POINTS))
def test_library_is_whole_after_a_kill(
    point: int, tmp_path: Path, counted: tuple[int, int]
) -> None:
    folder, home = tmp_path / "documents", tmp_path / "home"
    _write(folder)
    first, second = counted
    share = (point + 0.5) / _POINTS
    assert _run(home, folder, int(first * share)).returncode == -signal.SIGKILL
    with Library.open(home, WordEmbedder()) as library:
        _assert_whole(library)
    assert _run(home, folder, 0).returncode == 0
    _change(folder)
    assert _run(home, folder, int(second * share)).returncode == -signal.SIGKILL
    with (
        Library.open(home, WordEmbedder()) as library,
        Library.open(tmp_path / "fresh", WordEmbedder()) as fresh,
    ):
        _assert_whole(library)
        library.sync(folder)
        fresh.sync(folder)
        _assert_whole(library)
        assert _contents(library) == _contents(fresh)
        assert set(library._stores.catalogue.passage_ids()) == set(
            fresh._stores.catalogue.passage_ids()
        )


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, int]:
    """How many calls a first sync and a sync of changes make when nothing kills them."""
    root = tmp_path_factory.mktemp("counted")
    _write(root / "documents")
    first = _run(root / "home", root / "documents", 0)
    _change(root / "documents")
    second = _run(root / "home", root / "documents", 0)
    return int(first.stdout), int(second.stdout)
