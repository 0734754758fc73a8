"""Handles, permissions and places where nothing can be written: what can be answered is."""

from __future__ import annotations

import resource
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import HomeUnwritable, Library, StoreUnreachable
from tests.index.fakes import GAS, WordEmbedder
from tests.index.killing import Nursery, Task, disagreements

_CHANGE = """
import sys
from pathlib import Path
from index import Library
from tests.index.fakes import WordEmbedder
with Library.open(Path(sys.argv[1]), WordEmbedder()) as library:
    library.sync(Path(sys.argv[2]))
"""


def _change_elsewhere(home: Path, folder: Path) -> None:
    """Let another process add a document to the library."""
    (folder / "wombat.txt").write_text("Wombats dig burrows, which is a fact.")
    subprocess.run([sys.executable, "-c", _CHANGE, str(home), str(folder)], check=True)


def _without_files(most: int) -> None:
    """Let this process open no more files than it has now, or up to so many again."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def test_question_is_answered_while_and_after_chroma_cannot_be_opened_again(
    library: Library, folder: Path
) -> None:
    library.sync(folder)
    _change_elsewhere(library.home, folder)
    usual, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    _without_files(3)
    try:
        assert library.search("liquefied gas", limit=1)[0].text == GAS
    finally:
        _without_files(usual)
    assert library.search("wombats dig burrows", limit=1)[0].text.startswith("Wombats")
    assert library.search("liquefied gas", limit=1)[0].similarity > 0.3
    assert library.notices() == ()


@pytest.mark.parametrize("is_in_the_way", [True, False])
def test_vectors_moved_away_are_made_again(
    library: Library, folder: Path, is_in_the_way: bool
) -> None:
    library.sync(folder)
    _change_elsewhere(library.home, folder)
    shutil.move(library.home / "vectors", folder.parent / "away")
    if is_in_the_way:
        (library.home / "vectors").write_text("something else")
    assert library.search("wombats dig burrows", limit=1)[0].text.startswith("Wombats")
    (folder / "koala.txt").write_text("Koalas nap, which is a fact.")
    library.sync(folder)
    assert library.search("koalas nap", limit=1)[0].text.startswith("Koalas")
    assert library._stores.vectors.count() == library._stores.catalogue.count_passages()
    assert not list(library.home.glob("*.damaged"))


def test_words_moved_away_are_made_again(library: Library, folder: Path) -> None:
    library.sync(folder)
    shutil.rmtree(library.home / "words")
    _change_elsewhere(library.home, folder)
    assert library.search("wombats dig burrows", limit=1)[0].text.startswith("Wombats")


def test_home_and_its_files_are_private(library: Library, folder: Path) -> None:
    library.sync(folder)
    assert _open_to_others(library.home) == []


def _open_to_others(home: Path) -> list[Path]:
    found = [home, *home.rglob("*")]
    return [path for path in found if path.lstat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]


def test_older_home_is_tightened_at_the_next_start(tmp_path: Path, folder: Path) -> None:
    home = tmp_path / "home"
    with Library.open(home, WordEmbedder()) as library:
        library.sync(folder)
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    with Library.open(home, WordEmbedder()) as library:
        (notice,) = library.notices()
        assert f"{home} could be read by other users" in notice
    assert _open_to_others(home) == []
    with Library.open(home, WordEmbedder()) as library:
        assert library.notices() == ()


def test_folder_that_holds_other_things_keeps_its_permissions(tmp_path: Path) -> None:
    home = tmp_path / "shared"
    home.mkdir()
    home.chmod(0o755)
    (home / "letter.txt").touch(mode=0o644)
    with Library.open(home, WordEmbedder()):
        pass
    assert stat.S_IMODE(home.stat().st_mode) == 0o755
    assert stat.S_IMODE((home / "letter.txt").stat().st_mode) == 0o644
    assert stat.S_IMODE((home / "catalogue.sqlite").stat().st_mode) == 0o600


@pytest.mark.parametrize("address", ["http://me:secret@127.0.0.1:1", "http://me:secret@[::1]:x"])
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_password_of_a_chroma_server_is_not_printed(tmp_path: Path, address: str) -> None:
    with pytest.raises(StoreUnreachable) as caught:
        Library.open(tmp_path / "home", WordEmbedder(), chroma=address)
    assert "http://me:***@" in str(caught.value)
    assert "secret" not in str(caught.value)


# Root may write anywhere: it becomes nobody, once everything is imported from where that may not
# look.
_ASK = """
import os, sys, tempfile
from pathlib import Path
from index import Library
from tests.index.fakes import WordEmbedder
with tempfile.TemporaryDirectory() as other, Library.open(Path(other), WordEmbedder()) as library:
    library.search("imports what a search needs")
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
folder = Path(sys.argv[2])
with Library.open(Path(sys.argv[1]), WordEmbedder()) as library:
    report = library.sync(folder)
    print(library.search("liquefied gas", limit=1)[0].text)
    print(*report.notices)
    print(report.unchanged, report.read)
"""


@pytest.fixture
def public(folder: Path) -> Iterator[Path]:
    """A place that every user may enter, unlike pytest's, with two documents."""
    with tempfile.TemporaryDirectory(prefix="quoth-public-") as name:
        shutil.copytree(folder, Path(name) / "documents")
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.parametrize("damage", ["none", "a log", "words", "tokens"])
def test_home_that_cannot_be_written_is_asked(public: Path, damage: str) -> None:
    home, folder = public / "home", public / "documents"
    with Library.open(home, WordEmbedder()) as library:
        library.sync(folder)
        if damage == "a log":
            library._stores.catalogue.remember("a", "b")
            shutil.copytree(home, public / "copy")
    if damage == "a log":
        shutil.rmtree(home)
        (public / "copy").rename(home)
        assert (home / "catalogue.sqlite-wal").stat().st_size
    elif damage == "words":
        shutil.rmtree(home / "words")
    elif damage == "tokens":
        (home / "tokens.sqlite").write_bytes(b"no database" * 1_000)
    for path in (home, *home.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = sorted((str(path), path.stat().st_mtime_ns) for path in home.rglob("*"))
    done = subprocess.run(
        [sys.executable, "-c", _ASK, str(home), str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found, notices, counts = done.stdout.splitlines()
    assert (found, counts) == (GAS, "2 0")
    assert f"{home} cannot be written" in notices
    assert sorted((str(path), path.stat().st_mtime_ns) for path in home.rglob("*")) == before
    for path in (home, *home.rglob("*")):
        path.chmod(0o755)


def test_home_in_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(HomeUnwritable, match="cannot be made"):
        Library.open(tmp_path / "file", WordEmbedder())


@pytest.mark.parametrize("most_bytes", [20_000, 60_000, 160_000, 200_000, 400_000])
def test_full_disk_ends_as_an_error_of_ours(
    tmp_path: Path, nursery: Nursery, most_bytes: int
) -> None:
    folder, home = tmp_path / "documents", tmp_path / "home"
    folder.mkdir()
    for number in range(1, 9):
        words = " ".join(f"Fact {number} of part {part} is here." for part in range(80))
        (folder / f"{number:02}.txt").write_text(words)
    ended = nursery.run(Task(str(home), str(folder), most_bytes=most_bytes))
    ours = ("DiskFull", "HomeUnwritable", "PartDamaged")
    assert all(problem.startswith(ours) for problem in ended.problems)
    ended = nursery.run(Task(str(home), str(folder), check=True))
    assert ended.problems == ()
    with Library.open(home, WordEmbedder()) as library:
        assert disagreements(library) == []
