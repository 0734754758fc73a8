"""The canonical text of a document whose own bytes are no text, put together part by part."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from index.place import Place
from index.reading.reading import Block, Reading


class Composer:
    """Puts a text together and notes where its blocks and places are."""

    def __init__(self) -> None:
        """Begin with nothing."""
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
        """Say where what follows stands, until told otherwise."""
        self._leave()
        self._at = self._length, kind, name, within

    def add(
        self, words: str, *, heading: bool = False, whole: bool = False, after: str = "\n\n"
    ) -> None:
        """Add a block, which stands so far ``after`` the one before; nothing where it is blank."""
        words = words.strip()
        if not words:
            return
        if self._parts:
            self._append(after)
        self._blocks.append(Block(self._length, self._length + len(words), heading, whole))
        self._append(words)

    def extend(self, words: str) -> None:
        """Add to the block before, which goes on here."""
        self._append(f" {words}")
        self._blocks[-1] = replace(self._blocks[-1], end=self._length)

    def reading(self, title: str, day: date | None, media_type: str) -> Reading:
        """Return what was put together."""
        self._leave()
        title = " ".join(title.split())
        blocks = tuple(self._blocks)
        # A section that is named as the whole is says nothing.
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
