"""Uploads are stored under safe names inside the home; sources are chosen and listed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant, Settings
from assistant.errors import NoRoom, NotAdded
from assistant.sharing.exports import export, verify
from assistant.sources.choice import Choice
from assistant.sources.listing import Order, listed
from assistant.sources.uploads import (
    MOST_UPLOADS,
    Additions,
    added_folder,
    safe_name,
    safe_path,
)
from index import Damaged, EmptyFile, FileReader, NotText, Source


@pytest.fixture
def quoth(tmp_path: Path) -> Iterator[Assistant]:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "stork.txt").write_text("The tame stork is called Captain.")
    with Assistant.open(folder, home=folder / ".home", settings=Settings()) as quoth:
        yield quoth


def test_upload_is_found_verified_and_removed(quoth: Assistant, tmp_path: Path) -> None:
    location = quoth.additions.add("heron.md", b"# Birds\n\nThe tame heron is called Admiral.")
    assert location == ".added/heron.md"
    assert quoth.refresh().read == 1
    assert [each.location for each in quoth.sources()] == [".added/heron.md", "stork.txt"]
    reply = quoth.ask("What is the tame heron called?")
    exported = export(reply, "?", "?", quoth.folders)
    (tmp_path / "answer.json").write_text(exported.model_dump_json(), "utf-8")
    verdicts = list(verify(tmp_path / "answer.json", home=quoth.library.home))
    assert verdicts
    assert not [each for each in verdicts if each.problem]
    assert quoth.path_of(quoth.sources()[0]).name == "heron.md"
    quoth.additions.remove(location)
    assert quoth.refresh().removed == 1
    assert [each.location for each in quoth.sources()] == ["stork.txt"]


def test_upload_is_there_after_a_restart_without_being_read_again(
    quoth: Assistant, tmp_path: Path
) -> None:
    quoth.additions.add_text("A pasted note.\nThe tame heron is called Admiral.")
    quoth.refresh()
    folder = tmp_path / "documents"
    with Assistant.open(folder, home=folder / ".home", settings=Settings()) as again:
        assert [each.location for each in again.sources()] == [
            ".added/A pasted note.txt",
            "stork.txt",
        ]
        assert again.report is not None
        assert again.report.read == 0


def test_uploads_with_the_same_name_are_numbered(quoth: Assistant) -> None:
    names = [quoth.additions.add("a.txt", text.encode()) for text in ("One.", "Two.", "Three.")]
    assert names == [".added/a.txt", ".added/a (2).txt", ".added/a (3).txt"]


def test_upload_that_is_unreadable_or_too_large_is_rejected_and_leaves_no_file(
    tmp_path: Path,
) -> None:
    with FileReader() as reader:
        additions = Additions(added_folder(tmp_path), largest=1_000, reader=reader)
        with pytest.raises(NotText):
            additions.add("picture.txt", bytes(range(256)))
        with pytest.raises(EmptyFile):
            additions.add("empty.txt", b"  ")
        with pytest.raises(NotAdded, match="larger"):
            additions.add("../large.txt", b"word " * 500)
        with pytest.raises(Damaged, match=r"broken\.pdf"):
            additions.add("broken.pdf", b"%PDF-1.7\nnothing")
    assert list((tmp_path / "added").iterdir()) == []


def test_uploaded_archive_is_read_and_removed_as_a_whole(quoth: Assistant) -> None:
    archive = BytesIO()
    with ZipFile(archive, "w") as zipped:
        zipped.writestr("a/heron.txt", "The tame heron is called Admiral.")
        zipped.writestr("ibis.txt", "The tame ibis is called Major.")
    assert quoth.additions.add("birds.zip", archive.getvalue()) == ".added/birds.zip"
    quoth.refresh()
    inside = [".added/birds.zip/a/heron.txt", ".added/birds.zip/ibis.txt"]
    assert [each.location for each in quoth.sources()] == [*inside, "stork.txt"]
    quoth.additions.remove(inside[0])
    quoth.refresh()
    assert [each.location for each in quoth.sources()] == ["stork.txt"]


def test_uploaded_folder_keeps_its_structure_until_its_documents_are_removed(
    quoth: Assistant, tmp_path: Path
) -> None:
    heron, tern = (f"The tame {bird} is called Admiral.".encode() for bird in ("heron", "tern"))
    first = quoth.additions.add("birds/large/heron.txt", heron)
    second = quoth.additions.add("birds/tern.txt", tern)
    assert (first, second) == (".added/birds/large/heron.txt", ".added/birds/tern.txt")
    quoth.refresh()
    assert [each.location for each in quoth.sources()] == [first, second, "stork.txt"]
    assert quoth.path_of(quoth.sources()[0]).read_bytes() == heron
    added = tmp_path / "documents" / ".home" / "added"
    quoth.additions.remove(first)
    assert [each.name for each in (added / "birds").iterdir()] == ["tern.txt"]
    quoth.additions.remove(second)
    assert list(added.iterdir()) == []


def test_uploaded_folder_with_the_name_of_a_file_is_numbered(quoth: Assistant) -> None:
    names = ("notes", "notes/a.txt", "notes/b.txt", "notes/a.txt")
    added = [quoth.additions.add(name, b"Words.").removeprefix(".added/") for name in names]
    assert added == ["notes", "notes (2)/a.txt", "notes (2)/b.txt", "notes (2)/a (2).txt"]


def test_upload_beyond_the_maximum_number_is_rejected(tmp_path: Path) -> None:
    with FileReader() as reader:
        additions = Additions(added_folder(tmp_path), largest=1_000, reader=reader)
        (tmp_path / "added" / "many").mkdir()
        for number in range(MOST_UPLOADS):
            (tmp_path / "added" / "many" / f"{number}.txt").touch()
        with pytest.raises(NoRoom):
            additions.add("one.txt", b"One more.")


@pytest.mark.parametrize(
    "location",
    [
        "stork.txt",
        ".added/../../stork.txt",
        ".added/",
        ".added/none.txt",
        ".added/../added/a.txt",
        ".added/b",
    ],
)
def test_location_that_is_no_upload_cannot_be_removed(quoth: Assistant, location: str) -> None:
    quoth.additions.add("a.txt", b"One.")
    quoth.additions.add("b/c.txt", b"Two.")
    with pytest.raises(NotAdded, match="Only added documents"):
        quoth.additions.remove(location)


@given(name=st.text(max_size=300))
def test_safe_name_of_any_text_is_one_visible_file_name(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert os.path.basename(safe) == safe
    assert not safe.startswith(".")
    assert len(safe.encode()) <= 255 - len(" (99)")
    assert safe.isprintable()
    assert safe_name(safe) == safe


@given(parts=st.lists(st.text(max_size=20) | st.sampled_from(["", ".", "..", "C:"]), max_size=12))
def test_safe_path_of_any_parts_stays_inside_the_folder(parts: list[str]) -> None:
    path = safe_path("/".join(parts))
    assert not path.is_absolute()
    assert all(safe_name(part) == part for part in path.parts)
    assert 1 <= len(path.parts) <= max(1, len("/".join(parts).split("/")))


def _source(name: str, day: date | None, size: int = 1) -> Source:
    return Source(name * 64, f"About {name}", f"{name}.txt", day, size, 1, "text/plain")


SOURCES = [
    _source("b", date(2020, 5, 1), 5),
    _source("a", None, 9),
    _source("c", date(2022, 1, 9), 7),
]


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        (Choice(), None),
        (Choice(only=frozenset({"a" * 64, "b" * 64})), "ab"),
        (Choice(without=frozenset({"a" * 64})), "bc"),
        (Choice(since=date(2021, 1, 1)), "c"),
        (Choice(until=date(2020, 5, 1)), "b"),
        (Choice(since=date(2023, 1, 1)), ""),
    ],
)
def test_choice_selects_sources_by_id_and_date(choice: Choice, names: str | None) -> None:
    expected = None if names is None else frozenset(name * 64 for name in names)
    assert choice.among(SOURCES) == expected


@pytest.mark.parametrize(
    ("order", "names"),
    [("location", "abc"), ("newest", "cba"), ("oldest", "bca"), ("largest", "acb")],
)
def test_list_of_sources_is_sorted_and_filtered(order: str, names: str) -> None:
    assert [each.location[0] for each in listed(SOURCES, "", Order(order))] == list(names)
    assert [each.location for each in listed(SOURCES, "ABOUT b.txt")] == ["b.txt"]
