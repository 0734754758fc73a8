"""The bytes that a source was read from, wherever they are now."""

from __future__ import annotations

import os
from pathlib import Path

from index.errors import VanishedFile
from index.folders import Folders
from index.reading import find_part, load


def fetch(folders: Folders, location: str, *, limit: int) -> bytes:
    """Return the bytes of a file of the folders, or of what is inside one.

    Args:
        folders: where the documents are.
        location: of the source.
        limit: most bytes that are read.

    Raises:
        UnreadableFile: they cannot be read; the message names the file, the reason and the remedy.
        ValueError: the location leads out of the folders.
    """
    holder, path = holder_of(folders, location)
    content = load(path, name=holder, limit=limit)
    return find_part(content, name=holder, location=location, limit=limit)


def holder_of(folders: Folders, location: str) -> tuple[str, Path]:
    """Return the location and the path of the file that a source is, or is inside of.

    Raises:
        VanishedFile: there is none any more.
        ValueError: the location leads out of the folders.
    """
    steps = location.split("/")
    for length in range(len(steps), 0, -1):
        holder = "/".join(steps[:length])
        path = folders.path_of(holder).resolve()
        if not any(path.is_relative_to(folder) for folder in folders.paths):
            raise ValueError(f"{location} leads out of the folder")
        if os.path.isfile(path):  # noqa: PTH113 false where it may not be looked at
            return holder, path
    raise VanishedFile(f"{location} vanished.")
