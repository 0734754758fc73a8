"""The word lists, plain and stemmed by any analyser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files

import pytest

from assistant.english.lexicon import Lexicon
from assistant.english.stop_words import STOP_WORDS
from assistant.english.word_lists import read_rows
from index import Word
from index.words import analyse

LISTS = sorted(
    file.name.removesuffix(".txt")
    for file in files("assistant.english").joinpath("word_lists").iterdir()
)


def cut(text: str) -> Sequence[Word]:
    """Analyse as a stemmer would that keeps the first four letters."""
    return [Word(m[0][:4], *m.span()) for m in re.finditer(r"\w+", text.lower())]


def test_lists_are_stemmed_by_the_given_analyser() -> None:
    lexicon = Lexicon.of(cut)

    assert {"duri", "whic"} <= lexicon.stop_words
    assert "reje" in lexicon.opposites.of("acce")
    assert "pres" in lexicon.titles
    assert lexicon.order_words == {"afte", "befo", "than"}


def test_stop_words_are_the_terms_that_the_weights_were_learned_with() -> None:
    stop_words = Lexicon.of(analyse).stop_words

    assert len(stop_words) == 83
    assert {"do", "doe", "dure", "mani", "onli", "whi", "it", "which"} <= stop_words
    assert stop_words.isdisjoint({"may", "befor", "first", "good"})


@pytest.mark.parametrize("name", LISTS)
def test_list_has_no_empty_row(name: str) -> None:
    rows = read_rows(name)

    assert rows
    assert all(rows)


def test_stop_words_are_plain_words() -> None:
    assert {"does", "during", "many", "only", "why"} <= STOP_WORDS
