"""The conversations of a home, in SQLite, of all owners."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from threading import RLock
from typing import Concatenate, ParamSpec, TypeVar

from assistant.conversation.copies import DAY, Copies, readable_turns, recipe_of, restore
from assistant.conversation.feedback import Feedback
from assistant.conversation.records import FindSource, TurnRecord
from assistant.conversation.titles import title_of, without_control
from assistant.errors import AssistantError, ConversationNotFound
from assistant.turn import Turn
from index.database import Database
from index.errors import ExplainedError, PartDamaged
from index.home import is_writable, set_aside

FILE = "conversations.sqlite"
_DAY_MS = 86_400_000
# What fits a page, and a comment of a few paragraphs: guesses.
_MOST_LISTED = 500
_LONGEST_COMMENT = 2_000
_LATEST_TIME = 32_503_680_000_000  # the year 3000: a damaged number may be anything

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")
_Method = Callable[Concatenate["ConversationStore", _Parameters], _Result]


def _repaired(method: _Method[_Parameters, _Result]) -> _Method[_Parameters, _Result]:
    """Do the work of a method once more, on a repaired file, where it meets a damaged one."""

    @wraps(method)
    def done(
        self: ConversationStore, /, *arguments: _Parameters.args, **named: _Parameters.kwargs
    ) -> _Result:
        repairs = self._repairs
        try:
            return method(self, *arguments, **named)
        except PartDamaged as damage:
            self._repair(damage.what, repairs)
            return method(self, *arguments, **named)

    return done


class NotYours(AssistantError):
    """A conversation is somebody else's: whoever has its address reads it, and no more."""

    remedy = "Begin a new one to ask."


@dataclass(frozen=True, slots=True)
class KeptConversation:
    """A conversation in somebody's list.

    Attributes:
        name: what it is known by; whoever has it can read the conversation.
        title: its first question, or what its owner calls it.
        changed: when it last grew, in UTC.
    """

    name: str
    title: str
    changed: datetime


