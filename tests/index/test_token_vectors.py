"""The tokens of a library's passages: kept in step, made again, and not needed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import Library
from index.token_vectors import compressed, expanded
from tests.index.fakes import GAS, WordEmbedder


class _OnlyWhole:
    """An embedder that does not tell tokens apart."""

    name, dimensions, window = "whole", 16, 254

    def lengths(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return WordEmbedder().embed(texts)


def _stored(home: Path) -> int:
    with sqlite3.connect(home / "tokens.sqlite") as tokens:
        return int(tokens.execute("SELECT count(*) FROM token").fetchone()[0])


def test_a_sentence_with_the_words_of_the_question_is_met_in_full(
    library: Library, folder: Path
) -> None:
    library.sync(folder)
    asked = library.analyse("opposed the rise")
    (found,) = library.search(asked, limit=1)
    (matches,) = library.matches(asked, [found])
    assert found.text == GAS
    assert matches.sentences.shape == (1, 3)
    assert matches.sentences[0].tolist() == pytest.approx([1, 1, 1], abs=0.1)
    assert matches.whole.tolist() == matches.sentences[0].tolist()


def test_tokens_that_are_lost_are_made_again(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Library.open(home, WordEmbedder()) as library:
        library.sync(folder)
        before = library.matches(library.analyse("gas"), library.search("gas"))
    with sqlite3.connect(home / "tokens.sqlite") as tokens:
        tokens.execute("DELETE FROM token WHERE place = 1")
    assert _stored(home) == 1
    with Library.open(home, WordEmbedder()) as library:
        after = library.matches(library.analyse("gas"), library.search("gas"))
    assert _stored(home) == 2
    assert [each.whole.tolist() for each in after] == [each.whole.tolist() for each in before]


def test_tokens_of_a_removed_source_go(library: Library, folder: Path) -> None:
    library.sync(folder)
    (folder / "gas.txt").unlink()
    library.sync(folder)
    assert _stored(library.home) == 1


def test_another_reader_makes_its_own_tokens(folder: Path, tmp_path: Path) -> None:
    home, whole = tmp_path / "home", _OnlyWhole()
    with Library.open(home, whole, reader=WordEmbedder()) as library:
        library.sync(folder)
    with Library.open(home, whole, reader=WordEmbedder("other words")) as library:
        assert _stored(home) == 2
        assert library.search("gas", limit=1)[0].text == GAS


def test_library_without_a_reader_searches_all_the_same(folder: Path, tmp_path: Path) -> None:
    with Library.open(tmp_path / "home", _OnlyWhole()) as library:
        library.sync(folder)
        asked = library.analyse("gas")
        found = library.search(asked, limit=1)
        assert found[0].text == GAS
        (matches,) = library.matches(asked, found)
        assert matches.sentences.shape == (1, 0)
        assert matches.likeness.tolist() == [0]


def test_damaged_tokens_are_made_again(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Library.open(home, WordEmbedder()) as library:
        library.sync(folder)
    (home / "tokens.sqlite").write_bytes(b"no database" * 1000)
    with Library.open(home, WordEmbedder()) as library:
        (notice,) = library.notices()
        assert "tokens.sqlite is damaged" in notice
        assert library.search("liquefied gas", limit=1)[0].text == GAS
    assert _stored(home) == 2


def test_tokens_whose_bounds_lead_out_of_them_are_read_from_the_passage(
    folder: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    with Library.open(home, WordEmbedder()) as library:
        library.sync(folder)
        asked = library.analyse("opposed the rise")
        before = library.matches(asked, library.search(asked, limit=2))
    with sqlite3.connect(home / "tokens.sqlite") as tokens:
        tokens.execute("UPDATE token SET bounds = ?", (b"\xff\xff\xff\xff",))
    with Library.open(home, WordEmbedder()) as library:
        after = library.matches(asked, library.search(asked, limit=2))
    assert [each.sentences.shape for each in after] == [each.sentences.shape for each in before]


def test_compression_keeps_fifteen_steps_and_cuts_what_lies_outside() -> None:
    step = 2.7 / 7 / 2
    vectors = np.array([[0, step, -3.2 * step, 1]], np.float32)
    assert expanded(compressed(vectors))[0].tolist() == pytest.approx(
        [0, step, -3 * step, 5 * step]
    )
