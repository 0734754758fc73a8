"""Opens the library of some folders according to the settings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from assistant.settings import Settings
from index import Folders, Library, Selection, open_embedder, open_shipped

_MOST_CHARACTERS = 60  # of the folders' names in a home's name; a guess


def folders_of(given: str | Path | Iterable[str | Path]) -> Folders:
    """Return the folders at one or several paths.

    Raises:
        FolderNotFound, FoldersOverlap: see `index.errors`.
    """
    return Folders.of(map(Path, [given] if isinstance(given, str | Path) else given))


def home_of(folders: Folders, home: str | Path | None) -> Path:
    """Return the home for the library of some folders: by default `.quoth/NAME` beside the first.

    NAME is the name of the folder, so that two folders side by side have two libraries. For several
    folders it consists of all their names and a digest of their paths.
    """
    if home is not None:
        return Path(home).expanduser()
    first = folders.paths[0]
    name = "+".join(path.name or "root" for path in folders.paths)
    if len(folders.paths) > 1:
        digest = hashlib.sha256(folders.to_json().encode()).hexdigest()
        name = f"{name[:_MOST_CHARACTERS]}-{digest[:8]}"
    return first.parent / ".quoth" / name


def selection_of(settings: Settings) -> Selection:
    """Return the rules that select the documents among the files."""
    return Selection(settings.include, settings.exclude, settings.gitignore)


def open_library(home: Path, settings: Settings) -> Library:
    """Open the library of a home.

    The included embedder computes the token vectors, even if the settings name another embedder.
    """
    shipped = open_shipped()
    chosen = shipped if settings.embedder == "minilm" else open_embedder(settings.embedder)
    return Library.open(home, chosen, reader=shipped, chroma=settings.chroma)
