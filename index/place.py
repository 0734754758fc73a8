"""Positions in a document as a person names them: a page, a row, a section."""

from __future__ import annotations

import json
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Place:
    """A span of the canonical text and what a reader of the document calls it.

    Attributes:
        start, end: offsets into the canonical text, in code points, end exclusive.
        kind: what it is, in the singular: ``page``, ``slide``, ``row``; empty where the name says.
        name: its number or its name: ``3``, ``Results``.
        within: what it is a part of, as a reader would say it: ``Sheet1``.
    """

    start: int
    end: int
    kind: str
    name: str
    within: str = ""

    @property
    def label(self) -> str:
        """The place in words: ``page 3``, ``Sheet1, row 40``, ``section “Results”``."""
        if not self.kind:
            return self._inside(self.name)
        return self._inside(f"{self.kind} {self.name if self.is_numbered else f'“{self.name}”'}")

    @property
    def is_numbered(self) -> bool:
        """Whether the name is a number."""
        return self.name.isdigit()

    def to(self, last: Place) -> str:
        """Return in words all from this place to a later one: ``pages 3–4``."""
        if (self.kind, self.name, self.within) == (last.kind, last.name, last.within):
            return self.label
        alike = (self.kind, self.within) == (last.kind, last.within)
        if self.kind and alike and self.is_numbered and last.is_numbered:
            return self._inside(f"{self.kind}s {self.name}–{last.name}")
        return f"{self.label} to {last.label}"

    def _inside(self, words: str) -> str:
        return f"{self.within}, {words}" if self.within else words


def sections(headings: Sequence[tuple[int, str]], end: int, title: str) -> tuple[Place, ...]:
    """Return the sections that headings begin, but for one that is named as the whole is.

    Args:
        headings: where each begins, and its words.
        end: of the text.
        title: of the document.
    """
    ends = [start for start, _ in headings[1:]] + [end]
    return tuple(
        Place(start, until, "section", name)
        for (start, name), until in zip(headings, ends, strict=False)
        if name and name != title
    )


def describe(places: Sequence[Place], start: int, end: int) -> str:
    """Return the position of a span in words; empty where no place contains any of it.

    Args:
        places: in order, without overlap.
        start, end: the span.
    """
    first = bisect_right(places, start, key=lambda place: place.end)
    last = bisect_left(places, end, key=lambda place: place.start) - 1
    return places[first].to(places[last]) if first <= last else ""


def pack(places: Sequence[Place]) -> bytes:
    """Return places as the few bytes that a store keeps."""
    alike = groupby(places, key=lambda place: (place.kind, place.within))
    groups = [[*key, [[each.start, each.end, each.name] for each in run]] for key, run in alike]
    return zlib.compress(json.dumps(groups, separators=(",", ":")).encode(), 1) if groups else b""


def unpack(packed: bytes) -> tuple[Place, ...]:
    """Return the places that were packed."""
    groups = json.loads(zlib.decompress(packed)) if packed else []
    return tuple(
        Place(start, end, kind, name, within)
        for kind, within, run in groups
        for start, end, name in run
    )
