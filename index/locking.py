"""One process writes a home at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.disk_space import needing_room
from index.errors import HomeBusy


@contextmanager
def sole_writer(home: Path) -> Iterator[None]:
    """Keep other writers out of a home meanwhile.

    Raises:
        HomeBusy: another process is writing it.
        DiskFull: there is no room for what is written.
    """
    lock = FileLock(home / "writer.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise HomeBusy(f"Another process is writing the library in {home}.") from error
    try:
        with needing_room(home):
            yield
    finally:
        lock.release()
