"""A library equals its folder, whatever happens to the folder meanwhile."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from index import (
    EmbedderMismatch,
    FolderNotFound,
    HomeBusy,
    HomeUnwritable,
    Library,
    Progress,
    Query,
    SourceNotFound,
)
from index.errors import NewerHome
from tests.index.fakes import GAS, WordEmbedder


def _locations(library: Library) -> list[str]:
    return [source.location for source in library.sources()]


def test_sync_reads_every_document(library: Library, folder: Path) -> None:
    report = library.sync(folder)
    assert (report.read, report.unchanged, report.removed, report.failures) == (2, 0, 0, ())
    assert _locations(library) == ["gas.txt", "moon.md"]
    gas, moon = library.sources()
    assert (gas.title, moon.title) == (GAS, "About the Moon")
    assert library.origin(gas.id).text == GAS
    assert gas.size == len(GAS.encode())


def test_search_finds_by_words_and_by_meaning(library: Library, folder: Path) -> None:
    library.sync(folder)
    first = library.search("prices of gas", limit=1)[0]
    assert first.text == GAS
    assert first.text == library.origin(first.source.id).text[first.start : first.end]
    assert first.relevance > 0
    assert -1 <= first.similarity <= 1


def test_earlier_questions_count_in_a_search(library: Library, folder: Path) -> None:
    library.sync(folder)
    found = library.search(Query("Has it any?", earlier=("satellite of the Earth",)), limit=1)
    assert found[0].source.location == "moon.md"


def test_second_sync_does_nothing(library: Library, folder: Path) -> None:
    library.sync(folder)
    assert isinstance(library.embedder, WordEmbedder)
    before = library.embedder.embedded
    report = library.sync(folder)
    assert (report.read, report.unchanged) == (0, 2)
    assert library.embedder.embedded == before


def test_source_survives_a_renamed_file_unread(library: Library, folder: Path) -> None:
    library.sync(folder)
    assert isinstance(library.embedder, WordEmbedder)
    before = library.embedder.embedded
    (folder / "gas.txt").rename(folder / "z.txt")
    report = library.sync(folder)
    assert (report.read, report.removed) == (0, 0)
    assert _locations(library) == ["moon.md", "z.txt"]
    assert library.embedder.embedded == before
    assert library.search("gas prices", limit=1)[0].source.location == "z.txt"


def test_changed_file_is_replaced(library: Library, folder: Path) -> None:
    library.sync(folder)
    (folder / "gas.txt").write_text(GAS.replace("liquefied gas", "wheat flour"))
    report = library.sync(folder)
    assert (report.read, report.removed) == (1, 1)
    assert "wheat flour" in library.search("prices", limit=1)[0].text
    assert not any("liquefied" in found.text for found in library.search("liquefied gas"))


def test_same_size_change_within_the_clock_tick_is_seen(library: Library, folder: Path) -> None:
    library.sync(folder)
    path = folder / "gas.txt"
    status = path.stat()
    path.write_text(GAS.replace("gas", "oil"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert library.sync(folder).read == 1


def test_deleted_file_is_removed_everywhere(library: Library, folder: Path) -> None:
    library.sync(folder)
    (folder / "gas.txt").unlink()
    assert library.sync(folder).removed == 1
    assert _locations(library) == ["moon.md"]
    assert [found.source.location for found in library.search("liquefied gas")] == ["moon.md"]
    assert library.count_passages() == 1


def test_equal_files_are_stored_once(library: Library, folder: Path) -> None:
    shutil.copy(folder / "gas.txt", folder / "copy.txt")
    assert library.sync(folder).read == 2
    assert len(library.sources()) == 2
    (folder / "copy.txt").unlink()
    library.sync(folder)
    assert _locations(library) == ["gas.txt", "moon.md"]


def test_unreadable_files_are_reported_and_the_rest_is_read(library: Library, folder: Path) -> None:
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    (folder / "empty.txt").touch()
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "broken.txt").symlink_to(folder / "nowhere")
    report = library.sync(folder)
    assert [failure.name for failure in report.failures] == ["empty.txt"]
    assert [each.name for each in report.passed_over] == ["picture.txt"]
    assert "is not text" in report.passed_over[0].message
    assert _locations(library) == ["gas.txt", "moon.md"]
    again = library.sync(folder)
    assert again.failures == report.failures
    assert set(library.failures()) == {"empty.txt"}


def test_file_that_vanishes_during_the_sync_is_reported(library: Library, folder: Path) -> None:
    def remove_the_next(progress: Progress) -> None:
        if progress.name == "gas.txt":
            (folder / "moon.md").unlink(missing_ok=True)

    report = library.sync(folder, listener=remove_the_next)
    assert [failure.name for failure in report.failures] == ["moon.md"]
    assert "vanished" in report.failures[0].message
    assert library.sync(folder).failures == ()


def test_name_in_a_broken_encoding_is_read(library: Library, folder: Path) -> None:
    with open(os.fsencode(folder) + b"/caf\xe9\n.txt", "w") as file:  # noqa: PTH123 bytes
        file.write("A name that is no UTF-8.")
    assert library.sync(folder).failures == ()
    assert r"caf\xe9\x0a.txt" in _locations(library)


def test_hidden_files_and_the_home_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".hidden.txt").write_text("secret words")
    (tmp_path / "seen.txt").write_text("open words")
    with Library.open(tmp_path / "home", WordEmbedder()) as library:
        library.sync(tmp_path)
        assert _locations(library) == ["seen.txt"]


def test_empty_folder_gives_an_empty_library(library: Library, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    assert library.sync(tmp_path / "nothing").read == 0
    assert library.search("anything") == ()


def test_missing_folder_is_named(library: Library, tmp_path: Path) -> None:
    with pytest.raises(FolderNotFound, match=r"nowhere does not exist"):
        library.sync(tmp_path / "nowhere")
    (tmp_path / "file").touch()
    with pytest.raises(FolderNotFound, match=r"file is not a folder"):
        library.sync(tmp_path / "file")


def test_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(HomeUnwritable, match=r"cannot be made"):
        Library.open(tmp_path / "file" / "home", WordEmbedder())


def test_home_of_another_embedder_is_refused_with_both_names(tmp_path: Path) -> None:
    Library.open(tmp_path / "home", WordEmbedder("one")).close()
    with pytest.raises(EmbedderMismatch, match=r"made with the embedder one, not two"):
        Library.open(tmp_path / "home", WordEmbedder("two"))


def test_damaged_catalogue_is_set_aside_and_made_again(tmp_path: Path, folder: Path) -> None:
    home, damage = tmp_path / "home", b"this is no database" * 100
    home.mkdir()
    (home / "catalogue.sqlite").write_bytes(damage)
    with Library.open(home, WordEmbedder()) as library:
        report = library.sync(folder)
        assert library.search("liquefied gas", limit=1)[0].text == GAS
    (notice,) = report.notices
    assert "catalogue.sqlite is damaged" in notice
    (kept,) = (home / "damaged").iterdir()
    assert kept.read_bytes() == damage


def test_catalogue_of_an_older_version_is_made_again(tmp_path: Path, folder: Path) -> None:
    home = tmp_path / "home"
    _set_version(home, 1)
    with Library.open(home, WordEmbedder()) as library:
        assert library.sync(folder).read == 2
        assert library.search("liquefied gas", limit=1)[0].text == GAS


def test_catalogue_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    _set_version(home, 99)
    before = (home / "catalogue.sqlite").read_bytes()
    with pytest.raises(NewerHome, match="newer version of Quoth") as caught:
        Library.open(home, WordEmbedder())
    assert "Install that version" in str(caught.value)
    assert (home / "catalogue.sqlite").read_bytes() == before


def _set_version(home: Path, version: int) -> None:
    Library.open(home, WordEmbedder()).close()
    with closing(sqlite3.connect(home / "catalogue.sqlite")) as catalogue:
        catalogue.execute(f"PRAGMA user_version = {version}")


def test_unknown_source_is_named(library: Library) -> None:
    with pytest.raises(SourceNotFound, match="'abc'"):
        library.origin("abc")


_HOLD = """
import sys
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_home_written_by_another_process_is_refused_but_read(tmp_path: Path, folder: Path) -> None:
    home = tmp_path / "home"
    with Library.open(home, WordEmbedder()) as library:
        library.sync(folder)
    holding = [sys.executable, "-c", _HOLD, str(home / "writer.lock")]
    with subprocess.Popen(holding, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with Library.open(home, WordEmbedder()) as library:
            assert library.search("liquefied gas", limit=1)[0].text == GAS
            with pytest.raises(HomeBusy, match="Another process is writing") as caught:
                library.sync(folder)
        other.communicate(b"")
    assert caught.value.retryable


_SYNC = """
import sys
from pathlib import Path
from index import Library
from tests.index.fakes import GAS, WordEmbedder
with Library.open(Path(sys.argv[1]), WordEmbedder()) as library:
    library.sync(Path(sys.argv[2]))
"""


def test_reader_sees_what_another_process_wrote(tmp_path: Path, folder: Path) -> None:
    home = tmp_path / "home"
    writing = [sys.executable, "-c", _SYNC, str(home), str(folder)]
    subprocess.run(writing, check=True)
    with Library.open(home, WordEmbedder()) as reader:
        assert reader.search("wombats dig burrows", limit=1)[0].relevance == 0
        (folder / "wombat.txt").write_text("Wombats dig burrows.")
        subprocess.run(writing, check=True)
        assert reader.search("wombats dig burrows", limit=1)[0].text == "Wombats dig burrows."
        (folder / "wombat.txt").unlink()
        subprocess.run(writing, check=True)
        assert "Wombats" not in reader.search("wombats dig burrows", limit=1)[0].text


def test_reader_sees_what_another_library_wrote(tmp_path: Path, folder: Path) -> None:
    home = tmp_path / "home"
    with Library.open(home, WordEmbedder()) as reader, Library.open(home, WordEmbedder()) as writer:
        writer.sync(folder)
        assert reader.search("liquefied gas", limit=1)[0].text == GAS


def test_lost_vectors_and_words_are_made_again(tmp_path: Path, folder: Path) -> None:
    home = tmp_path / "home"
    with Library.open(home, WordEmbedder()) as library:
        library.sync(folder)
        before = [found.text for found in library.search("liquefied gas")]
    shutil.rmtree(home / "words")
    with Library.open(home, WordEmbedder()) as library:
        assert [found.text for found in library.search("liquefied gas")] == before
    program = (
        "import sys; from pathlib import Path; from index import Library;"
        "from tests.index.fakes import GAS, WordEmbedder;"
        "print(Library.open(Path(sys.argv[1]), WordEmbedder()).search('liquefied gas')[0].text)"
    )
    # In a process of its own: Chroma keeps what a folder held as long as its process lives.
    shutil.rmtree(home / "vectors")
    run = subprocess.run(
        [sys.executable, "-c", program, str(home)], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == GAS


def test_text_of_50_megabytes_is_read(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "large"
    folder.mkdir()
    # A table in columns of fixed width: large, but mostly space, so that the test stays short.
    line = "Row number {:06} says this and that." + " " * 2_000 + "Its last column is here.\n\n"
    with (folder / "large.txt").open("w") as file:
        for number in range(25_000):
            file.write(line.format(number))
    assert (folder / "large.txt").stat().st_size > 50_000_000
    heard: list[int] = []
    report = library.sync(folder, listener=lambda progress: heard.append(progress.passages))
    assert report.failures == ()
    assert len(set(heard)) > 3
    found = library.search("number 024999", limit=3)
    assert any("number 024999 says" in each.text for each in found)
