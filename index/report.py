"""The result of a sync, and the state of each file after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.catalogue import Catalogue

# The catalogue keeps why a file was passed over where it keeps why others failed.
_PASSED_OVER = "Passed over: "
# Files that the summary names: a guess at what fits a line.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read: its location, and the reason with the remedy."""

    name: str
    message: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """The result of a sync.

    Attributes:
        read: files with content that is new in the library.
        unchanged: files that needed no work, renamed and equal ones among them.
        removed: sources that left the library.
        passages: passages added.
        failures: files that could not be read.
        seconds: how long it took.
        ignored: locations excluded by patterns or a `.gitignore`, and those passed over; an
            excluded folder's ends with a slash and stands for everything in it.
        passed_over: files without text that are no failures, such as pictures, with the reason.
        notices: what else a person should know, a sentence each: what was damaged and has been
            made again, or that nothing can be kept.
    """

    read: int
    unchanged: int
    removed: int
    passages: int
    failures: tuple[Failure, ...]
    seconds: float
    ignored: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    passed_over: tuple[Failure, ...] = ()

    @property
    def is_idle(self) -> bool:
        """Whether the library is as it was."""
        return not (self.read or self.removed)

    @property
    def problems(self) -> str:
        """The failures as one line with their count; empty without any."""
        return summary_of(self.failures)


class Outcome(StrEnum):
    """The state of a file after a sync."""

    READY = "ready"
    FAILED = "failed"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class FileState:
    """A file of the folders and its state.

    Attributes:
        location: its location; a folder that is ignored ends with a slash.
        outcome: ready to be found, failed, or ignored.
        source: id of its source; None where it has none.
        reason: why it failed, with the remedy, or why it was passed over; otherwise empty.
    """

    location: str
    outcome: Outcome
    source: str | None = None
    reason: str = ""


def summary_of(failures: Sequence[Failure]) -> str:
    """Return failures as one line: their count and the first names; empty without any.

    Example:
        >>> summary_of([Failure("a.pdf", "a.pdf is damaged."), Failure("b.zip", "…")])
        '2 problems with files: a.pdf, b.zip.'
    """
    if not failures:
        return ""
    names = ", ".join(each.name for each in failures[:_NAMED])
    more = f" and {len(failures) - _NAMED:,} more" if len(failures) > _NAMED else ""
    count = "1 problem" if len(failures) == 1 else f"{len(failures):,} problems"
    return f"{count} with files: {names}{more}."


def passed_over(reason: str) -> str:
    """Return the reason why a file is passed over as the catalogue keeps it."""
    return f"{_PASSED_OVER}{reason}"


def is_passed_over(failure: str | None) -> bool:
    """Return whether what the catalogue keeps as a failure is a file that is passed over."""
    return failure is not None and failure.startswith(_PASSED_OVER)


def states_of(catalogue: Catalogue, report: SyncReport | None) -> list[FileState]:
    """Return the state of every file, by location, as of the last sync.

    Args:
        catalogue: has the files.
        report: of that sync; without it, excluded files and failures that are not recorded, such
            as files that were being written, are missing.
    """
    found = {name: FileState(name, Outcome.IGNORED) for name in (report.ignored if report else ())}
    failures = {each.name: each.message for each in report.failures} if report else {}
    for entry in (catalogue.files() | catalogue.members()).values():
        if entry.source:
            found[entry.path] = FileState(entry.path, Outcome.READY, entry.source)
        elif is_passed_over(entry.failure):
            reason = (entry.failure or "").removeprefix(_PASSED_OVER)
            found[entry.path] = FileState(entry.path, Outcome.IGNORED, reason=reason)
        elif entry.failure:
            failures.setdefault(entry.path, entry.failure)
    for name, reason in failures.items():
        source = found[name].source if name in found else None
        found[name] = FileState(name, Outcome.FAILED, source, reason)
    return [found[name] for name in sorted(found)]
