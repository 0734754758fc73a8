"""What is inside a file is a source of its own, and follows the file that holds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Library
from tests.index import documents
from tests.index.documents import SECRET, zipped
from tests.index.fakes import WordEmbedder
from tests.index.killing import Nursery, Task

_WOMBATS = "Wombats dig burrows at night."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    return folder


def _locations(library: Library) -> list[str]:
    return [each.location for each in library.sources()]


def _failed(library: Library) -> list[str]:
    return sorted(library.failures())


def _embedded(library: Library) -> int:
    assert isinstance(library.embedder, WordEmbedder)
    return library.embedder.embedded


def test_archive_is_read_to_its_depth(library: Library, folder: Path) -> None:
    inner = zipped({"deep/b.txt": _WOMBATS, "c.pdf": b"%PDF-1.4 broken"})
    inside = {"a/report.docx": documents.word(), "inner.zip": inner, ".hidden": "x", "no.png": _PNG}
    (folder / "x.zip").write_bytes(zipped(inside))
    report = library.sync(folder)
    assert _locations(library) == ["x.zip/a/report.docx", "x.zip/inner.zip/deep/b.txt"]
    assert (report.read, report.unchanged) == (1, 0)
    failed = ["x.zip/inner.zip/c.pdf"]
    assert [each.name for each in report.failures] == failed
    assert _failed(library) == failed
    assert report.ignored == ("x.zip/no.png",)
    assert library.search("burrows of wombats", limit=1)[0].text == _WOMBATS
    place = library.origin(library.sources()[0].id)
    start = place.text.index(SECRET)
    assert place.place(start, start + len(SECRET)) == "section “Treasure”"


def test_second_sync_opens_no_archive_and_reports_its_failures(
    library: Library, folder: Path
) -> None:
    inside = {"a.txt": _WOMBATS, "no.png": _PNG, "c.pdf": b"%PDF-1.4 broken"}
    (folder / "x.zip").write_bytes(zipped(inside))
    first = library.sync(folder)
    before = _embedded(library)
    again = library.sync(folder)
    assert (again.read, again.unchanged, again.removed) == (0, 1, 0)
    assert again.failures == first.failures
    assert [each.name for each in again.failures] == ["x.zip/c.pdf"]
    assert again.passed_over == first.passed_over
    assert _embedded(library) == before


def test_changed_archive_is_read_where_it_changed(library: Library, folder: Path) -> None:
    kept = {"a.txt": _WOMBATS, "b.txt": "The Moon has no air."}
    (folder / "x.zip").write_bytes(zipped({**kept, "c.txt": "Old words are here."}))
    library.sync(folder)
    before = _embedded(library)
    (folder / "x.zip").write_bytes(zipped({**kept, "d.txt": "New words are here."}))
    report = library.sync(folder)
    assert (report.read, report.removed) == (1, 1)
    assert _embedded(library) == before + 1
    assert _locations(library) == ["x.zip/a.txt", "x.zip/b.txt", "x.zip/d.txt"]


def test_renamed_and_deleted_archives_take_their_sources_along(
    library: Library, folder: Path
) -> None:
    (folder / "x.zip").write_bytes(zipped({"a.txt": _WOMBATS, "b.txt": SECRET}))
    library.sync(folder)
    before = _embedded(library)
    (folder / "x.zip").rename(folder / "y.zip")
    assert library.sync(folder).removed == 0
    assert _locations(library) == ["y.zip/a.txt", "y.zip/b.txt"]
    assert _embedded(library) == before
    (folder / "y.zip").unlink()
    assert library.sync(folder).removed == 2
    assert library.count_passages() == 0


def test_archive_that_becomes_a_text_holds_nothing_any_more(library: Library, folder: Path) -> None:
    (folder / "x").write_bytes(zipped({"a.txt": _WOMBATS, "no.png": _PNG}))
    library.sync(folder)
    (folder / "x").write_text(SECRET)
    report = library.sync(folder)
    assert (report.removed, report.failures) == (1, ())
    assert _locations(library) == ["x"]
    assert library.failures() == {}


def test_source_inside_and_outside_is_one(library: Library, folder: Path) -> None:
    (folder / "a.txt").write_text(_WOMBATS)
    (folder / "x.zip").write_bytes(zipped({"a.txt": _WOMBATS}))
    library.sync(folder)
    assert _locations(library) == ["a.txt"]
    (folder / "a.txt").unlink()
    assert library.sync(folder).removed == 0
    assert _locations(library) == ["x.zip/a.txt"]


def test_message_and_what_is_attached_are_sources(library: Library, folder: Path) -> None:
    (folder / "m.eml").write_bytes(documents.message())
    report = library.sync(folder)
    assert report.failures == ()
    assert _locations(library) == ["m.eml", "m.eml/report.docx"]
    assert library.sources()[0].title == documents.TITLE


def test_mailbox_holds_its_messages(library: Library, folder: Path, tmp_path: Path) -> None:
    (folder / "mail").write_bytes(documents.messages(tmp_path))
    assert library.sync(folder).failures == ()
    assert _locations(library) == ["mail/1.eml", "mail/2.eml", "mail/3.eml"]
    assert [each.title for each in library.sources()] == ["Number 1", "Number 2", "Number 3"]
    text = library.origin(library.sources()[1].id).text
    assert "\n\nFrom here on it is quiet." in text


def test_many_members_do_not_wait_for_one_another(library: Library, folder: Path) -> None:
    members = {f"{number}.txt": f"Fact {number} is here. " * 40 for number in range(300)}
    (folder / "x.zip").write_bytes(zipped({**members}))
    assert library.sync(folder).read == 1
    assert len(library.sources()) == 300


_PNG = b"\x89PNG\r\n\x1a\n"


def _fill(folder: Path, word: str) -> None:
    members: dict[str, str | bytes] = {
        f"{number}.txt": f"Fact {number} is {word if number % 3 else 'kept'} here. " * 60
        for number in range(12)
    }
    (folder / "x.zip").write_bytes(zipped({**members, "no.png": _PNG}))
    (folder / f"{word}.zip").write_bytes(zipped({"in.zip": zipped({"a.txt": f"Only {word}."})}))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
def test_kill_leaves_an_archive_half_read_and_the_next_sync_reads_the_rest(
    share: float, folder: Path, tmp_path: Path, nursery: Nursery
) -> None:
    homes = [str(tmp_path / name) for name in ("counted", "killed")]
    for word in ("old", "new"):
        (folder / "old.zip").unlink(missing_ok=True)
        _fill(folder, word)
        calls = nursery.run(Task(homes[0], str(folder))).calls
        fatal = nursery.run(Task(homes[1], str(folder), fatal=int(calls * share)))
        assert fatal.killed
    nursery.run(Task(homes[1], str(folder)))
    with (
        Library.open(Path(homes[1]), WordEmbedder()) as killed,
        Library.open(tmp_path / "fresh", WordEmbedder()) as fresh,
    ):
        fresh.sync(folder)
        assert [(each.location, each.id) for each in killed.sources()] == [
            (each.location, each.id) for each in fresh.sources()
        ]
        assert killed.failures() == fresh.failures()
        assert killed.count_passages() == fresh.count_passages()
