"""From a folder and settings to an open library."""

from __future__ import annotations

from pathlib import Path

from assistant.settings import Settings
from index import Library, open_embedder, open_shipped


def home_of(folder: Path, home: str | Path | None) -> Path:
    """Return where the library of a folder is kept: as told, or `.quoth/NAME` beside the folder.

    The folder's name is part of it, for two folders side by side are two libraries.
    """
    if home is not None:
        return Path(home).expanduser()
    return folder.parent / ".quoth" / (folder.name or "root")


def open_library(home: Path, settings: Settings) -> Library:
    """Open the library of a home, whose tokens the shipped embedder reads whatever the settings."""
    shipped = open_shipped()
    chosen = shipped if settings.embedder == "minilm" else open_embedder(settings.embedder)
    return Library.open(home, chosen, reader=shipped, chroma=settings.chroma)
