"""A process killed at any moment leaves a library that the next start makes whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.kills import kill_many
from tests.index.killing import Nursery, Task

_POINTS = 8
_AT_RANDOM = 10


def _write(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(12):
        words = " ".join(f"Fact {number} of part {part} is here." for part in range(80))
        (folder / f"{number:02}.txt").write_text(words)


def _change(folder: Path) -> None:
    (folder / "00.txt").unlink()
    (folder / "01.txt").rename(folder / "renamed.txt")
    for number in range(2, 8):
        (folder / f"{number:02}.txt").write_text(f"A fact is new in file {number}. " * 60)


@pytest.fixture(scope="module")
def counted(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, int]:
    """How many calls a first sync and a sync of changes make when nothing kills them."""
    root = tmp_path_factory.mktemp("counted")
    task = Task(str(root / "home"), str(root / "documents"))
    _write(root / "documents")
    first = nursery.run(task).calls
    _change(root / "documents")
    return first, nursery.run(task).calls


@pytest.mark.parametrize("point", range(_POINTS))
def test_library_is_whole_after_a_kill(
    point: int, tmp_path: Path, nursery: Nursery, counted: tuple[int, int]
) -> None:
    folder, home = tmp_path / "documents", str(tmp_path / "home")
    share = (point + 0.5) / _POINTS
    for change, calls in zip((_write, _change), counted, strict=True):
        change(folder)
        assert nursery.run(Task(home, str(folder), fatal=int(calls * share))).killed
        # What is found before the next sync is whole, too: ready everywhere, or nowhere.
        opened = nursery.run(Task(home, str(folder), sync=False, check=True))
        assert opened.problems == ()
        ended = nursery.run(Task(home, str(folder), check=True))
        assert (ended.killed, ended.problems) == (False, ())


def test_library_is_whole_after_kills_at_random_moments(tmp_path: Path, nursery: Nursery) -> None:
    tally = kill_many(nursery, tmp_path, _AT_RANDOM, seed=0, files=12)
    assert (tally.killed, tally.problems) == (_AT_RANDOM, [])
