"""Whatever a file contains, it is read or reported, and a good file beside it is found."""

from __future__ import annotations

import encodings
import pkgutil
from contextlib import suppress
from encodings.aliases import aliases
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import NotText, UnreadableFile, read_bytes
from index.reading.decoding import decode
from index.reading.reading import valid_text
from tests.benchmarks.hostile_files import index_hostile
from tests.index.fakes import WordEmbedder

_TIMES = 60


def test_hostile_files_are_read_or_reported_and_the_good_one_is_found(tmp_path: Path) -> None:
    tally = index_hostile(tmp_path, range(_TIMES), WordEmbedder())
    assert tally.problems == []
    assert tally.counts["read"] > 5
    assert tally.counts["failed"] > 5


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60))
def test_valid_text_has_the_same_length_and_can_be_encoded(text: str) -> None:
    valid = valid_text(text)
    assert len(valid) == len(text)
    assert "\0" not in valid
    valid.encode()
    assert valid_text(valid) == valid


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60), st.sampled_from(["a.json", "a.jsonl"]))
def test_escaped_json_is_read_as_valid_text(text: str, name: str) -> None:
    import json

    record = json.dumps({"title": text, text: [text, {"a": text}], "word": "word"})
    reading = read_bytes(f"{record}\n{record}".encode(), name=name)
    reading.text.encode()
    reading.title.encode()
    for block in reading.blocks:
        assert reading.text[block.start : block.end].strip()


@pytest.mark.parametrize(
    "name",
    sorted({each.name for each in pkgutil.iter_modules(encodings.__path__)} | set(aliases))
    + ["undefined", "nonsense", "..", "utf-8\0"],
)
def test_page_that_declares_any_encoding_is_read_or_refused(name: str) -> None:
    page = f'<html><meta charset="{name}"><p>Größe und Straße.'.encode("latin-1")
    with suppress(NotText):
        decode(page, name="a.html").encode()


def test_page_that_declares_no_real_encoding_is_read_all_the_same() -> None:
    page = '<html><meta charset="undefined"><p>Größe und Straße, über die Brücke.'
    reading = read_bytes(page.encode("latin-1"), name="a.html")
    assert reading.text == "Größe und Straße, über die Brücke."


def test_control_characters_late_in_a_text_become_spaces() -> None:
    start = "Some words. " * 20_000
    reading = read_bytes(f"{start}late\0 and\x07 later.".encode(), name="a.txt")
    assert reading.text == f"{start}late  and  later."


def test_deep_json_is_refused_at_once_and_not_read_as_text() -> None:
    for content in ('{"a":' * 50_000, '{"a":' * 50_000 + "1" + "}" * 50_000):
        with pytest.raises(UnreadableFile, match=r"a\.json is nested too deep"):
            read_bytes(content.encode(), name="a.json")


def test_names_of_deep_records_are_bounded() -> None:
    long = "n" * 5_000
    content = f'{{"{long}": [' + ", ".join(['{"a": 1}'] * 1_000) + "]}"
    assert len(read_bytes(content.encode(), name="a.json").text) < 600_000
