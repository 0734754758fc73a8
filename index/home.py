"""The folder that holds a library's files: one writer at a time, private, nothing thrown away."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import DiskFull, HomeBusy, HomeCorrupt, HomeUnwritable, Part

CATALOGUE_FILE = "catalogue.sqlite"
TOKENS_FILE = "tokens.sqlite"
VECTORS_FOLDER = "vectors"
WORDS_FOLDER = "words"
ASIDE_FOLDER = "damaged"
LOCK_FILE = "writer.lock"
# Also the uploads' folder and the conversations, which the assistant keeps in the same home.
_OURS = (CATALOGUE_FILE, TOKENS_FILE, VECTORS_FOLDER, WORDS_FOLDER, ASIDE_FOLDER, LOCK_FILE)
_OURS_TOO = ("added", "conversations")
# With less than this free, the engines cannot write their files, and say so in many ways. A guess.
_LEAST = 1_000_000
# Read at a time for a checksum: large enough that Python's share of the time does not count.
_BLOCK = 1_000_000
# As Rust prints an error of the system, and Chroma one of SQLite.
_ERROR_NUMBER = re.compile(r"(os error|Os \{ code:|code:) (\d+)")
_PASSING_ERRNOS = {
    *(errno.EMFILE, errno.ENFILE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.ENOMEM),
    *(errno.EROFS, errno.EACCES, errno.EAGAIN),
}
# SQLite's BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL and CANTOPEN.
_PASSING_CODES = {5, 6, 7, 8, 10, 13, 14}
# Its IOERR_SHORT_READ: a file that was cut short.
_SHORT_READ = 522
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@contextmanager
def sole_writer(home: Path) -> Iterator[None]:
    """Keep other writers out of a home meanwhile.

    Raises:
        HomeBusy: another process is writing it.
        HomeUnwritable: the home cannot be written at all.
        DiskFull: there is no room for what is written.
    """
    lock = FileLock(home / LOCK_FILE)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise HomeBusy(f"Another process is writing the library in {home}.") from error
    except OSError as error:
        check_room(home, error)
        raise HomeUnwritable(f"{home} cannot be written: {error.strerror}.") from error
    try:
        with needing_room(home):
            yield
    finally:
        lock.release()


@contextmanager
def needing_room(home: Path) -> Iterator[None]:
    """Raise DiskFull for whatever fails because a home's disk is full."""
    try:
        yield
    except (HomeUnwritable, HomeCorrupt) as error:
        check_room(home, error)
        raise


def check_room(home: Path, cause: BaseException | None = None) -> None:
    """Raise DiskFull where a home's disk has no room left."""
    if home.is_dir() and shutil.disk_usage(home).free < _LEAST:
        raise DiskFull(f"The disk of {home} is full.") from cause


def is_writable(home: Path) -> bool:
    """Return whether this process may make files in a home that exists."""
    return os.access(home, os.W_OK | os.X_OK)


def make_home(home: Path) -> None:
    """Make the folder of a home that does not exist yet, for its owner alone.

    Raises:
        HomeUnwritable: it cannot be made.
    """
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        home.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise HomeUnwritable(f"{home} cannot be made: {error.strerror}.") from error


def make_private(home: Path) -> bool:
    """Take a home's files from everybody but their owner; return whether others could enter it.

    A folder with anything in it that is not Quoth's keeps its own permissions: it may have been
    there before, and serve others.
    """
    is_only_ours = all(_is_ours(each.name) for each in home.iterdir())
    was_open = is_only_ours and _close_to_others(home)
    for path in home.iterdir():
        if not _is_ours(path.name):
            continue
        _close_to_others(path)
        if path.is_dir() and not path.is_symlink():
            for below in path.rglob("*"):
                _close_to_others(below)
    return was_open


def _is_ours(name: str) -> bool:
    return name.startswith(_OURS + _OURS_TOO)


