"""The characters of a text that are already part of something found."""

from __future__ import annotations

from collections.abc import Iterable

from index import Span


class TakenCharacters:
    """Marks spans of a text. Marking and asking take time by the length of the span alone."""

    def __init__(self, text: str, spans: Iterable[Span] = ()) -> None:
        """Mark spans of a text."""
        self._marks = bytearray(len(text))
        for start, end in spans:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Mark the characters from start up to end."""
        self._marks[start:end] = b"\x01" * (end - start)

    def overlaps(self, start: int, end: int) -> bool:
        """Tell whether a character from start up to end is marked."""
        return self._marks.find(1, start, end) >= 0
