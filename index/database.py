"""One SQLite file, shared between threads; the one module that imports sqlite3."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

from index.errors import (
    DiskFull,
    HomeCorrupt,
    HomeUnwritable,
    IndexingError,
    NewerHome,
    Part,
    PartDamaged,
)

Row = tuple[Any, ...]
_Result = TypeVar("_Result")
# A file cut short fails as an I/O error, and one whose first page is empty has no tables.
_DAMAGE = {
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH,
}
_PRIMARY = 0xFF


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a file is opened.

    Attributes:
        path: where it is.
        tables: the statements that make the tables.
        version: of the tables.
        part: of the home that it is, as errors name it.
        durable: whether a power cut may lose nothing; otherwise it may lose what came last.
        page: bytes read and written at a time; large for large rows.
        is_lenient: whether text that is not UTF-8 is read with replacement characters; otherwise
            such text is damage.
        is_writable: whether the file may be written; otherwise nothing is, not even a log.
    """

    path: Path
    tables: str
    version: int
    part: Part
    durable: bool = True
    page: int = 4096
    is_lenient: bool = False
    is_writable: bool = True

    def connect(self) -> sqlite3.Connection:
        """Open the file, making its tables if there are none.

        Raises:
            PartDamaged: it is no database, or one of an older version.
            NewerHome: a newer version of Quoth wrote it.
            HomeUnwritable: it cannot be opened or written.
        """
        connection = None
        try:
            if self.is_writable:
                self._make_private()
            connection = sqlite3.connect(
                self._address(), uri=True, check_same_thread=False, isolation_level=None, timeout=30
            )
            if self.is_lenient:
                connection.text_factory = _lenient
            self._prepare(connection)
        except BaseException as error:
            if connection is not None:
                connection.close()
            if isinstance(error, sqlite3.Error):
                raise self.explain(error) from error
            raise
        return connection

    def _make_private(self) -> None:
        """Make a file that is not there for its owner alone; SQLite makes its log alike."""
        with suppress(OSError):
            if not self.path.exists():
                self.path.touch(mode=0o600)

    def _address(self) -> str:
        # Immutable: SQLite then neither locks the file nor looks for a log beside it.
        how = "mode=rwc" if self.is_writable else "immutable=1"
        return f"{self.path.absolute().as_uri()}?{how}"

    def _prepare(self, connection: sqlite3.Connection) -> None:
        if self.is_writable:
            connection.execute(f"PRAGMA page_size = {self.page}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {'FULL' if self.durable else 'NORMAL'}")
        connection.execute("PRAGMA foreign_keys = ON")
        self._make(connection)

    def _make(self, connection: sqlite3.Connection) -> None:
        """Make the tables of a new file, of which another process may be making the same."""
        if self.is_writable:
            connection.execute("BEGIN IMMEDIATE")
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        is_new = found == 0 and not _has_tables(connection)
        if is_new and self.is_writable:
            for statement in self.tables.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {self.version}")
        if self.is_writable:
            connection.execute("COMMIT")
        if is_new and not self.is_writable:
            raise HomeUnwritable(f"{self.path} is empty and cannot be written.")
        if found > self.version:
            raise NewerHome(f"{self.path} was written by a newer version of Quoth.")
        if found != self.version and not is_new:
            raise PartDamaged(self.part, f"{self.path} was written by another version of Quoth.")

    def explain(self, error: sqlite3.Error) -> IndexingError:
        """Return what is the matter with the file."""
        code = getattr(error, "sqlite_errorcode", 0)
        is_short = code == sqlite3.SQLITE_IOERR_SHORT_READ
        # Text that is not UTF-8 is found by Python's module, which gives no code.
        if code & _PRIMARY in _DAMAGE or is_short or "decode" in str(error):
            return PartDamaged(self.part, f"{self.path} is damaged: {error}.")
        if code & _PRIMARY == sqlite3.SQLITE_FULL:
            return DiskFull(f"There is no room left for {self.path}.")
        return HomeUnwritable(f"{self.path} cannot be written: {error}.")


