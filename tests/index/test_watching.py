"""A library that follows its folder sees every change, and survives what goes wrong meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from threading import Event, Thread

import pytest

from index import FolderNotFound, Folders, IndexingError, Library, SyncReport
from index.watching import follow

Told = SyncReport | IndexingError
_PATIENCE = 60


@pytest.fixture
def following(library: Library, folder: Path) -> Iterator[Callable[[], Told]]:
    """Follow the folder in a thread, and return what waits for the next thing that it tells."""
    stop, told = Event(), Queue[Told]()
    folders = Folders.of(folder)

    def run() -> None:
        for each in follow(folders, lambda: library.sync(folders), without=library.home, stop=stop):
            told.put(each)

    thread = Thread(target=run)
    thread.start()
    yield lambda: told.get(timeout=_PATIENCE)
    stop.set()
    thread.join()


def _next_change(following: Callable[[], Told]) -> SyncReport:
    """Return what the next sync did that did anything."""
    while True:
        told = following()
        assert isinstance(told, SyncReport)
        if not told.is_idle:
            return told


def test_changes_are_followed(
    following: Callable[[], Told], library: Library, folder: Path
) -> None:
    assert _next_change(following).read == 2
    (folder / "wombat.txt").write_text("Wombats dig burrows.")
    assert _next_change(following).read == 1
    assert library.search("wombats", limit=1)[0].text == "Wombats dig burrows."
    (folder / "new").mkdir()
    (folder / "wombat.txt").rename(folder / "new" / "wombat.txt")
    while library.sources()[-1].location != "new/wombat.txt":
        following()
    (folder / "new" / "wombat.txt").unlink()
    assert _next_change(following).removed == 1


def test_folder_that_is_missing_for_a_while_is_told_and_found_again(
    following: Callable[[], Told], folder: Path
) -> None:
    assert _next_change(following).read == 2
    folder.rename(folder.with_name("away"))
    told = following()
    while not isinstance(told, IndexingError):
        told = following()
    assert isinstance(told, FolderNotFound)
    (folder.with_name("away") / "wombat.txt").write_text("Wombats dig burrows.")
    folder.with_name("away").rename(folder)
    assert _next_change(following).read == 1
    (folder / "koala.txt").write_text("Koalas nap.")
    assert _next_change(following).read == 1


def test_hidden_files_and_the_home_are_not_followed(tmp_path: Path) -> None:
    folder, home = tmp_path / "documents", tmp_path / "documents" / "home"
    folder.mkdir()
    calls, stop = 0, Event()

    def sync() -> int:
        nonlocal calls
        calls += 1
        for name in (".hidden.txt", "home/file", ".git/index"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(str(calls))
        (folder / ".git" / "stop").touch()
        return calls

    (folder / ".git").mkdir()
    home.mkdir()
    for told in follow(Folders.of(folder), sync, without=home, stop=stop):
        assert told == calls
        if calls == 1:
            (folder / "seen.txt").write_text("This one counts.")
        else:
            break
    assert calls == 2
