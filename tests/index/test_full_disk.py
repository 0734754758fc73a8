"""A disk without room is said to be full, and the next sync goes on from there."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import DiskFull
from index.database import Database, Recipe
from index.errors import Part
from tests.index.killing import Nursery, Task


def _write(folder: Path) -> None:
    folder.mkdir()
    for number in range(12):
        words = " ".join(f"Fact {number} of part {part} is here." for part in range(80))
        (folder / f"{number:02}.txt").write_text(words)


def test_sync_goes_on_where_files_could_grow_no_more(tmp_path: Path, nursery: Nursery) -> None:
    folder, home = tmp_path / "documents", str(tmp_path / "home")
    _write(folder)
    for most_bytes in (30_000, 120_000, 300_000):
        ended = nursery.run(Task(home, str(folder), most_bytes=most_bytes))
        assert ended.problems != ()
    ended = nursery.run(Task(home, str(folder), check=True))
    assert ended.problems == ()


def test_full_disk_is_told_with_what_to_do(tmp_path: Path) -> None:
    tables = "CREATE TABLE kept (body BLOB)"
    database = Database(Recipe(tmp_path / "x.sqlite", tables, 1, Part.TOKENS))
    database.run("PRAGMA max_page_count = 10")
    with pytest.raises(DiskFull, match="Make room and run it again"):
        database.run("INSERT INTO kept VALUES (?)", (bytes(1_000_000),))
    database.run("INSERT INTO kept VALUES (?)", (b"a little",))
    database.close()
