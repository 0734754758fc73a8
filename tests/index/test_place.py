"""Where a quote stands is told in the words of the people who read the document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index import Place, Source, SourceText
from index.catalogue import Catalogue, FileEntry, State
from index.place import describe, pack, unpack
from index.splitting import Draft

_PAGES = (Place(0, 10, "page", "1"), Place(12, 20, "page", "2"), Place(20, 30, "page", "3"))
_ROWS = (Place(0, 5, "row", "2", "Sheet1"), Place(5, 9, "row", "3", "Sheet1"))
_NAMED = (Place(0, 5, "section", "Results"), Place(5, 9, "", "message of 5 January 2022"))


@pytest.mark.parametrize(
    ("places", "start", "end", "words"),
    [
        (_PAGES, 0, 10, "page 1"),
        (_PAGES, 9, 13, "pages 1–2"),
        (_PAGES, 3, 25, "pages 1–3"),
        (_PAGES, 10, 12, ""),
        (_PAGES, 11, 30, "pages 2–3"),
        (_PAGES, 40, 50, ""),
        (_ROWS, 1, 2, "Sheet1, row 2"),
        (_ROWS, 1, 9, "Sheet1, rows 2–3"),
        (_NAMED, 0, 3, "section “Results”"),
        (_NAMED, 0, 7, "section “Results” to message of 5 January 2022"),
        ((), 0, 5, ""),
    ],
)
def test_span_is_told_by_its_places(
    places: tuple[Place, ...], start: int, end: int, words: str
) -> None:
    assert describe(places, start, end) == words


@pytest.mark.parametrize("places", [(), _PAGES, _ROWS + _NAMED])
def test_packed_places_come_back(places: tuple[Place, ...]) -> None:
    assert unpack(pack(places)) == places


def _origin(letter: str) -> SourceText:
    source = Source(letter * 64, "t", "a.pdf", date(2022, 1, 5), 30, 30, "application/pdf")
    return SourceText(source, "x" * 30, _PAGES)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    catalogue = Catalogue.open(tmp_path / "catalogue.sqlite")
    yield catalogue
    catalogue.close()


def test_catalogue_keeps_the_places_of_a_text(catalogue: Catalogue) -> None:
    catalogue.add(_origin("a"), [Draft(0, 30, ((0, 30),))])
    assert catalogue.text("a" * 64).places == _PAGES
    assert catalogue.text("a" * 64).place(3, 25) == "pages 1–3"


def test_file_may_hold_several_sources(catalogue: Catalogue) -> None:
    for letter in "abc":
        catalogue.add(_origin(letter), [])
        catalogue.mark([letter * 64], State.READY)
    inside = [
        FileEntry(f"x.zip/{letter}", letter * 64, 1, "", container="x.zip") for letter in "ab"
    ]
    held = frozenset(each.path for each in inside)
    broken = FileEntry("x.zip/c", None, 1, "", "x.zip/c is broken.", "x.zip")
    whole = FileEntry("x.zip", None, 9, "stamp", members=held | {"x.zip/c"})
    catalogue.put_files([FileEntry("x.zip", None, 9, "", members=None), *inside, broken, whole])
    assert catalogue.files().keys() == {"x.zip"}
    assert catalogue.members()["x.zip/c"].failure == "x.zip/c is broken."
    assert catalogue.orphans() == ["c" * 64]
    catalogue.put_files([FileEntry("x.zip", None, 9, "new", members=frozenset({"x.zip/a"}))])
    assert catalogue.orphans() == ["b" * 64, "c" * 64]
    assert catalogue.members().keys() == {"x.zip/a"}
    catalogue.drop_files(["x.zip"])
    assert len(catalogue.orphans()) == 3
