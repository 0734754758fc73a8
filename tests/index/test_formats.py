"""Each format is told by its content, and its words are found at the place that a reader knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from index import Reading, read_bytes
from index.place import describe
from tests.index import documents
from tests.index.documents import AFTER, ROW, SECRET, TITLE

_DAY = date(2022, 1, 5)
_FILES = Path(__file__).parent / "files"
_PERSON = "name: Ann; home city: Oslo; home since: 2001."
_CODE = b"#!/usr/bin/env python\nimport x\n\n\ndef f():\n    return 1\n"
_CASES: list[tuple[str, Callable[[], bytes], str, str, str, date | None]] = [
    ("Word", documents.word, SECRET, "section “Treasure”", TITLE, _DAY),
    ("Word, table", documents.word, ROW, "section “Treasure”", TITLE, _DAY),
    ("PowerPoint", documents.slides, SECRET, "slide 2", TITLE, _DAY),
    ("PowerPoint, notes", documents.slides, AFTER, "slide 2", TITLE, _DAY),
    ("Excel", documents.workbook, ROW, "Countries, row 2", TITLE, None),
    (
        "Excel, values",
        documents.workbook,
        f"Fact: {SECRET}; Share: 12.5%; Day: 2021-05-06; Count: 1,200.",
        "Facts, row 2",
        TITLE,
        None,
    ),
    ("EPUB", documents.book, SECRET, "chapter “Treasure”", TITLE, _DAY),
    ("RTF", lambda: documents.RTF, SECRET, "", TITLE, _DAY),
    ("RTF, letters", lambda: documents.RTF, "old, café and €", "", TITLE, _DAY),
    ("mail", documents.message, SECRET, "message of 5 January 2022", TITLE, _DAY),
    ("mail, sender", documents.message, "From: Zoë Bär", "message of 5 January 2022", TITLE, _DAY),
    ("CSV", documents.table_text, ROW, "row 2", "a", None),
    ("CSV, quoted", documents.table_text, 'Capital: The "Fort".', "row 3", "a", None),
    ("CSV, semicolons", lambda: documents.table_text(";"), ROW, "row 2", "a", None),
    ("TSV", lambda: documents.table_text("\t"), ROW, "row 2", "a", None),
    ("JSON", documents.json_records, _PERSON, "people, item 1", TITLE, _DAY),
    ("JSON, long", documents.json_records, f"{AFTER} {SECRET}", "", TITLE, _DAY),
    ("JSON Lines", documents.json_lines, ROW, "line 2", "a", None),
    ("code", lambda: _CODE, "def f():\n    return 1", "lines 5–6", "a.dat", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("make", "words", "place", "title", "day"),
    [case[1:] for case in _CASES],
    ids=[case[0] for case in _CASES],
)
def test_words_are_found_at_their_place(
    make: Callable[[], bytes], words: str, place: str, title: str, day: date | None
) -> None:
    reading = read_bytes(make(), name="a.dat")
    start = reading.text.index(words)
    assert _place(reading, start, start + len(words)) == place
    assert reading.title == title
    assert day is None or reading.date == day
    block = next(each for each in reading.blocks if each.start <= start < each.end)
    assert start + len(words) <= block.end


@pytest.mark.parametrize(
    ("file", "words", "place", "title"),
    [
        ("village.pdf", SECRET, "page 2", TITLE),
        ("village.docx", SECRET, "section “Treasure”", TITLE),
        ("village.docx", ROW, "section “Treasure”", TITLE),
        ("village.odt", SECRET, "section “Treasure”", TITLE),
        ("village.odt", ROW, "section “Treasure”", TITLE),
        ("village.rtf", SECRET, "", TITLE),
        ("village.rtf", ROW, "", TITLE),
        ("village.epub", SECRET, "chapter “Treasure”", TITLE),
        ("village.epub", ROW, "chapter “Treasure”", TITLE),
        ("countries.xlsx", ROW, "countries, row 2", "a"),
        ("countries.ods", ROW, "countries, row 2", "a"),
    ],
)
def test_file_of_a_real_program_is_read(file: str, words: str, place: str, title: str) -> None:
    reading = read_bytes((_FILES / file).read_bytes(), name="a.bin")
    start = reading.text.index(words)
    assert _place(reading, start, start + len(words)) == place
    assert reading.title == title


def _place(reading: Reading, start: int, end: int) -> str:
    return describe(reading.places, start, end)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("# Village\n\nIt is old.\n\n## The *treasure*\n\nIt is under the oak.\n", "a.md"),
        ("<h1>Village</h1><p>It is old.<h2>The treasure</h2><p>It is under the oak.", "a.html"),
    ],
)
def test_section_is_a_place_unless_it_is_the_whole(text: str, name: str) -> None:
    reading = read_bytes(text.encode(), name=name)
    places = {
        reading.text[block.start : block.end]: _place(reading, block.start, block.end)
        for block in reading.blocks
    }
    assert places["It is old."] == ""
    assert places["It is under the oak."] == "section “The treasure”"
