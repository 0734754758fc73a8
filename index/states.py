"""What became of each file of the folders."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from index.catalogue import Catalogue
from index.report import SyncReport


class Outcome(StrEnum):
    """What became of a file."""

    READY = "ready"
    FAILED = "failed"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class FileState:
    """A file of the folders and what became of it.

    Attributes:
        location: where it is; a folder that is passed over ends with a slash.
        outcome: ready to be found, failed, or ignored because of a pattern.
        source: id of the source it holds; None where it holds none.
        reason: why it failed, with the remedy; empty where it did not.
    """

    location: str
    outcome: Outcome
    source: str | None = None
    reason: str = ""


def states_of(catalogue: Catalogue, report: SyncReport | None) -> list[FileState]:
    """Return the state of every file, by location, as the last sync found it.

    Args:
        catalogue: what is noted of the files.
        report: what that sync said; without it, what it passed over and what failed for a while
            are not told.
    """
    failures = {each.name: each.message for each in report.failures} if report else {}
    found = {name: FileState(name, Outcome.IGNORED) for name in (report.ignored if report else ())}
    for entry in (catalogue.files() | catalogue.members()).values():
        if entry.source:
            found[entry.path] = FileState(entry.path, Outcome.READY, entry.source)
        elif entry.failure:
            failures.setdefault(entry.path, entry.failure)
    for name, reason in failures.items():
        held = found[name].source if name in found else None
        found[name] = FileState(name, Outcome.FAILED, held, reason)
    return [found[name] for name in sorted(found)]
