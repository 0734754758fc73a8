"""Following folders as they change; the one module that imports watchfiles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import TypeVar

from watchfiles import Change, watch

from index.errors import IndexingError, WatchUnavailable
from index.folders import Folders
from index.patterns import GITIGNORE

# Milliseconds without a change before one is acted on, and the longest that changes are awaited.
_QUIET = 400
_PATIENCE = 5_000
# Milliseconds between two looks at whether to stop.
_LOOK = 250
# Seconds before a sync that failed is tried again.
_AGAIN = 2.0

Report = TypeVar("Report")


def follow(
    folders: Folders, sync: Callable[[], Report], *, without: Path, stop: Event
) -> Iterator[Report | IndexingError]:
    """Call `sync` at once and after every change of the folders, until `stop` is set.

    Yields what it returns, or the error where it failed; it is then called again every few seconds,
    and the same error is told once. Changes that come while `sync` runs are not missed; those of
    hidden files and below the folder ``without`` do not count.

    Raises:
        WatchUnavailable: this machine cannot watch the folders.
    """
    matters = _Filter(folders, without)
    told = ""
    while not stop.is_set():
        try:
            for _ in _changes(folders, matters, stop):
                yield sync()
                told = ""
        except WatchUnavailable:
            raise
        except IndexingError as error:
            if str(error) != told:
                yield error
            told = str(error)
            stop.wait(_AGAIN)


def _changes(folders: Folders, matters: _Filter, stop: Event) -> Iterator[None]:
    """Yield once changes are noted, and after each; end where a folder is not the same any more."""
    began = _identities(folders)
    if not all(began):
        yield  # Whoever syncs finds out what is the matter.
        return
    is_noting = False
    try:
        for changes in watch(
            *folders.paths,
            watch_filter=matters,
            step=_QUIET,
            debounce=_PATIENCE,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
            stop_event=stop,
            ignore_permission_denied=True,
        ):
            if _identities(folders) != began:
                return
            if changes or not is_noting:
                is_noting = True
                yield
    except FileNotFoundError:
        return
    except (OSError, RuntimeError) as error:
        raise WatchUnavailable(f"The folders cannot be watched: {error}.") from error


def _identities(folders: Folders) -> list[tuple[int, int] | None]:
    """Return what tells folders from others that are put in their place."""
    found: list[tuple[int, int] | None] = []
    for path in folders.paths:
        try:
            status = path.stat()
        except OSError:
            found.append(None)
        else:
            found.append((status.st_dev, status.st_ino))
    return found


class _Filter:
    """Tells the changes that matter from those of files that are passed over anyway."""

    def __init__(self, folders: Folders, without: Path) -> None:
        self._folders = [f"{path.as_posix()}/" for path in folders.paths]
        self._without = f"{without.as_posix()}/"

    def __call__(self, change: Change, path: str) -> bool:  # noqa: ARG002 as watchfiles wants it
        place = Path(path).as_posix()
        if f"{place}/".startswith(self._without):
            return False
        for folder in self._folders:
            if place.startswith(folder):
                parts = place.removeprefix(folder).split("/")
                hidden = [part for part in parts if part.startswith(".")]
                return not hidden or (hidden == [GITIGNORE] and parts[-1] == GITIGNORE)
        return True
