"""No pattern, and no reader of text, takes more than linear time on a hostile text."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import deque
from contextlib import suppress
from typing import Any

import pytest

import index
from index import UnreadableFile, split_sentences
from index.onnx_embedding import MiniLM
from index.reading.files import read_as
from index.reading.formats import Format
from index.reading.mailbox import is_mailbox, is_message, messages
from index.reading.plain import paragraphs
from index.splitting import Splitter
from tests.index.growth import TIMES, growing, is_linear

_SIZE, _SIZE_TO_READ = 1_000, 500
# Applied once at the start of a text, and so not tried at each of its characters.
_MATCHED_ONCE = frozenset(
    f"index.reading.{name}"
    for name in (
        *("code._OPENING", "files._HTML", "mailbox._HEADER", "markdown._FRONT_MATTER"),
        *("markdown._MARKER", "markdown._UNDERLINE", "pdf._DAY", "pdf._NO_TITLE"),
        *("pdf_layout._BULLET", "pdf_layout._NUMBER_OF_PAGE", "plain._LEADING_DATE"),
    )
)


def _patterns() -> dict[str, re.Pattern[str] | re.Pattern[bytes]]:
    """Return every pattern of the modules of the index, by module and name."""
    found: dict[str, re.Pattern[str] | re.Pattern[bytes]] = {}
    for module in pkgutil.walk_packages(index.__path__, "index."):
        if module.name == "index.reading.worker":
            continue
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            if isinstance(value, re.Pattern):
                found[f"{module.name}.{name}"] = value
    return found


_PATTERNS = _patterns()


def _work(name: str, pattern: re.Pattern[str] | re.Pattern[bytes], text: str) -> object:
    content: Any = text.encode() if isinstance(pattern.pattern, bytes) else text
    if name in _MATCHED_ONCE:
        return pattern.match(content)
    return deque(pattern.finditer(content), maxlen=0)


def test_patterns_are_found_and_exceptions_exist() -> None:
    assert len(_PATTERNS) > 20
    assert _PATTERNS.keys() >= _MATCHED_ONCE


@pytest.mark.parametrize("name", _PATTERNS)
def test_pattern_takes_linear_time(name: str) -> None:
    assert growing(lambda text: _work(name, _PATTERNS[name], text), _SIZE) == []


def test_quadratic_pattern_is_noticed() -> None:
    planted = re.compile(r"\s+$")
    short, long = (" " * size + "a" for size in (300, 300 * TIMES))
    assert not is_linear(planted.findall, short, long)


@pytest.mark.parametrize(
    "name", ["a.md", "a.html", "a.json", "a.jsonl", "a.csv", "a.py", "a.txt", "a.eml"]
)
def test_reader_of_text_takes_linear_time(name: str) -> None:
    kind = Format.MAIL if name == "a.eml" else Format.TEXT

    def read(text: str) -> None:
        with suppress(UnreadableFile):
            read_as(kind, text.encode(), name=name)

    assert growing(read, _SIZE_TO_READ, with_prefixes=False) == []


def test_recognising_and_splitting_a_mailbox_takes_linear_time() -> None:
    def split(text: str) -> None:
        content = text.encode()
        is_message(content)
        is_mailbox(content)
        list(messages(content))

    assert growing(split, _SIZE) == []


@pytest.mark.parametrize("atom", ["“?", "`", '!"', "“\n", "<", "a", "a. ", "。"])
def test_splitting_into_sentences_takes_linear_time(atom: str) -> None:
    short, long = (atom * (size // len(atom)) for size in (4_000, 4_000 * TIMES))
    assert is_linear(lambda text: split_sentences(text, 0, len(text)), short, long)


@pytest.mark.parametrize("atom", ["1", "a ", "!)", "<", "字"])
def test_splitting_into_passages_takes_linear_time(atom: str, minilm: MiniLM) -> None:
    splitter = Splitter(200, minilm.window, minilm.lengths)
    short, long = (atom * (size // len(atom)) for size in (4_000, 4_000 * TIMES))
    assert is_linear(lambda text: splitter.split(text, paragraphs(text, 0, len(text))), short, long)


def test_long_sentence_is_cut_at_a_space_and_no_word_is_lost() -> None:
    text = "word " * 5_000 + "end."
    spans = split_sentences(text, 0, len(text))
    assert " ".join(text[start:end] for start, end in spans) == text
    assert all(end - start <= 4_000 for start, end in spans)


def test_windows_do_not_change_the_sentences_of_a_long_paragraph() -> None:
    text = " ".join(f"Dr. Ann has {number}.5 wombats, e.g. “Bo!” and Cy." for number in range(400))
    spans = split_sentences(text, 0, len(text))
    assert len(text) > 16_000
    assert [text[start:end] for start, end in spans] == [
        f"Dr. Ann has {number}.5 wombats, e.g. “Bo!” and Cy." for number in range(400)
    ]
