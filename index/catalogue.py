"""The record of a library, in SQLite: sources, their texts, their passages, their state."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from threading import RLock

from index.database import Database, Recipe, Row, salvage
from index.errors import Part, PartDamaged, SourceNotFound
from index.home import set_aside
from index.passage import Passage, passage_id
from index.place import pack, unpack
from index.source import Source, SourceText
from index.splitting import Draft
from index.text_cache import TextCache

_VERSION = 3
# Well below SQLite's limit of 32,766 variables in a statement.
_VARIABLES = 10_000
# Texts kept in memory: a guess, some hundred documents of usual length.
_CACHED_BYTES = 64_000_000
_TABLES = files("index").joinpath("catalogue.sql")


class State(StrEnum):
    """How far a source is on its way in or out."""

    PENDING = "pending"
    READY = "ready"
    LEAVING = "leaving"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of the folder, or one inside such a file, as the last sync saw it.

    Attributes:
        path: relative to the folder, with forward slashes.
        source: id of the source it is; None where it could not be read or only contains others.
        size: bytes.
        stamp: changes whenever the file may have changed; empty where it must be looked at again.
        failure: why it could not be read; None where it could.
        container: path of the file of the folder that it is inside; None for that file itself.
        members: paths of what is inside it; None where that is not known yet.
    """

    path: str
    source: str | None
    size: int
    stamp: str
    failure: str | None = None
    container: str | None = None
    members: frozenset[str] | None = frozenset()


