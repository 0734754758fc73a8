"""The sources of a library in a list: searched and sorted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import Any

from index import Source


class Order(StrEnum):
    """What a list of sources is sorted by."""

    LOCATION = "location"
    TITLE = "title"
    NEWEST = "newest"
    OLDEST = "oldest"
    LARGEST = "largest"


_KEYS: dict[Order, Callable[[Source], Any]] = {
    Order.LOCATION: lambda source: source.location.casefold(),
    Order.TITLE: lambda source: source.title.casefold(),
    Order.NEWEST: lambda source: (source.date is None, -(source.date or date.min).toordinal()),
    Order.OLDEST: lambda source: (source.date is None, (source.date or date.max).toordinal()),
    Order.LARGEST: lambda source: -source.size,
}


def listed(
    sources: Iterable[Source], words: str = "", order: Order = Order.LOCATION
) -> list[Source]:
    """Return the sources with every one of some words in their title or location, sorted."""
    wanted = words.casefold().split()
    found = (
        source
        for source in sources
        if all(word in f"{source.title}\n{source.location}".casefold() for word in wanted)
    )
    return sorted(found, key=_KEYS[order])
