"""The files below a folder, as the file system tells of them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import FolderNotFound, FolderUnreadable


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file of the folder.

    Attributes:
        name: path relative to the folder, with forward slashes, printable whatever its bytes.
        path: where it is.
        size: bytes.
        changed: modification time in nanoseconds.
    """

    name: str
    path: Path
    size: int
    changed: int


def scan(folder: Path, *, without: Path) -> Iterator[FoundFile]:
    """Yield the regular files below a folder in the order of their names.

    Hidden files and folders, links to folders, pipes, sockets and devices are passed over, and so
    is the folder ``without``.

    Raises:
        FolderNotFound: there is no such folder.
        FolderUnreadable: it may not be listed.
    """
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "does not exist"
        raise FolderNotFound(f"{folder} {what}.")
    try:
        os.scandir(folder).close()
    except PermissionError as error:
        raise FolderUnreadable(f"{folder} may not be listed.") from error
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and Path(parent, name) != without
        )
        for name in sorted(names):
            found = None if name.startswith(".") else _regular(folder, Path(parent, name))
            if found is not None:
                yield found


def _regular(folder: Path, path: Path) -> FoundFile | None:
    try:
        status = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    raw = os.fsencode(path.relative_to(folder).as_posix())
    name = raw.decode("utf-8", "backslashreplace").replace("\n", "\\n")
    return FoundFile(name, path, status.st_size, status.st_mtime_ns)
