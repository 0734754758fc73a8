"""The files below a folder, as the file system tells of them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import FolderNotFound, FolderUnreadable
from index.locations import location_of


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file of the folder.

    Attributes:
        name: path relative to the folder, with forward slashes, printable whatever its bytes.
        path: where it is.
        size: bytes.
        stamp: changes whenever the file may have changed.
        changed: modification time in nanoseconds.
    """

    name: str
    path: Path
    size: int
    stamp: str
    changed: int


@dataclass(frozen=True, slots=True)
class Hidden:
    """A file or folder that cannot be looked at: whatever is below it is as it was.

    Attributes:
        name: path relative to the folder.
        reason: why, in words.
    """

    name: str
    reason: str


def scan(folder: Path, *, without: Path) -> Iterator[FoundFile | Hidden]:
    """Yield the regular files below a folder in the order of their names.

    Files and folders whose names begin with a dot, links to folders, pipes, sockets and devices are
    passed over, and so is the folder ``without``.

    Raises:
        FolderNotFound: there is no such folder.
        FolderUnreadable: it may not be listed, or not any more.
    """
    _check(folder)
    hidden: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=hidden.append):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and Path(parent, name) != without
        )
        for name in sorted(names):
            found = None if name.startswith(".") else _regular(folder, Path(parent, name))
            if found is not None:
                yield found
    for error in hidden:
        path = Path(error.filename)
        if path == folder:
            raise FolderUnreadable(f"{folder} may not be listed.") from error
        yield Hidden(location_of(folder, path), f"may not be listed: {error.strerror}")


def _check(folder: Path) -> None:
    try:
        is_folder = stat.S_ISDIR(folder.stat().st_mode)
    except PermissionError as error:
        raise FolderUnreadable(f"{folder} may not be looked at.") from error
    except (OSError, ValueError) as error:
        raise FolderNotFound(f"{folder} does not exist.") from error
    if not is_folder:
        raise FolderNotFound(f"{folder} is not a folder.")


def _regular(folder: Path, path: Path) -> FoundFile | Hidden | None:
    name = location_of(folder, path)
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        return Hidden(name, f"cannot be looked at: {error.strerror}")
    if not stat.S_ISREG(status.st_mode):
        return None
    stamp = f"{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"
    changed = max(status.st_mtime_ns, status.st_ctime_ns)
    return FoundFile(name, path, status.st_size, stamp, changed)