class Database:
    """Statements run one at a time; what other processes have written is seen at once."""

    def __init__(self, recipe: Recipe) -> None:
        """Open a file as the recipe says; raises what `Recipe.connect` raises."""
        self.recipe = recipe
        self._lock = RLock()
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        if not recipe.is_writable and _has_log(recipe.path):
            self.recipe = self._copied(recipe)
        self._connection: sqlite3.Connection | None = self.recipe.connect()

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.recipe.path

    def _copied(self, recipe: Recipe) -> Recipe:
        """Return the recipe of a copy: a log that cannot be written cannot be read in place."""
        self._scratch = tempfile.TemporaryDirectory(prefix="quoth-")
        for ending in ("", "-wal"):
            file = recipe.path.with_name(f"{recipe.path.name}{ending}")
            shutil.copyfile(file, Path(self._scratch.name) / file.name)
        path = Path(self._scratch.name) / recipe.path.name
        return Recipe(
            path, recipe.tables, recipe.version, recipe.part, is_lenient=recipe.is_lenient
        )

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            if self._scratch is not None:
                self._scratch.cleanup()

    def renew(self, move: Callable[[Path], object]) -> None:
        """Move the file away and begin a new one; where that fails, the next use tries again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None
            move(self.path)
            self._connection = self.recipe.connect()

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self.recipe.connect()
        return self._connection

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all changes inside durable together, or none of them; one inside another is one."""
        with self._lock:
            connection = self._opened()
            if connection.in_transaction:
                yield
                return
            self.run("BEGIN IMMEDIATE")
            try:
                yield
                self.run("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    with suppress(sqlite3.Error):
                        connection.execute("ROLLBACK")
                raise

    def version_of_data(self) -> int:
        """Return a number that changes when another connection has written."""
        row = self.one("PRAGMA data_version")
        return int(row[0]) if row else 0

    def settle(self) -> None:
        """Write what is in the log to its place, unless another process is reading."""
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def run(self, sql: str, values: Sequence[object] = ()) -> None:
        """Run a statement."""
        self._do(lambda connection: connection.execute(sql, values))

    def many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run a statement once for each row."""
        self._do(lambda connection: connection.executemany(sql, rows))

    def one(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """Return the first row of a query, or None."""
        row: Row | None = self._do(lambda connection: connection.execute(sql, values).fetchone())
        return row

    def all(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Return the rows of a query."""
        return self._do(lambda connection: connection.execute(sql, values).fetchall())

    def _do(self, work: Callable[[sqlite3.Connection], _Result]) -> _Result:
        with self._lock:
            connection = self._opened()
            try:
                return work(connection)
            except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
                raise  # a use after closing, which says nothing of the file
            except sqlite3.Error as error:
                raise self.recipe.explain(error) from error

    def check(self) -> str:
        """Return what SQLite's own check finds wrong in the whole file; empty where nothing is.

        It reads everything: about three seconds for 300,000 passages.
        """
        try:
            found = self.all("PRAGMA integrity_check(1)") + self.all("PRAGMA foreign_key_check")
        except HomeCorrupt as error:
            return error.what
        problems = [str(row[0]) for row in found if row[0] != "ok"]
        return f"{self.path} is damaged: {problems[0]}." if problems else ""

    def copy_to(self, path: Path) -> None:
        """Copy the file to another, by SQLite's backup, and check the copy.

        Raises:
            PartDamaged: the copy does not pass; it is left to the caller to remove.
        """
        try:
            with closing(sqlite3.connect(path)) as other:
                self._do(lambda connection: connection.backup(other))
                other.execute("PRAGMA journal_mode = DELETE")
                (found,) = other.execute("PRAGMA integrity_check(1)").fetchone()
        except sqlite3.Error as error:
            raise self.recipe.explain(error) from error
        if found != "ok":
            raise PartDamaged(self.recipe.part, f"{self.path} is damaged: {found}.")


def salvage(path: Path, query: str, keys: str) -> list[Row]:
    """Return the rows of a damaged file that can still be read.

    Args:
        path: the file; it is only read.
        query: of one table.
        keys: its primary key; rows behind a bad page are reached from the other end.
    """
    found: dict[Row, None] = {}
    for order in (keys, ", ".join(f"{key} DESC" for key in keys.split(", "))):
        try:
            with closing(sqlite3.connect(path)) as connection:
                connection.text_factory = _lenient
                for row in connection.execute(f"{query} ORDER BY {order}"):
                    found[row] = None
            break
        except sqlite3.Error:
            continue
    return list(found)


def _lenient(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _has_tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master").fetchone() is not None


def _has_log(path: Path) -> bool:
    log = path.with_name(f"{path.name}-wal")
    return log.is_file() and log.stat().st_size > 0
