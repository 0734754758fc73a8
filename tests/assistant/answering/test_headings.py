"""A question or a heading of the sources is quoted together with what it announces."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Answer, Assistant, Settings
from assistant.answering.headings import with_what_follows
from index import Source, SourceText

FAQ = """# Questions about the ferry

Q. Whom do I call about a bicycle left on the ferry?

A. Call the harbour office at 555 0142 before noon.

Q. May dogs come aboard the ferry?

A. Dogs come aboard on a lead.

## Winter timetable of the ferry

From November the last boat leaves the island at five. It waits for nobody.
"""


def _text(text: str) -> SourceText:
    size = len(text)
    return SourceText(Source("1", "t", "t.md", None, size, size, "text/markdown"), text)


def _quoted(text: str, part: str) -> str:
    start = text.index(part)
    span = with_what_follows(_text(text), start, start + len(part))
    return text[slice(*span)]


@pytest.mark.parametrize(
    ("part", "follows"),
    [
        ("Q. May dogs come aboard the ferry?", "A. Dogs come aboard on a lead."),
        ("## Winter timetable of the ferry", "leaves the island at five."),
    ],
)
def test_what_is_announced_is_added(part: str, follows: str) -> None:
    quoted = _quoted(FAQ, part)
    assert quoted.startswith(part)
    assert quoted.endswith(follows)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (FAQ, "A. Dogs come aboard on a lead."),
        (FAQ, "It waits for nobody."),
        ("Where is it?\n\nWho has it?\n\nNobody knows.", "Where is it?"),
        ("The harbour\n\nThe island\n\nBoats go there.", "The harbour"),
        ("It ends here. Or does it?", "Or does it?"),
        ("- the harbour\n\nBoats go there.", "- the harbour"),
        ("The harbour\nlies in the north.", "The harbour"),
        ("We crossed to the harbour\n\nBoats go there.", "the harbour"),
    ],
)
def test_nothing_else_is_added(text: str, part: str) -> None:
    assert _quoted(text, part) == part


def test_question_of_the_sources_is_quoted_with_its_answer(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "faq.md").write_text(FAQ, "utf-8")
    with Assistant.open(folder, home=tmp_path / "home", settings=Settings()) as quoth:
        reply = quoth.ask("Whom do I call about a bicycle that I left on the ferry?")
        timetable = quoth.ask("winter timetable of the ferry")
    assert isinstance(reply, Answer)
    assert "555 0142" in reply.quotes[0].text
    assert reply.quotes[0].mark is None
    assert isinstance(timetable, Answer)
    assert "leaves the island at five" in timetable.quotes[0].text
    for each in (*reply.quotes, *timetable.quotes):
        assert each.text == each.origin.text[each.start : each.end]
    for answer in (reply, timetable):
        spans = sorted((each.start, each.end) for each in answer.quotes)
        assert all(one[1] <= other[0] for one, other in zip(spans, spans[1:], strict=False))
