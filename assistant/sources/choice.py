"""Which sources a person wants answers from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from index import Source


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice among the sources of a library.

    Attributes:
        only: ids of those that count; None for all.
        without: ids of those that do not.
        since, until: days between which a source must be dated, both included; one without a date
            does not count where either is given.
    """

    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None

    def among(self, sources: Iterable[Source]) -> frozenset[str] | None:
        """Return the ids of the sources that count; None where nothing was chosen."""
        if self == Choice():
            return None
        return frozenset(source.id for source in sources if self._takes(source))

    def _takes(self, source: Source) -> bool:
        if source.id in self.without or (self.only is not None and source.id not in self.only):
            return False
        if self.since is None and self.until is None:
            return True
        first, last = self.since or date.min, self.until or date.max
        return source.date is not None and first <= source.date <= last