class Catalogue:
    """Sources, texts, passages and files of one library. Safe for use by several threads.

    Every method raises PartDamaged where the file turns out to be damaged.
    """

    def __init__(self, database: Database) -> None:
        """Wrap an open database; use `Catalogue.open`."""
        self._database = database
        self._lock = RLock()
        self._texts = TextCache(_CACHED_BYTES)
        self._settings: dict[str, str] = {}
        self._version = database.version_of_data()

    @classmethod
    def open(cls, path: Path, *, is_writable: bool = True) -> Catalogue:
        """Open a catalogue, making it if there is none.

        Raises:
            PartDamaged: the file is damaged, or an older version of Quoth wrote it.
            NewerHome: a newer version of Quoth wrote it.
            HomeUnwritable: it cannot be opened or written.
        """
        tables = _TABLES.read_text("utf-8")
        recipe = Recipe(path, tables, _VERSION, Part.CATALOGUE, is_writable=is_writable)
        return cls(Database(recipe))

    @classmethod
    def replace(cls, path: Path) -> Catalogue:
        """Set a damaged file aside and make a new catalogue with its settings, if they are read."""
        aside = set_aside(path)
        catalogue = cls.open(path)
        rows = salvage(aside, "SELECT name, value FROM setting", "name") if aside else []
        for name, value in rows:
            if isinstance(name, str) and isinstance(value, str) and name in _LASTING_SETTINGS:
                catalogue.remember(name, value)
        return catalogue

    def renew(self) -> None:
        """Set the file aside and begin with an empty one; what was remembered is kept."""
        with self._lock:
            self._database.renew(set_aside)
            self._texts.clear()
            for name, value in self._settings.items():
                if name in _LASTING_SETTINGS:
                    self.remember(name, value)

    def problem(self) -> str:
        """Return what is wrong with the file by a check of all of it; empty where nothing is."""
        return self._database.check() or self.lost_rows()

    def lost_rows(self) -> str:
        """Return which rows are missing that others refer to; empty where none is.

        A few milliseconds for 20,000 sources: it looks at every source and file, at no passage.
        """
        for query, what in _LOST_ROWS.items():
            if self._database.one(query) is not None:
                return f"{self._database.path} is damaged: {what}."
        return ""

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def settle(self) -> None:
        """Let the file be no larger than it need be."""
        self._database.settle()

    def transaction(self) -> AbstractContextManager[None]:
        """Make all changes inside durable together, or none of them."""
        return self._database.transaction()

    def has_changed(self) -> bool:
        """Return whether another process or library has written since the last call."""
        with self._lock:
            before = self._version
            self._version = self._database.version_of_data()
            if self._version != before:
                self._texts.clear()
        return self._version != before

    def look_again(self) -> None:
        """Let `has_changed` return True once more: what followed its last return failed."""
        with self._lock:
            self._version = -1

    def recall(self, name: str) -> str | None:
        """Return what was remembered under a name."""
        row = self._database.one("SELECT value FROM setting WHERE name = ?", (name,))
        if row is None:
            return None
        self._settings[name] = row[0]
        return str(row[0])

    def remember(self, name: str, value: str) -> None:
        """Remember a value under a name."""
        self._database.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))
        self._settings[name] = value

    def add(self, origin: SourceText, drafts: Sequence[Draft]) -> None:
        """Write a source as pending, with its text and its passages, inside a transaction."""
        source = origin.source
        day = source.date.isoformat() if source.date else None
        row = (source.id, source.title, source.location, day, source.size, source.length)
        body = zlib.compress(origin.text.encode("utf-8", "surrogatepass"), 1)
        passages = [
            (passage_id(source.id, draft.start, draft.end), source.id, draft.start, draft.end)
            + (json.dumps(draft.sentences, separators=(",", ":")),)
            for draft in drafts
        ]
        self._database.run(
            "INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, source.media_type, State.PENDING),
        )
        places = pack(origin.places)
        self._database.run("INSERT INTO text VALUES (?, ?, ?)", (source.id, body, places))
        self._database.many("INSERT INTO passage VALUES (?, ?, ?, ?, ?)", passages)

    def mark(self, sources: Iterable[str], state: State) -> None:
        """Change the state of sources."""
        self._database.many(
            "UPDATE source SET state = ? WHERE id = ?", [(state, each) for each in sources]
        )

    def forget(self, sources: Iterable[str]) -> None:
        """Remove sources with their texts, passages and files."""
        removed = list(sources)
        self._database.many("DELETE FROM source WHERE id = ?", [(each,) for each in removed])
        self._texts.drop(removed)

    def has(self, source: str) -> bool:
        """Return whether a source is ready."""
        query = "SELECT 1 FROM source WHERE id = ? AND state = ?"
        return self._database.one(query, (source, State.READY)) is not None

    def has_ready(self) -> bool:
        """Return whether any source is ready."""
        query = "SELECT 1 FROM source WHERE state = ? LIMIT 1"
        return self._database.one(query, (State.READY,)) is not None

    def orphans(self) -> list[str]:
        """Return the ids of the sources that no file contains."""
        query = (
            "SELECT id FROM source WHERE id NOT IN (SELECT source FROM file WHERE source NOT NULL)"
        )
        return [row[0] for row in self._database.all(query)]

    def relocate(self) -> None:
        """Update the location of every source whose file has moved."""
        moved = """
            SELECT id, (SELECT min(path) FROM file WHERE source = id) FROM source
            WHERE NOT EXISTS (SELECT 1 FROM file WHERE source = id AND path = location)
        """
        for source, path in self._database.all(moved):
            self._database.run("UPDATE source SET location = ? WHERE id = ?", (path, source))
            self._texts.drop([source])

    def in_state(self, *states: State) -> list[str]:
        """Return the ids of the sources in one of some states."""
        marks = ",".join("?" * len(states))
        rows = self._database.all(f"SELECT id FROM source WHERE state IN ({marks})", states)
        return [row[0] for row in rows]

    def sources(self) -> list[Source]:
        """Return the sources that are ready, by location."""
        rows = self._database.all(
            f"SELECT {_SOURCE_COLUMNS} FROM source WHERE state = ? ORDER BY location",
            (State.READY,),
        )
        with self._reading():
            return [_source(row) for row in rows]

    def text(self, source: str) -> SourceText:
        """Return a source with its canonical text.

        Raises:
            SourceNotFound: the library has no such source.
        """
        return self._texts.get(source) or self._texts.put(self._read(source))

    def _read(self, source: str) -> SourceText:
        row = self._database.one(
            f"SELECT {_SOURCE_COLUMNS}, body, places FROM source JOIN text ON source = id "
            "WHERE id = ?",
            (source,),
        )
        if row is None:
            raise SourceNotFound(f"No source has the id {source!r}.")
        with self._reading():
            text = zlib.decompress(row[-2]).decode("utf-8", "surrogatepass")
            return SourceText(_source(row), text, unpack(row[-1]))

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Raise PartDamaged for a row whose values make no sense."""
        try:
            yield
        except (ValueError, TypeError, IndexError, KeyError, zlib.error) as error:
            what = f"{self._database.path} is damaged: {error}."
            raise PartDamaged(Part.CATALOGUE, what) from error

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of ready sources among some ids."""
        found: dict[int, Passage] = {}
        for first in range(0, len(ids), _VARIABLES):
            page = ids[first : first + _VARIABLES]
            marks = ",".join("?" * len(page))
            query = f"SELECT {_PASSAGE_COLUMNS} WHERE passage.id IN ({marks}) AND state = ?"
            for row in self._database.all(query, (*page, State.READY)):
                found[row[0]] = self._passage(row, self.text(row[1]))
        return found

    def passages_of(self, source: str) -> list[Passage]:
        """Return the passages of a source in order, whatever its state.

        Its text is not cached: a walk over all sources needs each once.
        """
        query = f"SELECT {_PASSAGE_COLUMNS} WHERE source = ? ORDER BY start"
        rows = self._database.all(query, (source,))
        if not rows:
            return []
        origin = self._texts.get(source) or self._read(source)
        return [self._passage(row, origin) for row in rows]

    def _passage(self, row: Row, origin: SourceText) -> Passage:
        _, _, start, end, sentences = row
        with self._reading():
            spans = tuple((int(left), int(right)) for left, right in json.loads(sentences))
            bounds = [start, *(each for span in spans for each in span), end]
            passage = Passage(origin, start, end, spans)
            # The id is made from the offsets, and so shows whether they are what they were.
            if passage.id != row[0] or bounds != sorted(bounds) or end > len(origin.text):
                raise ValueError(f"a passage of {origin.source.location} has impossible offsets")
            return passage

    def passage_ids(self, sources: Collection[str] | None = None) -> list[int]:
        """Return the ids of the passages of some sources, or of all."""
        if sources is None:
            return [row[0] for row in self._database.all("SELECT id FROM passage")]
        chosen = json.dumps(list(sources))
        query = "SELECT id FROM passage WHERE source IN (SELECT value FROM json_each(?))"
        return [row[0] for row in self._database.all(query, (chosen,))]

    def passages_a_source(self) -> dict[str, int]:
        """Return how many passages each source has, by its id."""
        return dict(self._database.all("SELECT source, count(*) FROM passage GROUP BY source"))

    def count_passages(self) -> int:
        """Return how many passages there are, whatever the state of their sources."""
        row = self._database.one("SELECT count(*) FROM passage")
        return int(row[0]) if row else 0

    def files(self) -> dict[str, FileEntry]:
        """Return the files of the folders that the last sync saw, by path."""
        query = "SELECT path, source, size, stamp, failure FROM file WHERE container IS NULL"
        return {row[0]: FileEntry(*row) for row in self._database.all(query)}

    def members(self) -> dict[str, FileEntry]:
        """Return what is inside files of the folders, by path."""
        query = "SELECT path, source, size, stamp, failure, container FROM file"
        rows = self._database.all(f"{query} WHERE container NOT NULL")
        return {row[0]: FileEntry(*row) for row in rows}

    def put_files(self, entries: Iterable[FileEntry]) -> None:
        """Record files and forget what they no longer contain, inside a transaction."""
        for entry in entries:
            row = (entry.path, entry.source, entry.size, entry.stamp, entry.failure)
            self._database.run(_PUT_FILE, (*row, entry.container))
            if entry.container is None and entry.members is not None:
                query = "SELECT path FROM file WHERE container = ?"
                known = {row[0] for row in self._database.all(query, (entry.path,))}
                self.drop_files(known - entry.members)

    def look_again_at_failures(self) -> None:
        """Let the next sync read every file again that could not be read completely."""
        failed = "SELECT coalesce(container, path) FROM file WHERE failure NOT NULL"
        self._database.run(f"UPDATE file SET stamp = '' WHERE path IN ({failed})")

    def drop_files(self, paths: Iterable[str]) -> None:
        """Forget files."""
        self._database.many("DELETE FROM file WHERE path = ?", [(path,) for path in paths])


# What a new catalogue takes over from a damaged one: who made the vectors, and where they are.
_LASTING_SETTINGS = ("embedder", "reader", "collection")
_LOST_ROWS = {
    "SELECT 1 FROM file WHERE source NOT NULL AND source NOT IN (SELECT id FROM source)": (
        "a file's source is missing"
    ),
    "SELECT 1 FROM source WHERE NOT EXISTS (SELECT 1 FROM text WHERE text.source = source.id)": (
        "a source's text is missing"
    ),
    "SELECT 1 FROM source WHERE state NOT IN ('pending', 'ready', 'leaving')": (
        "a source is in no known state"
    ),
}
_SOURCE_COLUMNS = "id, title, location, day, size, length, media_type"
_PUT_FILE = """
    INSERT INTO file VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET
    source = excluded.source, size = excluded.size, stamp = excluded.stamp,
    failure = excluded.failure, container = excluded.container
"""
_PASSAGE_COLUMNS = (
    "passage.id, source, start, end, sentences FROM passage JOIN source ON source.id = source"
)


def _source(row: Row) -> Source:
    day = date.fromisoformat(row[3]) if row[3] else None
    return Source(row[0], row[1], row[2], day, row[4], row[5], row[6])
