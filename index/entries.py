"""What the catalogue notes of sources and files: how far, and what was seen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How far a source is on its way in or out."""

    PENDING = "pending"
    READY = "ready"
    LEAVING = "leaving"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of the folder, or one inside such a file, as the last sync saw it.

    Attributes:
        path: relative to the folder, with forward slashes.
        source: id of the source it is; None where it could not be read or only holds others.
        size: bytes.
        stamp: changes whenever the file may have changed; empty where it must be looked at again.
        failure: why it could not be read; None where it could.
        container: path of the file of the folder that it is inside; None for that file itself.
        members: paths of what is inside it; None where that is not known yet.
    """

    path: str
    source: str | None
    size: int
    stamp: str
    failure: str | None = None
    container: str | None = None
    members: frozenset[str] | None = frozenset()
