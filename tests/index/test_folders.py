"""Several folders are one library, whose locations can be read and are never ambiguous."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index import FolderNotFound, Folders, FoldersOverlap, Library
from tests.index.fakes import GAS, MOON, WordEmbedder


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders with a document each, changed long ago."""
    gas, moon = tmp_path / "gas", tmp_path / "moon"
    for folder, words in ((gas, GAS), (moon, MOON)):
        folder.mkdir()
        (folder / "a.txt").write_text(words)
        os.utime(folder / "a.txt", (1, 1))
    return gas, moon


def _locations(library: Library) -> list[str]:
    return [source.location for source in library.sources()]


def _embedded(library: Library) -> int:
    assert isinstance(library.embedder, WordEmbedder)
    return library.embedder.embedded


@pytest.mark.parametrize(
    ("paths", "labels"),
    [
        (["/x/notes"], [""]),
        (["/x/notes", "/x/papers"], ["notes", "papers"]),
        (["/home/notes", "/work/notes"], ["home/notes", "work/notes"]),
        (["/a", "/q/a/b", "/r/b"], ["a", "q/a/b", "r/b"]),
        (["/x/odd\\name", "/x/two\nlines"], ["odd\\\\name", "two\\x0alines"]),
    ],
)
def test_labels_are_as_short_as_they_can_be(paths: list[str], labels: list[str]) -> None:
    folders = Folders.of(map(Path, paths))
    assert [folder.label for folder in folders.each] == labels
    for path in folders.paths:
        assert folders.path_of(folders.location_of(path / "b/c.txt")) == path / "b/c.txt"


def test_folder_named_twice_is_one(tmp_path: Path) -> None:
    assert Folders.of([tmp_path, tmp_path / "x" / ".."]) == Folders.of(tmp_path)


def test_folder_inside_another_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FoldersOverlap, match="is inside"):
        Folders.of([tmp_path, tmp_path / "inner"])


def test_location_outside_the_folders_is_refused() -> None:
    folders = Folders.of([Path("/x/notes"), Path("/x/papers")])
    for location in ("a.txt", "notes/../../etc/passwd", "papers//etc/passwd", "notesx/a.txt"):
        with pytest.raises(ValueError, match="folder"):
            folders.path_of(location)


def test_two_folders_are_one_library(library: Library, two: tuple[Path, Path]) -> None:
    assert library.sync(two).read == 2
    assert _locations(library) == ["gas/a.txt", "moon/a.txt"]
    assert library.search("liquefied gas", limit=1)[0].source.location == "gas/a.txt"
    report = library.sync(_reversed(two))
    assert (report.read, report.unchanged, report.removed) == (0, 2, 0)


def _reversed(two: tuple[Path, Path]) -> tuple[Path, Path]:
    return two[1], two[0]


def test_folder_that_comes_or_goes_leaves_the_other_unread(
    library: Library, two: tuple[Path, Path]
) -> None:
    gas, moon = two
    library.sync(gas)
    before = _embedded(library)
    assert library.sync(two).read == 1
    assert _locations(library) == ["gas/a.txt", "moon/a.txt"]
    assert _embedded(library) == before + 1
    report = library.sync(moon)
    assert (report.read, report.unchanged, report.removed) == (0, 1, 1)
    assert _locations(library) == ["a.txt"]


def test_file_moved_to_another_folder_is_not_read_again(
    library: Library, two: tuple[Path, Path]
) -> None:
    gas, moon = two
    library.sync(two)
    before = _embedded(library)
    (gas / "a.txt").rename(moon / "b.txt")
    report = library.sync(two)
    assert (report.read, report.removed) == (0, 0)
    assert _locations(library) == ["moon/a.txt", "moon/b.txt"]
    assert _embedded(library) == before


def test_folder_that_is_missing_for_a_while_loses_nothing(
    library: Library, two: tuple[Path, Path]
) -> None:
    gas, moon = two
    library.sync(two)
    moon.rename(moon.with_name("away"))
    with pytest.raises(FolderNotFound, match="moon does not exist"):
        library.sync(two)
    assert _locations(library) == ["gas/a.txt", "moon/a.txt"]
    assert library.search("natural satellite", limit=1)[0].source.location == "moon/a.txt"
    moon.with_name("away").rename(moon)
    assert library.sync(two).read == 0


def test_folder_that_vanishes_during_the_sync_loses_nothing(
    library: Library, two: tuple[Path, Path]
) -> None:
    gas, moon = two
    library.sync(two)
    (gas / "new.txt").write_text("Wombats dig.")
    (moon / "new.txt").write_text("Koalas nap.")

    def hide(_: object) -> None:
        if moon.exists():
            moon.rename(moon.with_name("away"))

    report = library.sync(two, listener=hide)
    assert [failure.name for failure in report.failures] == ["moon/a.txt", "moon/new.txt"]
    assert _locations(library) == ["gas/a.txt", "gas/new.txt", "moon/a.txt"]


def test_no_folder_is_refused() -> None:
    with pytest.raises(FolderNotFound, match="No folder is named"):
        Folders.of([])
