"""What a model wrote is kept, exported and printed as such, its statements with their verdicts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Answer, Assistant, Settings, Turn
from assistant.command.printing import Printer
from assistant.conversation import Sessions
from assistant.sharing.conversation_files import as_html
from assistant.sharing.exports import ExportedReply, export, verify
from assistant.sharing.references import turn_as_markdown, turn_as_text
from tests.assistant.scripted import ScriptedModel

ASKED = "When was the lighthouse of Ar-Men first lit?"
TOLD = "The lighthouse of Ar-Men was first lit in 1881 [1]. It cost 77 lives [1]."
NAME = "a" * 32


@pytest.fixture
def quoth(tmp_path: Path) -> Iterator[Assistant]:
    folder = tmp_path / "documents"
    folder.mkdir()
    words = "The lighthouse of Ar-Men was first lit in 1881. It stands on a rock."
    (folder / "lighthouse.txt").write_text(words, "utf-8")
    model = ScriptedModel(TOLD, TOLD)
    with Assistant.open(folder, home=tmp_path / "home", settings=Settings(), model=model) as quoth:
        yield quoth


@pytest.fixture
def turn(quoth: Assistant) -> Turn:
    talk = quoth.conversation()
    talk.ask(ASKED)
    return talk.turns[0]


def test_statements_are_kept_with_the_conversation(quoth: Assistant) -> None:
    session = Sessions(quoth, quoth.conversations).open(NAME)
    list(session.ask(ASKED))
    (turn,) = Sessions(quoth, quoth.conversations).open(NAME).turns
    assert isinstance(turn.reply, Answer)
    assert [each.is_shown for each in turn.reply.statements] == [True, False]
    assert "77" in turn.reply.statements[1].reason
    assert turn.reply.text == "The lighthouse of Ar-Men was first lit in 1881. [1]"


def test_exported_reply_has_the_verdicts_and_can_be_verified(
    quoth: Assistant, turn: Turn, tmp_path: Path
) -> None:
    assert isinstance(turn.reply, Answer)
    told = export(turn.reply, turn.question, turn.standalone, quoth.folders)
    assert [(each.verdict, each.shown) for each in told.statements] == [
        ("supported", True),
        ("unsupported", False),
    ]
    file = tmp_path / "answer.json"
    file.write_text(told.model_dump_json(), "utf-8")
    assert [check.problem for check in verify(file)] == [""]


def test_exported_reply_without_statements_is_still_read(quoth: Assistant, turn: Turn) -> None:
    assert isinstance(turn.reply, Answer)
    told = json.loads(export(turn.reply, ASKED, ASKED, quoth.folders).model_dump_json())
    del told["statements"], told["note"]
    assert ExportedReply.model_validate(told | {"format": "quoth-reply-2"}).statements == ()


def test_copied_text_separates_the_models_words_from_the_quotes(turn: Turn) -> None:
    assert isinstance(turn.reply, Answer)
    quote = turn.reply.quotes[0].text
    for told in (turn_as_text(turn), turn_as_markdown(turn)):
        assert told.index("language model") < told.index("first lit in 1881. ")
        assert told.index("first lit in 1881. ") < told.rindex(quote[:30])
        assert "77" not in told
    assert r"\[1\]" in turn_as_markdown(turn)


def test_citations_of_several_turns_link_to_their_own_quotes(quoth: Assistant, turn: Turn) -> None:
    page = as_html("Lights", [turn, turn], quoth.folders)
    assert "1881. [1]</p>" in page
    assert "1881. [2]</p>" in page
    assert 'href="#around-2"' in page


def test_terminal_lists_the_removed_statements(
    quoth: Assistant, turn: Turn, capsys: pytest.CaptureFixture[str]
) -> None:
    assert turn.reply is not None
    Printer(as_json=False).reply(turn.reply, turn.question, turn.standalone, quoth.folders)
    printed = capsys.readouterr().out
    assert "first lit in 1881. [1]" in printed
    assert "Left out: It cost 77 lives." in printed
