"""One SQLite file, shared between threads; the one module that imports sqlite3."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from index.errors import DiskFull, HomeCorrupt, HomeUnwritable, IndexingError

Row = tuple[Any, ...]


class Database:
    """Statements run one at a time; what other processes have written is seen at once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Wrap a prepared connection; use `Database.open`."""
        self._connection = connection
        self._lock = RLock()

    @classmethod
    def open(
        cls, path: Path, tables: str, version: int, *, durable: bool = True, page: int = 4096
    ) -> Database:
        """Open a file, making its tables if there are none.

        Args:
            path: where it is.
            tables: the statements that make the tables.
            version: of the tables.
            durable: whether a power cut may lose nothing; otherwise it may lose what came last.
            page: bytes read and written at a time; large for large rows.

        Raises:
            HomeCorrupt: the file is no database of this version.
            HomeUnwritable: it cannot be opened or written.
        """
        try:
            connection = sqlite3.connect(
                path, check_same_thread=False, isolation_level=None, timeout=30
            )
        except sqlite3.OperationalError as error:
            raise HomeUnwritable(f"{path} cannot be opened: {error}.") from error
        try:
            connection.execute(f"PRAGMA page_size = {page}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            connection.execute("PRAGMA foreign_keys = ON")
            _make(connection, path, tables, version)
            return cls(connection)
        except BaseException as error:
            connection.close()
            if isinstance(error, sqlite3.OperationalError):
                raise _unwritable(str(path), error) from error
            if isinstance(error, sqlite3.DatabaseError):
                raise HomeCorrupt(f"{path} is damaged: {error}.") from error
            raise

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all changes inside durable together, or none of them; one inside another is one."""
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except sqlite3.OperationalError as error:
                self._roll_back()
                raise _unwritable("The library", error) from error
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def version_of_data(self) -> int:
        """Return a number that changes when another connection has written."""
        row = self.one("PRAGMA data_version")
        return int(row[0]) if row else 0

    def settle(self) -> None:
        """Write what is in the log to its place, unless another process is reading."""
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def run(self, sql: str, values: Sequence[object] = ()) -> None:
        """Run a statement."""
        with self._lock, _explained():
            self._connection.execute(sql, values)

    def many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run a statement once for each row."""
        with self._lock, _explained():
            self._connection.executemany(sql, rows)

    def one(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """Return the first row of a query, or None."""
        with self._lock:
            row: Row | None = self._connection.execute(sql, values).fetchone()
            return row

    def all(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Return the rows of a query."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _unwritable("The library", error) from error


def _unwritable(what: str, error: sqlite3.OperationalError) -> IndexingError:
    """Return what is the matter with a file that SQLite cannot write."""
    if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
        return DiskFull(f"There is no room left for {what[0].lower() + what[1:]}.")
    return HomeUnwritable(f"{what} cannot be written: {error}.")


def _make(connection: sqlite3.Connection, path: Path, tables: str, version: int) -> None:
    """Make the tables of a new file, of which another process may be making the same."""
    connection.execute("BEGIN IMMEDIATE")
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found == 0:
        for statement in tables.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {version}")
    connection.execute("COMMIT")
    if found not in {0, version}:
        raise HomeCorrupt(f"{path} was written by another version of Quoth.")
