"""Documents that are added to a library: kept in its home, in a folder that is synced with it."""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

from assistant.errors import NoRoom, NotAdded
from index import Reader
from index.errors import HomeUnwritable
from index.folders import ADDED

MOST = 2_000
ADDED_FOLDER = "added"  # in a home
_DEEPEST = 8  # folders in folders
_LONGEST_NAME = 120  # bytes; file systems take 255, and a number may be put to it
_LONGEST_TITLE = 60
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10)}
_FORBIDDEN = frozenset('/\\:*?"<>|')


def added_folder(home: Path) -> Path:
    """Return the folder of a home that holds what was added, making it if it is not there.

    Raises:
        HomeUnwritable: it cannot be made.
    """
    folder = home / ADDED_FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HomeUnwritable(f"{folder} cannot be made: {error.strerror}.") from error
    return folder


def is_added(location: str) -> bool:
    """Tell whether a location in a library is that of something added."""
    return location.startswith(f"{ADDED}/")


def shown_location(location: str) -> str:
    """Return a location in a library as a reader is told it."""
    return f"added: {location[len(ADDED) + 1 :]}" if is_added(location) else location


class Additions:
    """What was added to a library. Nothing is ever written outside its folder.

    What is added or removed is found, or found no more, once the library is refreshed.
    """

    def __init__(self, folder: Path, largest: int, reader: Reader) -> None:
        """Keep documents of at most so many bytes, which a reader can read, in a folder."""
        self._folder = folder
        self._reader = reader
        self._placing = threading.Lock()
        self.largest = largest

    def add(self, name: str, content: bytes) -> str:
        """Keep a document, and return its location in the library.

        Args:
            name: what it is called, perhaps as a path from the folder that was added; only what is
                safe in it is kept, and no two are called alike.
            content: its bytes.

        Raises:
            NotAdded: it is too large; NoRoom where there are too many.
            UnreadableFile: it is nothing that can be read; the message says why.
        """
        self.check_size(name, len(content))
        if sum(len(files) for _, _, files in os.walk(self._folder)) >= MOST:
            raise NoRoom(f"There are {MOST:,} added documents already.")
        safe = safe_path(name)
        self._reader.check(content, name=str(safe))
        return f"{ADDED}/{self._write(safe, content)}"

    def add_text(self, text: str) -> str:
        """Keep a text that was pasted, called after its first line, and return its location."""
        first = next((line for line in text.splitlines() if line.strip()), "")
        title = " ".join(first.split())[:_LONGEST_TITLE].strip(" .") or "Text"
        return self.add(f"{title}.txt", text.encode("utf-8", "replace"))

    def check_size(self, name: str, size: int) -> None:
        """Refuse a document that is larger than any that is read.

        Raises:
            NotAdded: it is.
        """
        if size > self.largest:
            most = f"{self.largest / 1_000_000:,.0f} MB"
            what = f"{without_folders(name)} is larger than {most}."
            raise NotAdded(what, "Split it, or raise the limit with QUOTH_MAX_FILE_MB.")

    def remove(self, location: str) -> None:
        """Remove a document that was added; of what is inside one, the whole of it.

        Raises:
            NotAdded: there is none at this location.
        """
        prefix, *parts = location.split("/")
        path = self._folder
        for part in parts if prefix == ADDED else ():
            path /= part
            if safe_name(part) != part:
                break
            if path.is_file():
                self._unlink(path)
                return
        raise NotAdded("No such document was added.", "Only what was added can be removed.")

    def _unlink(self, path: Path) -> None:
        """Remove a file, and the folders that were made for it alone."""
        with self._placing:
            path.unlink(missing_ok=True)
            for folder in path.parents:
                if folder == self._folder or any(folder.iterdir()):
                    return
                folder.rmdir()

    def _write(self, safe: PurePosixPath, content: bytes) -> str:
        """Write a file whole or not at all, under a name that is free, and return that."""
        part = self._folder / f".{secrets.token_hex(8)}"
        try:
            part.write_bytes(content)
            with self._placing:
                folder = self._made(safe.parts[:-1])
                for free in _numbered(safe.name):
                    # A link, unlike a renaming, never takes the place of another.
                    with contextlib.suppress(FileExistsError):
                        os.link(part, folder / free)
                        return (folder / free).relative_to(self._folder).as_posix()
        except OSError as error:
            raise HomeUnwritable(f"{safe} cannot be kept: {error.strerror}.") from error
        finally:
            part.unlink(missing_ok=True)
        raise NotAdded(f"Too many documents are called {safe.name}.", "Call it otherwise.")

    def _made(self, parts: tuple[str, ...]) -> Path:
        """Return a folder, made where it is not there, and numbered where a file is called so."""
        folder = self._folder
        for part in parts:
            free = (name for name in _numbered(part) if not (folder / name).is_file())
            folder /= next(free, part)
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def safe_path(name: str) -> PurePosixPath:
    """Return a safe name in the folders that a relative path names; in none where it leads out.

    Example:
        >>> str(safe_path("reports/2021/q?.md")), str(safe_path("reports/../../.ssh/id"))
        ('reports/2021/q_.md', 'id')
    """
    parts = name.split("/")
    if len(parts) > _DEEPEST + 1 or not {"", ".", ".."}.isdisjoint(parts):
        parts = [name]
    return PurePosixPath(*map(safe_name, parts))


def safe_name(name: str) -> str:
    """Return a file name that is no path, is not hidden, and is one on every system.

    Example:
        >>> safe_name("../../.ssh/id: rsa.TXT "), safe_name("con.md"), safe_name("..")
        ('id_ rsa.TXT', '_con.md', 'document')
    """
    kept = unicodedata.normalize("NFC", without_folders(name))
    kept = "".join("_" if c in _FORBIDDEN or not c.isprintable() else c for c in kept)
    kept = " ".join(kept.split()).strip(" .")
    if kept.partition(".")[0].strip().lower() in _RESERVED:
        kept = f"_{kept}"
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        stem, ending = kept, ""
    room = _LONGEST_NAME - len(f"{dot}{ending}".encode())
    if room < 1:
        return stem.encode()[:_LONGEST_NAME].decode("utf-8", "ignore").strip(" .") or "document"
    stem = stem.encode("utf-8", "replace")[:room].decode("utf-8", "ignore").rstrip(" .")
    return f"{stem or 'document'}{dot}{ending}"


def without_folders(name: str) -> str:
    """Return the last part of a path as any system writes it."""
    return PureWindowsPath(PurePosixPath(name).name).name


def _numbered(name: str) -> list[str]:
    stem, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
    return [name, *(f"{stem} ({number}){dot}{ending}" for number in range(2, 100))]
