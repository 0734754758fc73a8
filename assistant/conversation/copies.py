"""Checked copies of the conversations, and what can be read of a damaged file and its copies."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from assistant.conversation.records import TurnRecord
from assistant.conversation.titles import title_of
from index.database import Database, Recipe, Row, salvage
from index.errors import Part

# The data exist once, so a copy is made whenever the store is closed, and this often until then.
DAY = 86_400.0

_VERSION = 1
_STORE_TABLES = files("assistant.conversation").joinpath("store.sql")
_TABLES: Mapping[str, tuple[str, ...]] = {
    "secret": ("value",),
    "conversation": ("name", "owner", "title", "changed", "removed"),
    "turn": ("conversation", "number", "record", "words"),
    "feedback": ("conversation", "number", "is_good", "comment", "given"),
}
_KEYS = {"secret": 1, "conversation": 1, "turn": 2, "feedback": 2}
_NUMBERS = {"changed", "removed", "number", "is_good", "given"}


@dataclass(frozen=True, slots=True)
class Copies:
    """Two copies of a file of conversations, beside it: the latest, and one about a day older.

    Attributes:
        file: that is copied.
    """

    file: Path

    @property
    def paths(self) -> tuple[Path, Path]:
        """Where the copies are, the latest first."""
        latest, older = (
            self.file.with_name(f"{self.file.stem}-copy-{number}.sqlite") for number in (1, 2)
        )
        return latest, older

    def existing(self) -> list[Path]:
        """Return the copies that there are, the latest first."""
        return [path for path in self.paths if path.is_file()]

    def age(self) -> float:
        """Return the seconds since the latest copy; infinite where there is none."""
        latest = self.paths[0]
        return time.time() - latest.stat().st_mtime if latest.is_file() else float("inf")

    def make(self, database: Database) -> None:
        """Copy the file; only a copy that passes SQLite's check takes the place of another.

        Raises:
            PartDamaged: the file or its copy does not pass.
            DiskFull, HomeUnwritable: the copy cannot be written.
        """
        latest, older = self.paths
        part = self.file.with_name(f"{self.file.stem}-copy.part")
        try:
            part.unlink(missing_ok=True)
            part.touch(mode=0o600)
            database.copy_to(part)
            is_old = not older.is_file() or time.time() - older.stat().st_mtime > DAY
            if latest.is_file() and is_old:
                latest.replace(older)
            part.replace(latest)
        finally:
            part.unlink(missing_ok=True)


def recipe_of(file: Path) -> Recipe:
    """Return how a file of conversations is opened."""
    tables = _STORE_TABLES.read_text("utf-8")
    return Recipe(file, tables, _VERSION, Part.CONVERSATIONS, is_lenient=True)


def problem_of(file: Path) -> str:
    """Return what is wrong with a file by a check of all of it; empty where nothing is.

    Raises:
        PartDamaged: it cannot even be opened.
    """
    with closing(Database(replace(recipe_of(file), is_writable=False))) as database:
        return database.check()


def restore(database: Database, damaged: Path | None, copies: Iterable[Path]) -> int:
    """Fill an empty store with every row that can be read; return how many turns these have.

    A row of the damaged file comes before the same one of a copy, unless it makes no sense. A turn
    without its conversation becomes one that nobody owns: who has its address can read it.
    """
    sources = [*([damaged] if damaged else []), *copies]
    tables = {table: _rows(table, sources) for table in _TABLES}
    named = {row[0] for row in tables["conversation"]}
    for name, _, record, words in tables["turn"]:
        if name not in named:
            named.add(name)
            title = title_of(_readable(record, words).question)
            owner = secrets.token_urlsafe(32)
            changed = time.time_ns() // 1_000_000
            tables["conversation"].append((name, owner, title, changed, None))
    turns = {row[:2] for row in tables["turn"]}
    tables["feedback"] = [row for row in tables["feedback"] if row[:2] in turns]
    tables["secret"] = tables["secret"][:1]
    with database.transaction():
        for table, rows in tables.items():
            marks = ", ".join("?" * len(_TABLES[table]))
            database.many(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", rows)
    return len(turns)


def _rows(table: str, sources: Iterable[Path]) -> list[Row]:
    """Return the rows of a table, each key once, the better one of two.

    All sources are read, even where the first seems to have all: a damaged page may hide rows.
    """
    columns, size = _TABLES[table], _KEYS[table]
    keys = ", ".join(columns[:size])
    found: dict[Row, Row] = {}
    for source in sources:
        for row in salvage(source, f"SELECT {', '.join(columns)} FROM {table}", keys):
            known = found.get(row[:size])
            if _is_possible(columns, row) and (known is None or _is_better(table, row, known)):
                found[row[:size]] = row
    return list(found.values())


def _is_possible(columns: tuple[str, ...], row: Row) -> bool:
    """Return whether the values of a row have the types of its columns."""
    return all(
        isinstance(value, int) if column in _NUMBERS else isinstance(value, str)
        for column, value in zip(columns, row, strict=True)
        if not (column == "removed" and value is None)
    )


def _is_better(table: str, row: Row, other: Row) -> bool:
    return table == "turn" and is_readable(row[2]) and not is_readable(other[2])


def is_readable(record: object) -> bool:
    """Return whether the record of a turn can be read."""
    try:
        TurnRecord.model_validate_json(str(record))
    except ValidationError:
        return False
    return True


def _readable(record: object, words: object) -> TurnRecord:
    """Return a turn; of one whose record makes no sense, what the search knows of it."""
    try:
        return TurnRecord.model_validate_json(str(record))
    except ValidationError:
        question, _, text = str(words).partition("\n")
        question = question or UNREADABLE
        return TurnRecord(
            question=question, standalone=question, kind="told", text=text or UNREADABLE
        )


UNREADABLE = "This could not be read: the file of the conversations was damaged."


def readable_turns(rows: Iterable[Row]) -> list[TurnRecord]:
    """Return the turns of a conversation by number, from 1, and a sentence for each that is lost.

    Args:
        rows: number, record and words of each.
    """
    found = {row[0]: _readable(row[1], row[2]) for row in rows if isinstance(row[0], int)}
    # A damaged number may be anything; one after a large gap is not filled up to.
    last = max((number for number in found if 0 < number <= 2 * len(found) + 100), default=0)
    lost = TurnRecord(question=UNREADABLE, standalone=UNREADABLE, kind="told", text=UNREADABLE)
    return [found.get(number, lost) for number in range(1, last + 1)]
