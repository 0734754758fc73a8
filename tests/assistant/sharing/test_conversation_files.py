"""A conversation that is exported says what was said, and anyone can check its quotes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from assistant import Answer, Assistant
from assistant.sharing.conversation_files import as_html, as_json, as_markdown
from assistant.sharing.exports import verify
from assistant.turn import Turn

TITLE = "A <b>talk</b>"


@pytest.fixture(scope="module")
def turns(quoth: Assistant) -> Sequence[Turn]:
    talk = quoth.conversation()
    talk.ask("How many criminal cases were initiated?")
    talk.ask("What is the capital of <script>Australia</script>?")
    talk.ask("Thanks")
    return talk.turns


def test_json_is_verified_quote_by_quote(
    quoth: Assistant, turns: Sequence[Turn], tmp_path: Path
) -> None:
    file = tmp_path / "talk.json"
    file.write_text(as_json(TITLE, turns, quoth.folders), "utf-8")
    verdicts = list(verify(file))
    assert {each.turn for each in verdicts} == {1, 2}
    assert not [each for each in verdicts if each.problem]
    told = json.loads(file.read_text("utf-8"))
    told["replies"][0]["quotes"][0]["text"] += " Or so."
    file.write_text(json.dumps(told), "utf-8")
    assert [(each.turn, each.problem) for each in verify(file) if each.problem] == [
        (1, "the file has other words there")
    ]


def test_html_links_each_quote_to_its_surroundings(quoth: Assistant, turns: Sequence[Turn]) -> None:
    page = LexborHTMLParser(as_html(TITLE, turns, quoth.folders))
    answer = turns[0].reply
    assert isinstance(answer, Answer)
    for quote, block in zip(answer.quotes, page.css("blockquote"), strict=False):
        link = block.css_first("a")
        assert block.text().startswith(quote.text)
        around = page.css_first(link.attributes["href"] or "")
        assert around.text() == quote.text
        assert around.parent is not None
        assert len(around.parent.text()) > len(quote.text)
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(set(ids)) == len(ids)


def test_html_runs_nothing_and_loads_nothing(quoth: Assistant, turns: Sequence[Turn]) -> None:
    told = as_html(TITLE, turns, quoth.folders)
    assert "<b>talk" not in told
    assert "<script" not in told
    assert not re.search(r"(?:src|href)=\"(?!#)", told)
    assert "default-src 'none'" in told


def test_markdown_tells_questions_replies_and_references(
    quoth: Assistant, turns: Sequence[Turn]
) -> None:
    told = as_markdown(TITLE, turns, quoth.folders)
    assert told.startswith("# A \\<b\\>talk")
    assert "## How many criminal cases were initiated?\n\n> More than 5 thousand" in told
    assert "(000\\_cd0475b9a63e25ad.txt, 17–" in told
    assert "## Thanks\n\n" in told
