"""The truth about a library, in SQLite: sources, their texts, their passages, their state."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from importlib.resources import files
from pathlib import Path
from threading import RLock

from index.database import Database, Row
from index.entries import FileEntry, State
from index.errors import SourceNotFound
from index.passage import Passage, passage_id
from index.place import pack, unpack
from index.source import Source, SourceText
from index.splitting import Draft
from index.text_cache import TextCache

_VERSION = 3
_VARIABLES = 10_000
_CACHED_BYTES = 64_000_000
_TABLES = files("index").joinpath("catalogue.sql")


class Catalogue:
    """Sources, texts, passages and files of one library. Safe for use by several threads."""

    def __init__(self, database: Database) -> None:
        """Wrap an open database; use `Catalogue.open`."""
        self._database = database
        self._lock = RLock()
        self._texts = TextCache(_CACHED_BYTES)
        self._version = database.version_of_data()

    @classmethod
    def open(cls, path: Path) -> Catalogue:
        """Open a catalogue, making it if there is none.

        Raises:
            HomeCorrupt: the file is no catalogue of this version.
            HomeUnwritable: it cannot be opened or written.
        """
        return cls(Database.open(path, _TABLES.read_text("utf-8"), _VERSION))

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
        """Tell whether another process or library has written since this was last asked."""
        with self._lock:
            before = self._version
            self._version = self._database.version_of_data()
            if self._version != before:
                self._texts.clear()
        return self._version != before

    def recall(self, name: str) -> str | None:
        """Return what was remembered under a name."""
        row = self._database.one("SELECT value FROM setting WHERE name = ?", (name,))
        return row[0] if row else None

    def remember(self, name: str, value: str) -> None:
        """Remember a value under a name."""
        self._database.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

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
        """Tell whether a source is ready."""
        query = "SELECT 1 FROM source WHERE id = ? AND state = ?"
        return self._database.one(query, (source, State.READY)) is not None

    def orphans(self) -> list[str]:
        """Return the ids of the sources that no file holds."""
        query = (
            "SELECT id FROM source WHERE id NOT IN (SELECT source FROM file WHERE source NOT NULL)"
        )
        return [row[0] for row in self._database.all(query)]

    def relocate(self) -> None:
        """Let every source whose file has moved say where it is now."""
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
        text = zlib.decompress(row[-2]).decode("utf-8", "surrogatepass")
        return SourceText(_source(row), text, unpack(row[-1]))

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of ready sources among some ids."""
        found: dict[int, Passage] = {}
        for first in range(0, len(ids), _VARIABLES):
            page = ids[first : first + _VARIABLES]
            marks = ",".join("?" * len(page))
            query = f"SELECT {_PASSAGE_COLUMNS} WHERE passage.id IN ({marks}) AND state = ?"
            for row in self._database.all(query, (*page, State.READY)):
                found[row[0]] = _passage(row, self.text(row[1]))
        return found

    def passages_of(self, source: str) -> list[Passage]:
        """Return the passages of a source in order, whatever its state.

        Its text is not kept for later: who goes through all sources needs each once.
        """
        query = f"SELECT {_PASSAGE_COLUMNS} WHERE source = ? ORDER BY start"
        rows = self._database.all(query, (source,))
        if not rows:
            return []
        origin = self._texts.get(source) or self._read(source)
        return [_passage(row, origin) for row in rows]

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
        """Record files and forget what they do not hold any more, inside a transaction."""
        for entry in entries:
            row = (entry.path, entry.source, entry.size, entry.stamp, entry.failure)
            self._database.run(_PUT_FILE, (*row, entry.container))
            if entry.container is None and entry.members is not None:
                query = "SELECT path FROM file WHERE container = ?"
                held = {row[0] for row in self._database.all(query, (entry.path,))}
                self.drop_files(held - entry.members)

    def look_again_at_failures(self) -> None:
        """Let the next sync read every file anew that could not be read, or not all of it."""
        failed = "SELECT coalesce(container, path) FROM file WHERE failure NOT NULL"
        self._database.run(f"UPDATE file SET stamp = '' WHERE path IN ({failed})")

    def drop_files(self, paths: Iterable[str]) -> None:
        """Forget files."""
        self._database.many("DELETE FROM file WHERE path = ?", [(path,) for path in paths])


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


def _passage(row: Row, origin: SourceText) -> Passage:
    _, _, start, end, sentences = row
    spans = tuple((left, right) for left, right in json.loads(sentences))
    return Passage(origin, start, end, spans)
