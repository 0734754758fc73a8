"""What is copied says exactly what the source says, wherever it is pasted."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from markdown_it import MarkdownIt

from assistant import Assistant
from assistant.reply import Quote
from assistant.sharing.references import (
    as_markdown,
    as_text,
    escaped,
    turn_as_markdown,
    turn_as_text,
)
from assistant.turn import Turn
from index import Place, Source, SourceText

HOSTILE = (
    "# Not a heading <img src=http://x.invalid/a.png> ![pixel](http://x.invalid/b.png)\n"
    "- no *list* of `code` [link](javascript:x) www.x.invalid me@x.invalid\n1. one\n2) two\n"
    "a heading?\n===\n| a | b |\n~~gone~~ &lt; $x$ a_b_c : _d_ https://x.invalid"
)


def _quote(text: str) -> Quote:
    source = Source("0" * 64, "A *title*", "a_b.txt", date(2022, 1, 9), 9, len(text), "text/plain")
    return Quote(SourceText(source, text), 0, len(text))


def test_quote_as_text_has_its_reference() -> None:
    assert as_text(_quote("It is so.")) == (
        "“It is so.”\n— A *title*, 9 January 2022 (a_b.txt, 0–9)"
    )


def test_reference_of_an_upload_says_that_it_was_added() -> None:
    source = Source("0" * 64, "Notes", ".added/trip/notes.txt", None, 9, 9, "text/plain")
    quote = Quote(SourceText(source, "It is so."), 0, 9)
    assert as_text(quote).endswith("— Notes (added: trip/notes.txt, 0–9)")


def test_reference_says_the_place_as_a_reader_would() -> None:
    whole = _quote("It is so.")
    origin = SourceText(whole.source, "It is so.", (Place(0, 9, "page", "3"),))
    assert as_text(Quote(origin, 0, 9)).endswith("(a_b.txt, page 3, 0–9)")


@pytest.mark.parametrize("dialect", ["commonmark", "gfm-like"])
def test_markdown_shows_the_words_and_makes_nothing_of_them(dialect: str) -> None:
    shown = MarkdownIt(dialect, {"linkify": False}).render(escaped(HOSTILE))
    assert not re.search(r"<(?!/?p>|br)", shown)
    assert html.unescape(re.sub(r"</?p>\n?", "", shown)).strip() == HOSTILE
    assert "http://" not in escaped(HOSTILE)


def test_quote_as_markdown_is_a_block_quote() -> None:
    lines = as_markdown(_quote("One.\n\n- Two.")).split("\n")
    assert lines == [
        *("> One.", ">", r"> \- Two.", ">"),
        r"> — A \*title\*, 9 January 2022 (a\_b.txt, 0–12)",
    ]


def test_turn_as_text_has_numbered_references(quoth: Assistant) -> None:
    talk = quoth.conversation()
    talk.ask("How many criminal cases were initiated?")
    talk.ask("What is the capital of Australia?")
    answer, refusal = talk.turns
    told = turn_as_text(answer)
    assert told.startswith("How many criminal cases were initiated?\n\n“More than 5 thousand")
    assert "[1] More than 5 thousand" in told
    assert "nowhere mention Australia" in turn_as_text(refusal)
    talk.ask("Tell me about the peacekeepers")
    assert "\n\nWhat the sources say on this:\n\n“" in turn_as_text(talk.turns[-1])
    assert turn_as_markdown(answer).startswith("## How many criminal cases were initiated?\n\n> ")
    assert turn_as_text(Turn("Hello", "Hello", "Hi.")) == "Hello\n\nHi.\n"
