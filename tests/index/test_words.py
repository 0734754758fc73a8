"""The lexical index: BM25 over stemmed words, with offsets in code points."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.errors import HomeCorrupt
from index.words import WordEntry, Words


@pytest.fixture
def words(tmp_path: Path) -> Words:
    """Three passages of two sources."""
    words = Words.open(tmp_path / "words")
    words.change(
        [
            WordEntry(2**62, "a" * 64, "Gas", "The prices for liquefied gas rose."),
            WordEntry(7, "a" * 64, "Gas", "Protests began in Almaty."),
            WordEntry(8, "b" * 64, "The Moon", "The Moon has no air, no gas."),
        ]
    )
    return words


def test_words_are_stemmed_without_case_or_accents(words: Words) -> None:
    found = words.analyse("Café RIOTS, 😀 running: Қазақстан")
    assert [word.term for word in found] == ["cafe", "riot", "run", "қазақстан"]
    text = "Café RIOTS, 😀 running: Қазақстан"
    assert [text[word.start : word.end] for word in found] == [
        "Café",
        "RIOTS",
        "running",
        "Қазақстан",
    ]


def test_commit_that_was_killed_is_not_in_the_way_of_the_next(words: Words, tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "words"
    shutil.copytree(after, before)
    words.change(remove_sources=["b" * 64])
    # All that the commit wrote, but for the file that makes it count.
    for file in after.iterdir():
        if file.name != "meta.json":
            shutil.copy(file, before / file.name)
    reopened = Words.open(before)
    assert reopened.count() == 3
    reopened.change(remove_sources=["b" * 64])
    assert reopened.count() == 2


def test_rarer_words_and_titles_decide_the_order(words: Words) -> None:
    found = words.search([("gas", 1.0), ("price", 1.0)], limit=5)
    assert [passage for passage, _ in found][:1] == [2**62]
    assert dict(words.search([("moon", 1.0)], limit=5)).keys() == {8}


def test_scores_of_given_passages_are_those_of_the_search(words: Words) -> None:
    terms = [("gas", 1.0), ("moon", 0.5)]
    everywhere = dict(words.search(terms, limit=5))
    assert words.scores(terms, [8, 7]) == pytest.approx(
        {each: everywhere[each] for each in (8, 7) if each in everywhere}
    )


def test_frequencies_count_passages(words: Words) -> None:
    assert words.frequencies(["gas", "moon", "nothing"]) == {"gas": 2, "moon": 1, "nothing": 0}


def test_removed_source_is_gone(words: Words) -> None:
    words.change(remove_sources=["a" * 64])
    assert words.count() == 1
    assert [passage for passage, _ in words.search([("gas", 1.0)], limit=5)] == [8]


def test_damaged_files_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "words"
    Words.open(folder)
    (folder / "meta.json").write_text("{")
    with pytest.raises(HomeCorrupt, match="words cannot be read"):
        Words.open(folder)
