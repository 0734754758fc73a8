"""Uploaded documents: stored in a folder of the home, which is synced with the library."""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

from assistant.errors import NoRoom, NotAdded
from index import FileReader
from index.errors import HomeUnwritable
from index.folders import ADDED

ADDED_FOLDER = "added"  # its name in a home
MOST_UPLOADS = 2_000  # files; a guess
_DEEPEST = 8  # folders inside one another; a guess
_LONGEST_NAME = 120  # bytes; a guess below the 255 of file systems, because a number may be added
_LONGEST_TITLE = 60  # characters of a pasted text that become its name; a guess
# Names of devices, which Windows does not allow as file names.
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10)}
_FORBIDDEN = frozenset('/\\:*?"<>|')


def added_folder(home: Path) -> Path:
    """Return the folder of a home for uploads; create it if it does not exist.

    Raises:
        HomeUnwritable: the folder cannot be created.
    """
    folder = home / ADDED_FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HomeUnwritable(f"{folder} cannot be created: {error.strerror}.") from error
    return folder


def is_added(location: str) -> bool:
    """Return whether a location in a library is that of an upload."""
    return location.startswith(f"{ADDED}/")


def shown_location(location: str) -> str:
    """Return a location in a library as people see it: `added: NAME` for an upload."""
    return f"added: {location[len(ADDED) + 1 :]}" if is_added(location) else location


class Additions:
    """The uploads of a library. Nothing is ever written outside of their folder.

    Additions and removals take effect with the next sync of the library.
    """

    def __init__(self, folder: Path, largest: int, reader: FileReader) -> None:
        """Store uploads in a folder.

        Args:
            folder: the folder for uploads, see `added_folder`.
            largest: maximum size of an upload in bytes.
            reader: checks that an upload can be read.
        """
        self._folder = folder
        self._reader = reader
        self._moving = threading.Lock()
        self.largest = largest

    def add(self, name: str, content: bytes) -> str:
        """Store a document, and return its location in the library.

        Args:
            name: its name, or its path inside an uploaded folder. Unsafe characters are replaced,
                and a number is added if the name is taken.
            content: its bytes.

        Raises:
            NotAdded: the document is too large; NoRoom if there are too many.
            UnreadableFile: the document cannot be read; the message says why.
        """
        self.check_size(name, len(content))
        if sum(len(files) for _, _, files in os.walk(self._folder)) >= MOST_UPLOADS:
            raise NoRoom(f"There are {MOST_UPLOADS:,} added documents already.")
        safe = safe_path(name)
        self._reader.check(content, name=str(safe))
        return f"{ADDED}/{self._write(safe, content)}"

    def add_text(self, text: str) -> str:
        """Store a pasted text, named after its first line, and return its location."""
        first = next((line for line in text.splitlines() if line.strip()), "")
        title = " ".join(first.split())[:_LONGEST_TITLE].strip(" .") or "Text"
        return self.add(f"{title}.txt", text.encode("utf-8", "replace"))

    def check_size(self, name: str, size: int) -> None:
        """Reject a document that exceeds the maximum size.

        Raises:
            NotAdded: the document is too large.
        """
        if size > self.largest:
            limit = f"{self.largest / 1_000_000:,.0f} MB"
            what = f"{without_folders(name)} is larger than {limit}."
            raise NotAdded(what, "Split it, or raise the limit with QUOTH_MAX_FILE_MB.")

    def remove(self, location: str) -> None:
        """Remove an upload. The location of a source inside an archive removes the archive.

        Raises:
            NotAdded: there is no upload at this location.
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
        name = location.removeprefix(f"{ADDED}/")
        what = f"There is no added document {name!r}."
        raise NotAdded(what, "Only added documents can be removed.")

    def _unlink(self, path: Path) -> None:
        """Remove a file and the folders that this leaves empty."""
        with self._moving:
            path.unlink(missing_ok=True)
            for folder in path.parents:
                if folder == self._folder or any(folder.iterdir()):
                    return
                folder.rmdir()

    def _write(self, safe: PurePosixPath, content: bytes) -> str:
        """Write a file completely or not at all, under a free name, and return its location."""
        part = self._folder / f".{secrets.token_hex(8)}"
        try:
            part.write_bytes(content)
            with self._moving:
                folder = self._folder_for(safe.parts[:-1])
                for free in _numbered(safe.name):
                    # Unlike a renaming, a link never replaces another file.
                    with contextlib.suppress(FileExistsError):
                        os.link(part, folder / free)
                        return (folder / free).relative_to(self._folder).as_posix()
        except OSError as error:
            raise HomeUnwritable(f"{safe} cannot be stored: {error.strerror}.") from error
        finally:
            part.unlink(missing_ok=True)
        raise NotAdded(f"Too many documents have the name {safe.name}.", "Rename it.")

    def _folder_for(self, parts: tuple[str, ...]) -> Path:
        """Return a folder for some path; create it, with a number if a file has its name."""
        folder = self._folder
        for part in parts:
            free = (name for name in _numbered(part) if not (folder / name).is_file())
            folder /= next(free, part)
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def safe_path(name: str) -> PurePosixPath:
    """Return a relative path of safe names; only the last of them if the path leads outside.

    Example:
        >>> str(safe_path("reports/2021/q?.md")), str(safe_path("reports/../../.ssh/id"))
        ('reports/2021/q_.md', 'id')
    """
    parts = name.split("/")
    if len(parts) > _DEEPEST + 1 or not {"", ".", ".."}.isdisjoint(parts):
        parts = [name]
    return PurePosixPath(*map(safe_name, parts))


def safe_name(name: str) -> str:
    """Return a file name that is valid on every system, not hidden, and has no folders.

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
    """Return the last part of a path, with the separators of any system."""
    return PureWindowsPath(PurePosixPath(name).name).name


def _numbered(name: str) -> list[str]:
    """Return the names to try: `a.txt`, `a (2).txt` and so on, up to 99."""
    stem, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
    return [name, *(f"{stem} ({number}){dot}{ending}" for number in range(2, 100))]
