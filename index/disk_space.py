"""Telling a full disk from what else may be the matter with files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import DiskFull, HomeCorrupt, HomeUnwritable

# With less than this free, the engines cannot write their files, and say so in many ways.
_LEAST = 1_000_000


@contextmanager
def needing_room(home: Path) -> Iterator[None]:
    """Raise DiskFull for whatever fails because a home's disk is full."""
    try:
        yield
    except (HomeUnwritable, HomeCorrupt) as error:
        if shutil.disk_usage(home).free < _LEAST:
            raise DiskFull(f"The disk of {home} is full.") from error
        raise
