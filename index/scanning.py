"""The files below folders, as the file system tells of them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import FolderUnreadable
from index.folders import Folder, Folders
from index.locations import printable
from index.patterns import GITIGNORE, Rules, Selection


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file of the folders.

    Attributes:
        name: its location, printable whatever its bytes.
        place: where it is.
        size: bytes.
        stamp: changes whenever the file may have changed.
        changed: modification time in nanoseconds.
    """

    name: str
    place: str
    size: int
    stamp: str
    changed: int

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(self.place)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A file or folder that cannot be looked at: whatever is below it is as it was.

    Attributes:
        name: its location.
        reason: why, in words.
    """

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """A file or folder passed over because of a pattern; a folder's location ends with a slash."""

    name: str


Seen = FoundFile | Hidden | Ignored


def scan(folders: Folders, selection: Selection, *, without: Path) -> Iterator[Seen]:
    """Yield the regular files below folders, each folder's before those of the folders in it.

    Files and folders whose names begin with a dot, links to folders, pipes, sockets and devices are
    passed over, and so is the folder ``without``.

    Raises:
        FolderNotFound: one of the folders does not exist; nothing was yielded.
        FolderUnreadable: it may not be listed, or not any more.
        PatternUnusable: the selection has a pattern that is none.
    """
    rules, every = selection.rules(), Selection(gitignore=False).rules()
    folders.check()
    for folder in folders.each:
        # What somebody added by hand is wanted, whatever patterns say of the rest.
        yield from _Walk(folder, without).run(every if folder.is_added else rules)


@dataclass(frozen=True, slots=True)
class _Walk:
    """A walk through one folder. Paths in it are relative, a folder's with a slash at its end."""

    folder: Folder
    without: Path

    def run(self, rules: Rules) -> Iterator[Seen]:
        # A stack of its own, for folders may be nested deeper than calls may.
        waiting = [("", rules)]
        while waiting:
            inside, rules = waiting.pop()
            try:
                entries, rules = self._listed(inside, rules)
            except OSError as error:
                yield self._unlisted(inside, error)
                continue
            folders = []
            for entry in entries:
                path = inside + entry.name
                # A link to a folder is no folder here, and no regular file either.
                is_folder = entry.is_dir(follow_symlinks=False)
                if entry.name.startswith(".") or (is_folder and self._is_without(entry)):
                    continue
                if rules.passes_over(path, is_folder=is_folder):
                    yield Ignored(self._location(path) + "/" * is_folder)
                elif is_folder:
                    folders.append((f"{path}/", rules))
                elif (found := self._regular(path)) is not None:
                    yield found
            waiting += reversed(folders)

    def _listed(self, inside: str, rules: Rules) -> tuple[list[os.DirEntry[str]], Rules]:
        """Return what a folder holds, by name, and the rules for that."""
        place = self._place(inside)
        with os.scandir(place) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
        if any(entry.name == GITIGNORE and entry.is_file() for entry in entries):
            rules = rules.below(place, len(inside))
        return entries, rules

    def _is_without(self, entry: os.DirEntry[str]) -> bool:
        return entry.name == self.without.name and Path(entry.path) == self.without

    def _unlisted(self, inside: str, error: OSError) -> Hidden:
        if not inside:
            raise FolderUnreadable(f"{self.folder.path} may not be listed.") from error
        return Hidden(self._location(inside[:-1]), f"may not be listed: {error.strerror}")

    def _regular(self, path: str) -> FoundFile | Hidden | None:
        place = self._place(path)
        try:
            status = os.stat(place)
        except FileNotFoundError:
            return None
        except OSError as error:
            return Hidden(self._location(path), f"cannot be looked at: {error.strerror}")
        if not stat.S_ISREG(status.st_mode):
            return None
        stamp = f"{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"
        changed = max(status.st_mtime_ns, status.st_ctime_ns)
        return FoundFile(self._location(path), place, status.st_size, stamp, changed)

    def _place(self, inside: str) -> str:
        return os.path.join(self.folder.path, inside)

    def _location(self, path: str) -> str:
        return self.folder.prefix + printable(path)
