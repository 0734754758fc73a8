"""What a sync did."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read: its location, and the reason with the remedy."""

    name: str
    message: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did.

    Attributes:
        read: files whose content is new in the library.
        unchanged: files that needed no work, renamed and equal ones among them.
        removed: sources that left the library.
        passages: passages added.
        failures: files that could not be read.
        seconds: how long it took.
        ignored: locations passed over because of patterns or a `.gitignore`; a folder's ends with
            a slash and stands for all that is in it.
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

    @property
    def is_idle(self) -> bool:
        """Whether the library is as it was."""
        return not (self.read or self.removed)
