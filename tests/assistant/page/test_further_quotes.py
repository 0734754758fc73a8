"""A further quote beside the first: the same answer, another one, or no clear one."""

from __future__ import annotations

import pytest

from assistant.page.further_quotes import standing
from assistant.reply import Quote
from index import Source, SourceText


def _quote(text: str, marked: str = "") -> Quote:
    source = Source("0" * 64, "A source", "a.txt", None, len(text), len(text), "text/plain")
    start = text.index(marked) if marked else 0
    mark = (start, start + len(marked)) if marked else None
    return Quote(SourceText(source, text), 0, len(text), mark)


LEAD = _quote("The heron is called Admiral Jack.", "Admiral Jack")


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        (_quote("They call it ADMIRAL JACK here.", "ADMIRAL JACK"), "Also says “Admiral Jack”"),
        (_quote("One heron, Admiral  Jack, is tame."), "Also says “Admiral Jack”"),
        (_quote("Its name is Jack.", "Jack"), "Also says “Jack”"),
        (_quote("The heron is called Bosun.", "Bosun"), "Another possible answer: “Bosun”"),
        (_quote("Admirals jacked it."), "No clear answer in this quote"),
    ],
)
def test_label_compares_the_marks_of_two_quotes(quote: Quote, words: str) -> None:
    assert standing(quote, LEAD) == words


def test_nothing_is_said_where_nothing_is_marked() -> None:
    assert standing(_quote("It is tame.", "tame"), _quote("It flies.")) == ""


def test_long_answer_is_shortened_in_the_label() -> None:
    long = "word " * 40
    assert standing(_quote("Other."), _quote(long, long)) == "No clear answer in this quote"
    assert standing(_quote(long), _quote(long, long)).endswith("…”")
