"""Conversations and feedback exist once: no damage to their file loses them."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from assistant.conversation import ConversationStore
from assistant.conversation.copies import DAY, UNREADABLE, Copies
from assistant.conversation.store import FILE
from assistant.turn import Turn
from index import SourceNotFound, SourceText
from tests.index.damages import DAMAGES

ME = "m" * 32
NAMES = [f"{number:02}" * 16 for number in range(12)]
TURNS = 5
COMMENT = "A comment of some length, so that the rows fill more than one page of the file."


def _find(source: str) -> SourceText:
    raise SourceNotFound(f"No source has the id {source!r}.")


def _turn(name: str, number: int) -> Turn:
    question = f"What is {number} of {name[:2]}?"
    return Turn(question, question, f"It is {number} of {name[:2]}. " * 20)


def _open(home: Path, notices: list[str] | None = None) -> ConversationStore:
    return ConversationStore.open(home, _find, (notices if notices is not None else []).append)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with conversations and two copies of them."""
    for number in (1, 2):
        store = _open(tmp_path)
        for name in NAMES if number == 1 else NAMES[:1]:
            for turn in range(1, TURNS + 1):
                store.keep(name, ME, turn, _turn(name, turn))
        store.judge(NAMES[0], 2, is_good=False, comment=COMMENT)
        store.close()
    assert len(Copies(tmp_path / FILE).existing()) == 2
    return tmp_path


def _is_whole(store: ConversationStore) -> bool:
    kept = {each.name for each in store.owned(ME)}
    turns = [[_turn(name, number) for number in range(1, TURNS + 1)] for name in NAMES]
    said = [list(store.turns(name)) for name in NAMES]
    (feedback,) = store.feedback()
    return kept == set(NAMES) and said == turns and feedback.comment == COMMENT


@pytest.mark.parametrize("damage", [each for each in DAMAGES if each != "flipped"])
def test_conversations_are_whole_after_damage(home: Path, damage: str) -> None:
    before = (home / FILE).read_bytes()
    DAMAGES[damage](home / FILE, random.Random(damage))
    notices: list[str] = []
    with closing(_open(home, notices)) as store:
        assert _is_whole(store)
        assert len(notices) == 1
        assert f"{len(NAMES) * TURNS} turns" in notices[0]
    if damage != "deleted":
        (aside,) = (home / "damaged").iterdir()
        assert str(aside) in notices[0]
        assert aside.read_bytes() != before
    with closing(_open(home, notices)) as store:
        assert _is_whole(store)
        assert len(notices) == 1


@pytest.mark.parametrize("seed", range(12))
def test_flipped_byte_loses_no_conversation(home: Path, seed: int) -> None:
    DAMAGES["flipped"](home / FILE, random.Random(seed))
    with closing(_open(home)) as store:
        # A flipped letter inside a text is not noticed, and hides nothing else.
        assert len(store.owned(ME)) >= len(NAMES) - 1
        whole = [name for name in NAMES if len(store.turns(name)) == TURNS]
        assert len(whole) >= len(NAMES) - 1


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_to_a_copy_changes_nothing(home: Path, damage: str) -> None:
    for copy in Copies(home / FILE).paths:
        DAMAGES[damage](copy, random.Random(damage))
    with closing(_open(home)) as store:
        assert _is_whole(store)


def test_torn_file_without_copies_gives_what_can_be_read(home: Path) -> None:
    for copy in Copies(home / FILE).paths:
        copy.unlink()
    content = bytearray((home / FILE).read_bytes())
    # The last pages are leaves of the turns.
    content[-2 * 4_096 :] = bytes(2 * 4_096)
    (home / FILE).write_bytes(content)
    with closing(_open(home)) as store:
        kept = sum(len(store.turns(name)) for name in NAMES)
        assert len(store.owned(ME)) == len(NAMES)
    assert len(NAMES) * TURNS * 0.7 < kept < len(NAMES) * TURNS


def test_text_that_is_not_utf_8_hides_nothing(home: Path) -> None:
    with closing(sqlite3.connect(home / FILE)) as database:
        database.execute("UPDATE conversation SET title = CAST(x'41ff42' AS TEXT)")
        database.execute("UPDATE turn SET words = CAST(x'ff' AS TEXT) WHERE number = 1")
        database.commit()
    with closing(_open(home)) as store:
        assert _is_whole(store)
        assert store.title(NAMES[0]) == "A\ufffdB"


def test_record_that_cannot_be_read_is_one_turn_of_its_conversation(home: Path) -> None:
    name = NAMES[0]
    with closing(sqlite3.connect(home / FILE)) as database:
        database.execute("UPDATE turn SET record = '{' WHERE conversation = ?", (name,))
        database.execute("DELETE FROM turn WHERE conversation = ? AND number = 3", (name,))
        database.commit()
    with closing(_open(home)) as store:
        turns = store.turns(name)
        assert turns[0].question == _turn(name, 1).question.casefold()
        assert turns[2].question == UNREADABLE
        store.keep(name, ME, TURNS + 1, _turn(name, TURNS + 1))
        assert store.turns(name)[: TURNS + 1] == (*turns, _turn(name, TURNS + 1))


def test_damage_met_while_the_store_is_open_is_repaired(home: Path) -> None:
    notices: list[str] = []
    with closing(_open(home, notices)) as store:
        content = (home / FILE).read_bytes()
        (home / FILE).write_bytes(content[:4_096] + bytes(len(content) - 4_096))
        store._database.run("PRAGMA shrink_memory")
        assert _is_whole(store)
        assert len(notices) == 1
        store.keep(NAMES[1], ME, TURNS + 1, _turn("xx", 6))
        assert len(store.turns(NAMES[1])) == TURNS + 1


def test_damaged_file_takes_the_place_of_no_copy(home: Path) -> None:
    copies = Copies(home / FILE)
    before = [copy.read_bytes() for copy in copies.paths]
    with closing(_open(home)) as store:
        store.rename(NAMES[0], ME, "Other")
        content = (home / FILE).read_bytes()
        (home / FILE).write_bytes(content[:4_096] + bytes(len(content) - 4_096))
        store._database.run("PRAGMA shrink_memory")
    assert [copy.read_bytes() for copy in copies.paths] == before


def test_older_copy_is_replaced_once_a_day(home: Path) -> None:
    latest, older = Copies(home / FILE).paths
    before = older.read_bytes()
    with closing(_open(home)) as store:
        store.rename(NAMES[0], ME, "Other")
    assert older.read_bytes() == before
    long_ago = time.time() - DAY - 1
    for copy in (latest, older):
        os.utime(copy, (long_ago, long_ago))
    with closing(_open(home)) as store:
        store.rename(NAMES[0], ME, "Third")
        assert Copies(home / FILE).age() < DAY
    assert older.read_bytes() != before


def test_older_version_of_the_store_keeps_its_conversations(home: Path) -> None:
    with closing(sqlite3.connect(home / FILE)) as database:
        database.execute("PRAGMA user_version = 0")
    notices: list[str] = []
    with closing(_open(home, notices)) as store:
        assert _is_whole(store)
    assert "another version" in notices[0]
