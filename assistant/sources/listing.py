"""A list of sources, filtered by words and sorted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import Any

from index import Source


class Order(StrEnum):
    """The order of a list of sources."""

    LOCATION = "location"
    TITLE = "title"
    NEWEST = "newest"
    OLDEST = "oldest"
    LARGEST = "largest"


_SORT_KEYS: dict[Order, Callable[[Source], Any]] = {
    Order.LOCATION: lambda source: source.location.casefold(),
    Order.TITLE: lambda source: source.title.casefold(),
    Order.NEWEST: lambda source: (source.date is None, -(source.date or date.min).toordinal()),
    Order.OLDEST: lambda source: (source.date is None, (source.date or date.max).toordinal()),
    Order.LARGEST: lambda source: -source.size,
}


def listed(
    sources: Iterable[Source], words: str = "", order: Order = Order.LOCATION
) -> list[Source]:
    """Return the sources that have all of the words in their title or location, sorted."""
    wanted = words.casefold().split()
    matching = (
        source
        for source in sources
        if all(word in f"{source.title}\n{source.location}".casefold() for word in wanted)
    )
    return sorted(matching, key=_SORT_KEYS[order])
