"""`quoth doctor --repair` says what is damaged, asks, and mends it; nothing is lost."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant import Assistant, Settings
from assistant.command.app import app
from assistant.conversation import ConversationStore
from assistant.turn import Turn
from tests.index.damages import DAMAGES

ME, NAME = "m" * 32, "a" * 32
TURN = Turn("What is the heron called?", "What is the heron called?", "Admiral.")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a document, an upload and a conversation, of a folder `documents` beside it."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "lamp.txt").write_text("The lamp was first lit in 1881.")
    with Assistant.open(
        tmp_path / "documents", home=tmp_path / "home", settings=Settings()
    ) as quoth:
        quoth.additions.add("heron.txt", b"The tame heron is called Admiral.")
        quoth.refresh()
        quoth.conversations.keep(NAME, ME, 1, TURN)
    return tmp_path / "home"


def _run(home: Path, *options: str, answer: str = "") -> tuple[int, str]:
    arguments = ["doctor", "--repair", "--home", str(home), *options]
    arguments.append(str(home.parent / "documents"))
    done = CliRunner().invoke(app, arguments, input=answer)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, " ".join(done.output.split())


def _damage(home: Path) -> None:
    for file in ("catalogue.sqlite", "tokens.sqlite", "conversations.sqlite", "words/meta.json"):
        DAMAGES["half"](home / file, random.Random(1))
    DAMAGES["zeroed"](home / "vectors" / "chroma.sqlite3", random.Random(1))


def test_home_that_is_whole_is_left_alone(home: Path) -> None:
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    status, output = _run(home)
    assert (status, "nothing is damaged" in output) == (0, True)
    after = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert after == before


def test_every_damaged_part_is_named_and_nothing_is_done_without_consent(home: Path) -> None:
    _damage(home)
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    status, output = _run(home, answer="n\n")
    assert status == 1
    for name in ("catalogue.sqlite", "tokens.sqlite", "conversations.sqlite", "vectors", "words"):
        assert name in output
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("is_asked", [True, False])
def test_library_uploads_and_conversations_are_whole_after_the_repair(
    home: Path, is_asked: bool
) -> None:
    _damage(home)
    status, output = _run(home, answer="y\n") if is_asked else _run(home, "--yes")
    assert (status, "are whole again" in output) == (0, True)
    with Assistant.open(home.parent / "documents", home=home, settings=Settings()) as quoth:
        assert "1881" in quoth.search("When was the lamp first lit?")[0].text
        assert "Admiral" in quoth.search("What is the tame heron called?")[0].text
        assert quoth.report is not None
        assert quoth.report.notices == ()
        with closing(ConversationStore.open(home, quoth.origin)) as store:
            assert store.turns(NAME) == (TURN,)
            assert [each.name for each in store.owned(ME)] == [NAME]
    assert _run(home)[0] == 0