def _close_to_others(path: Path) -> bool:
    """Take a file or folder from other users; a file that another user owns stays as it is."""
    with suppress(OSError):
        mode = path.lstat().st_mode
        if not stat.S_ISLNK(mode) and mode & _OTHERS:
            path.chmod(stat.S_IMODE(mode) & ~_OTHERS)
            return True
    return False


def set_aside(file: Path, *, keep_all: bool = False) -> Path | None:
    """Move a damaged SQLite file and its log out of the way; return where it is now, if anywhere.

    Args:
        file: in a home.
        keep_all: whether those set aside before are kept too, or only the latest one.
    """
    if not file.exists():
        return None
    aside = file.parent / ASIDE_FOLDER
    aside.mkdir(mode=0o700, exist_ok=True)
    if not keep_all:
        for old in aside.glob(f"{file.stem}-*"):
            old.unlink()
    kept = aside / f"{file.stem}-{time.strftime('%Y%m%d-%H%M%S')}-{time.time_ns() % 1000:03}"
    for ending in ("", "-wal", "-shm"):
        part = file.with_name(f"{file.name}{ending}")
        if part.exists():
            part.rename(f"{kept}{file.suffix}{ending}")
    return kept.with_name(f"{kept.name}{file.suffix}")


def remove_database(file: Path) -> None:
    """Remove a SQLite file and its log."""
    for ending in ("", "-wal", "-shm"):
        file.with_name(f"{file.name}{ending}").unlink(missing_ok=True)


def remove_part(home: Path, part: Part) -> None:
    """Remove the files of a part that can be made again from the catalogue."""
    with sole_writer(home):
        if part is Part.TOKENS:
            remove_database(home / TOKENS_FILE)
        elif part is Part.WORDS:
            remove_folder(home / WORDS_FOLDER)
        elif part is Part.VECTORS:
            remove_folder(home / VECTORS_FOLDER)


def borrow(folder: Path, into: Path) -> None:
    """Fill a folder with links to the files of another; of SQLite's files with copies.

    An engine can then open it, and whatever it writes leaves the other one as it is. A graph that
    Chroma has not written yet is left out: it would be made anew, through the link.
    """
    into.mkdir()
    for path in folder.iterdir():
        if path.name.startswith("chroma.sqlite3"):
            shutil.copyfile(path, into / path.name)
        elif path.suffix == ".lock":
            continue
        elif path.is_file() or (path / "index_metadata.pickle").exists():
            (into / path.name).symlink_to(path)


def remove_folder(folder: Path) -> None:
    """Remove a folder of a home as a whole: killed meanwhile, it leaves all of it or none."""
    aside = folder.with_name(f"{folder.name}.damaged")
    shutil.rmtree(aside, ignore_errors=True)
    with suppress(FileNotFoundError):
        folder.rename(aside)
    if aside.is_file():  # something else was in its place
        aside.unlink()
    shutil.rmtree(aside, ignore_errors=True)


def checksum(path: Path, *, length: int | None = None) -> int:
    """Return the CRC-32 of a file, or of its first `length` bytes."""
    found, left = 0, path.stat().st_size if length is None else length
    with path.open("rb") as file:
        while left > 0 and (block := file.read(min(_BLOCK, left))):
            found = zlib.crc32(block, found)
            left -= len(block)
    return found


def is_passing(error: BaseException) -> bool:
    """Return whether an engine's error is about this moment, and not about its files.

    Too many open files, a lock, a full or unwritable disk: the files may be as they should be.
    """
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in _PASSING_ERRNOS
    found = _ERROR_NUMBER.search(str(error))
    if found is None:
        return False
    kind, number = found[1], int(found[2])
    if kind != "code:":
        return number in _PASSING_ERRNOS
    return number & 0xFF in _PASSING_CODES and number != _SHORT_READ


def is_panic(error: BaseException) -> bool:
    """Return whether an engine's Rust code gave up; such an error passes `except Exception`."""
    return type(error).__name__ == "PanicException"  # a class that cannot be imported
