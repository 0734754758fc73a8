"""Building the canonical text of a document from its parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from index.place import Place
from index.reading.reading import Block, Reading, valid_text


class Composer:
    """Builds a text and records its blocks and places."""

    def __init__(self) -> None:
        """Begin with an empty text."""
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._places: list[Place] = []
        self._length = 0
        self._at: tuple[int, str, str, str] | None = None

    @property
    def has_words(self) -> bool:
        """Whether anything was added."""
        return bool(self._parts)

    def enter(self, kind: str, name: str, within: str = "") -> None:
        """Set the location of the blocks that follow."""
        self._leave()
        self._at = self._length, kind, valid_text(name), valid_text(within)

    def add(
        self, words: str, *, heading: bool = False, whole: bool = False, after: str = "\n\n"
    ) -> None:
        """Add a block, separated from the one before by ``after``; a blank one is left out."""
        words = valid_text(words).strip()
        if not words:
            return
        if self._parts:
            self._append(after)
        self._blocks.append(Block(self._length, self._length + len(words), heading, whole))
        self._append(words)

    def extend(self, words: str) -> None:
        """Continue the last block."""
        self._append(f" {valid_text(words)}")
        self._blocks[-1] = replace(self._blocks[-1], end=self._length)

    def reading(self, title: str, day: date | None, media_type: str) -> Reading:
        """Return the result."""
        self._leave()
        title = " ".join(valid_text(title).split())
        blocks = tuple(self._blocks)
        # A section with the title of the document adds nothing to it.
        places = tuple(
            each for each in self._places if each.kind != "section" or each.name != title
        )
        return Reading("".join(self._parts), blocks, title, day, media_type, places)

    def _append(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)

    def _leave(self) -> None:
        if self._at and self._at[0] < self._length:
            start, kind, name, within = self._at
            self._places.append(Place(start, self._length, kind, name, within))
        self._at = None