class ConversationStore:
    """Keeps the turns of conversations. Safe for use by several threads and processes.

    An owner is an unguessable key too: only they list and continue what they began.
    """

    def __init__(self, database: Database, find: FindSource, tell: Callable[[str], None]) -> None:
        """Wrap an open database; use `ConversationStore.open`."""
        self._database = database
        self._find = find
        self._tell = tell
        self._copies = Copies(database.path)
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._is_changed = False
        self._repairs = 0
        self._repairing = RLock()

    @classmethod
    def open(
        cls, home: Path, find: FindSource, tell: Callable[[str], None] | None = None
    ) -> ConversationStore:
        """Open the store of a home, making it if there is none.

        A damaged or missing file is made again from what can be read of it and from its copies.
        In a home that cannot be written, what is asked now is kept until the store is closed.

        Args:
            home: the folder that contains the library's files.
            find: gives the sources that quotes are sliced from.
            tell: is given a sentence for a person about what was repaired.

        Raises:
            HomeUnwritable, NewerHome: see `index.errors`.
        """
        scratch = None
        if not is_writable(home):
            scratch = tempfile.TemporaryDirectory(prefix="quoth-")
            for path in home.glob(f"{FILE}*"):
                shutil.copyfile(path, Path(scratch.name) / path.name)
            home = Path(scratch.name)
        store = cls._open(home / FILE, find, tell or (lambda _: None))
        store._scratch = scratch
        store._clear()
        return store

    @classmethod
    def _open(cls, file: Path, find: FindSource, tell: Callable[[str], None]) -> ConversationStore:
        recipe = recipe_of(file)
        problem = ""
        if Copies(file).existing() and not (file.is_file() and file.stat().st_size):
            problem = f"{file} is missing."
        else:
            try:
                database = Database(recipe)
            except PartDamaged as damage:
                problem = damage.what
        if problem:
            aside = set_aside(file, keep_all=True)
            database = Database(recipe)
            store = cls(database, find, tell)
            store._restore(problem, aside)
            return store
        store = cls(database, find, tell)
        if problem := database.check():
            store._repair(problem, 0)
        return store

    def _repair(self, problem: str, repairs: int) -> None:
        """Make the file again, unless another thread has done so since so many repairs."""
        with self._repairing:
            if self._repairs != repairs:
                return
            aside: list[Path | None] = []
            self._database.renew(lambda file: aside.append(set_aside(file, keep_all=True)))
            self._restore(problem, aside[0])

    def _restore(self, problem: str, aside: Path | None) -> None:
        turns = restore(self._database, aside, self._copies.existing())
        self._repairs += 1
        self._is_changed = True
        kept = f" The damaged file is kept as {aside}." if aside else ""
        self._tell(
            f"{problem} The conversations were made again, with {turns:,} turns, from what could "
            f"be read and from the copies.{kept}"
        )

    def close(self) -> None:
        """Copy the file where it has changed, and close it."""
        if self._is_changed and self._scratch is None:
            self._copy()
        self._database.close()
        if self._scratch is not None:
            self._scratch.cleanup()

    def _copy(self) -> None:
        """Copy the file, if that is possible: on a full disk, the copies stay as they are."""
        with suppress(ExplainedError, OSError):
            self._copies.make(self._database)
            self._is_changed = False

    def _changing(self) -> None:
        """Note a change, and copy the file once a day."""
        self._is_changed = True
        if self._scratch is None and self._copies.age() > DAY:
            self._copy()
            self._is_changed = True

    @_repaired
    def secret(self) -> str:
        """Return a random secret of this store, made once and kept."""
        with self._database.transaction():
            row = self._database.one("SELECT value FROM secret")
            if row is None:
                row = (secrets.token_urlsafe(32),)
                self._database.run("INSERT INTO secret VALUES (?)", row)
                self._is_changed = True
        return str(row[0])

    @_repaired
    def turns(self, name: str) -> tuple[Turn, ...]:
        """Return the turns of a conversation, oldest first; none where there is no such one."""
        return tuple(record.turn(self._find) for record in self._records(name))

    @_repaired
    def turn(self, name: str, number: int) -> Turn:
        """Return a turn by its number, from 1.

        Raises:
            ConversationNotFound: there is no such turn.
        """
        records = self._records(name)
        if not 1 <= number <= len(records):
            raise ConversationNotFound("There is no such reply.")
        return records[number - 1].turn(self._find)

    @_repaired
    def keep(self, name: str, owner: str, number: int, turn: Turn) -> None:
        """Keep a turn under its number, from 1; what stood there and after it goes.

        A conversation that is new belongs to the owner, and is titled after its question.

        Raises:
            NotYours: it is another owner's.
        """
        record = TurnRecord.of(turn)
        title, replaced = title_of(record.question), self._records(name)[number - 1 :]
        words = f"{record.question}\n{record.text}".casefold()
        with self._database.transaction():
            self.check_owner(name, owner)
            self._database.run(
                "INSERT INTO conversation VALUES (?, ?, ?, ?, NULL) "
                "ON CONFLICT (name) DO UPDATE SET changed = excluded.changed, removed = NULL",
                (name, owner, title, _now()),
            )
            if replaced and number == 1:
                self._database.run(
                    "UPDATE conversation SET title = ? WHERE name = ? AND title = ?",
                    (title, name, title_of(replaced[0].question)),
                )
            self._database.run(
                "DELETE FROM turn WHERE conversation = ? AND number >= ?", (name, number)
            )
            self._database.run(
                "INSERT INTO turn VALUES (?, ?, ?, ?)", (name, number, record.to_json(), words)
            )
        self._changing()

    @_repaired
    def check_owner(self, name: str, owner: str) -> None:
        """Make sure that a conversation is the owner's, or nobody's yet.

        Raises:
            NotYours: it is another's.
        """
        row = self._database.one("SELECT owner FROM conversation WHERE name = ?", (name,))
        if row is not None and row[0] != owner:
            raise NotYours("This conversation is somebody else’s: here it can only be read.")

    @_repaired
    def owned(self, owner: str, words: str = "") -> list[KeptConversation]:
        """Return what an owner began and has not removed, latest first.

        Args:
            owner: whose.
            words: only those with these words in their title, a question or a reply.
        """
        wanted = words.strip().casefold()
        rows = self._database.all(
            "SELECT name, title, changed FROM conversation WHERE owner = ? AND removed IS NULL "
            "ORDER BY changed DESC",
            (owner,),
        )
        if wanted:
            said = {
                row[0]
                for row in self._database.all(
                    "SELECT DISTINCT conversation FROM turn JOIN conversation "
                    "ON name = conversation WHERE owner = ? AND instr(words, ?)",
                    (owner, wanted),
                )
            }
            rows = [row for row in rows if row[0] in said or wanted in row[1].casefold()]
        return [KeptConversation(row[0], row[1], _time(row[2])) for row in rows[:_MOST_LISTED]]

    @_repaired
    def title(self, name: str) -> str:
        """Return what a conversation is called.

        Raises:
            ConversationNotFound: there is none of this name.
        """
        row = self._database.one(
            "SELECT title FROM conversation WHERE name = ? AND removed IS NULL", (name,)
        )
        if row is None:
            raise ConversationNotFound("There is no such conversation.")
        return str(row[0])

    @_repaired
    def rename(self, name: str, owner: str, title: str) -> None:
        """Call a conversation otherwise; without a letter, after its first question again.

        Raises:
            ConversationNotFound: the owner has none of this name.
        """
        records = self._records(name)
        first = records[0].question if records else name
        self._change(name, owner, "title = ?", title_of(title) or title_of(first))

    @_repaired
    def remove(self, name: str, owner: str) -> None:
        """Take a conversation from the list; `restore` brings it back for a day.

        Raises:
            ConversationNotFound: the owner has none of this name.
        """
        self._change(name, owner, "removed = ?", _now())

    @_repaired
    def restore(self, name: str, owner: str) -> None:
        """Bring back a conversation that was removed.

        Raises:
            ConversationNotFound: the owner has none of this name, or not any more.
        """
        self._change(name, owner, "removed = ?", None)

    @_repaired
    def judge(self, name: str, number: int, is_good: bool, comment: str = "") -> None:
        """Keep the feedback on a reply, in place of earlier feedback on it.

        Raises:
            ConversationNotFound: there is no such turn.
        """
        if not 1 <= number <= len(self._records(name)):
            raise ConversationNotFound("There is no such reply.")
        kept = without_control(comment)[:_LONGEST_COMMENT]
        with self._database.transaction():
            self._database.run(
                "INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?)",
                (name, number, int(is_good), kept, _now()),
            )
        self._changing()

    @_repaired
    def judged(self, name: str) -> dict[int, bool]:
        """Return the feedback on the replies of a conversation: by number, whether it is good."""
        rows = self._database.all(
            "SELECT number, is_good FROM feedback WHERE conversation = ?", (name,)
        )
        return {row[0]: bool(row[1]) for row in rows}

    @_repaired
    def feedback(self) -> list[Feedback]:
        """Return all feedback in conversations that are not removed, oldest first."""
        rows = self._database.all(
            "SELECT conversation, number, is_good, comment, given FROM feedback "
            "JOIN conversation ON name = conversation WHERE removed IS NULL ORDER BY given"
        )
        found = [self._feedback(*row) for row in rows]
        return [each for each in found if each is not None]

    def _feedback(
        self, name: str, number: int, is_good: int, comment: str, at: int
    ) -> Feedback | None:
        """Return what was thought of a turn; None where that is lost."""
        records = self._records(name)[:number]
        if len(records) < number:
            return None
        *before, turn = records
        given = _time(at)
        return Feedback(f"{name}/{number}", tuple(before), turn, bool(is_good), comment, given)

    def _records(self, name: str) -> list[TurnRecord]:
        rows = self._database.all(
            "SELECT number, record, words FROM turn JOIN conversation ON name = conversation "
            "WHERE conversation = ? AND removed IS NULL ORDER BY number",
            (name,),
        )
        return readable_turns(rows)

    def _change(self, name: str, owner: str, change: str, value: object) -> None:
        with self._database.transaction():
            found = self._database.one(
                "SELECT 1 FROM conversation WHERE name = ? AND owner = ?", (name, owner)
            )
            if found is None:
                raise ConversationNotFound("There is no such conversation of yours.")
            self._database.run(f"UPDATE conversation SET {change} WHERE name = ?", (value, name))
        self._changing()

    def _clear(self) -> None:
        """Forget what was removed more than a day ago."""
        with self._database.transaction():
            self._database.run("DELETE FROM conversation WHERE removed < ?", (_now() - _DAY_MS,))


def _now() -> int:
    return time.time_ns() // 1_000_000


def _time(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(min(max(milliseconds, 0), _LATEST_TIME) / 1000, UTC)
