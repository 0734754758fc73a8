"""A person's choice of the sources that a question is answered from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from index import Source


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice among the sources of a library, by id and by date.

    Attributes:
        only: ids of the sources to include; None for all.
        without: ids of the sources to exclude.
        since, until: first and last date of a source; if either is given, sources without a date
            are excluded.
    """

    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None

    def among(self, sources: Iterable[Source]) -> frozenset[str] | None:
        """Return the ids of the chosen sources; None if nothing is restricted."""
        if self == Choice():
            return None
        return frozenset(source.id for source in sources if self._includes(source))

    def _includes(self, source: Source) -> bool:
        if source.id in self.without or (self.only is not None and source.id not in self.only):
            return False
        if self.since is None and self.until is None:
            return True
        first, last = self.since or date.min, self.until or date.max
        return source.date is not None and first <= source.date <= last
