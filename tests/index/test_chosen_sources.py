"""A search of some sources finds what they say, and nothing of the others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index import Library, Query
from index.vectors import Vectors
from tests.index.fakes import GAS


@pytest.fixture
def filled(library: Library, folder: Path) -> Library:
    for number in range(60):
        (folder / f"gas-{number}.txt").write_text(f"Report {number} tells of prices of gas.")
    library.sync(folder)
    return library


def _named(library: Library, *locations: str) -> frozenset[str]:
    return frozenset(each.id for each in library.sources() if each.location in locations)


def test_only_chosen_sources_are_found(filled: Library) -> None:
    chosen = _named(filled, "gas.txt", "gas-7.txt")
    found = filled.search(Query("prices of gas", sources=chosen), limit=10)
    assert {each.source.id for each in found} == chosen
    only = filled.search(Query("prices of gas", sources=_named(filled, "moon.md")), limit=10)
    assert {each.source.location for each in only} == {"moon.md"}


def test_choosing_every_source_changes_nothing(filled: Library) -> None:
    every = frozenset(each.id for each in filled.sources())
    asked = "What is said of liquefied gas?"
    chosen = filled.search(Query(asked, sources=every), limit=10)
    assert chosen == filled.search(asked, limit=10)
    assert chosen[0].text == GAS


@pytest.mark.parametrize("sources", [frozenset[str](), frozenset({"none"})])
def test_nothing_is_found_where_nothing_is_chosen(filled: Library, sources: frozenset[str]) -> None:
    assert filled.search(Query("prices of gas", sources=sources)) == ()
    assert filled.central_sentences(sources=sources) == []


def test_central_sentences_are_of_the_chosen_sources(filled: Library) -> None:
    found = filled.central_sentences(sources=_named(filled, "moon.md"))
    assert {each.passage.source.location for each in found} == {"moon.md"}


def test_nearest_of_many_is_found_batch_by_batch(tmp_path: Path) -> None:
    rows = np.random.default_rng(0).normal(size=(50, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    vectors = Vectors.open(tmp_path)
    vectors.put(range(50), rows)
    vectors._opened().batch = 7
    among = list(range(0, 50, 2))
    nearest = sorted(among, key=lambda each: -float(rows[each] @ rows[3]))
    assert [each for each, _ in vectors.search(rows[3], 10, among)] == nearest[:10]
    assert vectors.search(rows[3], 10, []) == []
    vectors.close()
