"""From a folder and settings to an open library."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from assistant.settings import Settings
from index import Folders, Library, Selection, open_embedder, open_shipped

_LONGEST_NAME = 60


def folders_of(given: str | Path | Iterable[str | Path]) -> Folders:
    """Return the folders at one path or at several.

    Raises:
        FolderNotFound, FoldersOverlap: see `index.errors`.
    """
    return Folders.of(map(Path, [given] if isinstance(given, str | Path) else given))


def home_of(folders: Folders, home: str | Path | None) -> Path:
    """Return where the library of folders is kept: as told, or `.quoth/NAME` beside the first.

    The folder's name is part of it, for two folders side by side are two libraries. The name of
    several is made of all theirs, and of a digest of where they are.
    """
    if home is not None:
        return Path(home).expanduser()
    first = folders.paths[0]
    name = "+".join(path.name or "root" for path in folders.paths)
    if len(folders.paths) > 1:
        digest = hashlib.sha256(folders.to_json().encode()).hexdigest()
        name = f"{name[:_LONGEST_NAME]}-{digest[:8]}"
    return first.parent / ".quoth" / name


def selection_of(settings: Settings) -> Selection:
    """Return which files are documents."""
    return Selection(settings.include, settings.exclude, settings.gitignore)


def open_library(home: Path, settings: Settings) -> Library:
    """Open the library of a home, whose tokens the shipped embedder reads whatever the settings."""
    shipped = open_shipped()
    chosen = shipped if settings.embedder == "minilm" else open_embedder(settings.embedder)
    return Library.open(home, chosen, reader=shipped, chroma=settings.chroma)
