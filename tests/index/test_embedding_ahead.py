from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index import Library, TextTooLong
from index.embedding_ahead import EmbeddingAhead
from index.passage import Passage
from index.source import Source, SourceText
from tests.index.fakes import WordEmbedder

LINE = "wombats dig\n"


def passages(count: int, text: str = "") -> list[Passage]:
    """Return a passage a line, or one for each line of the text."""
    text = text or LINE * count
    source = Source("0" * 64, "Wombats", "w.txt", None, len(text), len(text), "text/plain")
    origin = SourceText(source, text)
    found, start = [], 0
    for line in text.splitlines(keepends=True):
        end = start + len(line.rstrip())
        found.append(Passage(origin, start, end, ((start, end),)))
        start += len(line)
    return found


@pytest.mark.parametrize("count", [0, 1, 127, 128, 129, 1000])
def test_every_passage_comes_back_in_its_place_with_its_vector(count: int) -> None:
    embedder = WordEmbedder()
    given = passages(count)
    with EmbeddingAhead(embedder, embedder) as ahead:
        parts = list(ahead.start(given))
    assert [each for part in parts for each in part.passages] == given
    for part in parts:
        assert np.allclose(part.vectors, embedder.embed([each.text for each in part.passages]))
        assert part.tokens is not None
        assert [len(tokens.vectors) for tokens in part.tokens] == [2] * len(part.passages)


def test_no_more_than_a_few_slices_are_embedded_before_they_are_wanted() -> None:
    embedder = WordEmbedder()
    with EmbeddingAhead(embedder, None) as ahead:
        parts = ahead.start(passages(10_000))
        next(parts)
    assert embedder.embedded < 1000


def test_text_too_long_is_raised_where_its_slice_is_taken() -> None:
    given = passages(300, LINE * 200 + "word " * 300 + "\n" + LINE * 99)
    with EmbeddingAhead(WordEmbedder(), None) as ahead:
        parts = ahead.start(given)
        assert len(next(parts).passages) == 128
        with pytest.raises(TextTooLong):
            next(parts)


def test_library_of_many_slices_holds_every_passage(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for number in range(700):
        (folder / f"{number:03}.txt").write_text(f"Wombat {number} digs burrow {number}.\n")
    with Library.open(tmp_path / "home", WordEmbedder()) as library:
        report = library.sync(folder)
        assert (report.read, report.passages) == (700, 700)
        assert library.count_passages() == 700
        for number in (0, 255, 256, 511, 699):
            (found,) = library.search(f"Wombat {number} digs burrow {number}.", limit=1)
            assert f"Wombat {number} " in found.text
