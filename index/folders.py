"""The folders of documents of one library, and where a file is in them."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.errors import FolderNotFound, FoldersOverlap, FolderUnreadable
from index.locations import path_of, printable

# No file of the folders has a location that begins so: what begins with a dot is passed over.
ADDED = ".added"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of documents.

    Attributes:
        path: where it is, absolute.
        label: what the locations of its files begin with; empty for a folder alone.
    """

    path: Path
    label: str

    @property
    def is_added(self) -> bool:
        """Whether it holds what was added to the library rather than a person's own files."""
        return self.label == ADDED

    @property
    def prefix(self) -> str:
        """What stands before the path of a file in this folder."""
        return f"{self.label}/" if self.label else ""


@dataclass(frozen=True, slots=True)
class Folders:
    """One folder or several, none inside another, in the order of their paths.

    The location of a file is its path in the folder, with forward slashes. Where there are several
    folders it begins with the folder's label: its name, after as many of its parents as it takes
    to tell it from the others.
    """

    each: tuple[Folder, ...]

    @classmethod
    def of(cls, paths: Path | Iterable[Path]) -> Folders:
        """Return the folders at some paths, each once.

        Raises:
            FolderNotFound: no folder is named.
            FoldersOverlap: one is inside another.
        """
        given = [paths] if isinstance(paths, Path) else paths
        found = sorted({path.expanduser().resolve() for path in given})
        if not found:
            raise FolderNotFound("No folder is named.")
        for outer in found:
            for inner in found:
                if outer in inner.parents:
                    raise FoldersOverlap(f"{inner} is inside {outer}.")
        return cls._at(found)

    @classmethod
    def _at(cls, paths: list[Path]) -> Folders:
        labels = _labels(paths) if len(paths) > 1 else [""]
        return cls(tuple(map(Folder, paths, labels)))

    def with_added(self, path: Path) -> Folders:
        """Return these and the folder of what was added; no location in these changes."""
        own = (folder for folder in self.each if not folder.is_added)
        return Folders((Folder(path.resolve(), ADDED), *own))

    @property
    def paths(self) -> tuple[Path, ...]:
        """Where they are."""
        return tuple(folder.path for folder in self.each)

    @property
    def own(self) -> tuple[Path, ...]:
        """Where they are, but for what was added."""
        return tuple(folder.path for folder in self.each if not folder.is_added)

    @property
    def added(self) -> Path | None:
        """Where what was added is; None where nothing can be."""
        return next((folder.path for folder in self.each if folder.is_added), None)

    def check(self) -> None:
        """Make sure that all are there.

        Raises:
            FolderNotFound: one does not exist or is no folder.
            FolderUnreadable: one may not be looked at.
        """
        for path in self.paths:
            try:
                is_folder = stat.S_ISDIR(path.stat().st_mode)
            except PermissionError as error:
                raise FolderUnreadable(f"{path} may not be looked at.") from error
            except (OSError, ValueError) as error:
                raise FolderNotFound(f"{path} does not exist.") from error
            if not is_folder:
                raise FolderNotFound(f"{path} is not a folder.")

    def path_of(self, location: str) -> Path:
        """Return the file that a location names.

        Raises:
            ValueError: it begins with the label of no folder, or leads out of its folder.
        """
        for folder in self.each:
            if location.startswith(folder.prefix):
                path = path_of(folder.path, location.removeprefix(folder.prefix))
                if ".." in path.parts or not path.is_relative_to(folder.path):
                    raise ValueError(f"{location} leads out of the folder")
                return path
        raise ValueError(f"{location} is in none of the folders")

    def location_of(self, path: Path) -> str:
        """Return what a file is called here.

        Raises:
            ValueError: it is in none of the folders.
        """
        for folder in self.each:
            if path.is_relative_to(folder.path):
                return folder.prefix + printable(path.relative_to(folder.path).as_posix())
        raise ValueError(f"{path} is in none of the folders")

    def to_json(self) -> str:
        """Return what `from_json` reads."""
        added = [{"added": str(self.added)}] if self.added else []
        return json.dumps([*map(str, self.own), *added])

    @classmethod
    def from_json(cls, told: str) -> Folders:
        """Return the folders that were told, which need not be there any more."""
        given = json.loads(told)
        folders = cls._at([Path(each) for each in given if isinstance(each, str)])
        added = [Path(each["added"]) for each in given if isinstance(each, dict)]
        return folders.with_added(added[0]) if added else folders


def _labels(paths: list[Path]) -> list[str]:
    """Return the shortest ends of paths of which none is the beginning of another."""
    parts = [tuple(map(printable, path.parts[1:])) for path in paths]
    lengths = [1] * len(paths)
    while clashing := _clashing([whole[-n:] for whole, n in zip(parts, lengths, strict=True)]):
        for number in clashing:
            lengths[number] += 1
    return ["/".join(whole[-n:]) for whole, n in zip(parts, lengths, strict=True)]


def _clashing(ends: list[tuple[str, ...]]) -> set[int]:
    """Return the places of ends of which one is another or its beginning."""
    found = set()
    for place, end in enumerate(ends):
        for other, longer in enumerate(ends):
            if place != other and longer[: len(end)] == end:
                # Both grow, for one that is a whole path already can grow no more.
                found |= {place, other}
    return found
