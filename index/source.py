"""One document that was read, and its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from index.place import Place, describe


@dataclass(frozen=True, slots=True)
class Source:
    """One document of a library: what it is, not what it says.

    Attributes:
        id: SHA-256 of its bytes, 64 hexadecimal digits.
        title: its first heading or sentence; never empty.
        location: path of the file relative to the folder, with forward slashes; of what is inside
            a file, and its path in there: ``letters.zip/may.docx``.
        date: the day that the document says it is from, if it says so.
        size: its bytes.
        length: code points of the canonical text.
        media_type: what it was read as, for example ``text/markdown``.
    """

    id: str
    title: str
    location: str
    date: date | None
    size: int
    length: int
    media_type: str

    @property
    def sha256(self) -> str:
        """SHA-256 of its bytes; a source is known by its content, so this is its id."""
        return self.id


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source with its canonical text, which every offset refers to.

    Offsets count Unicode code points from 0, ends are exclusive. The places, in order and without
    overlap, say where in the document a reader finds them.
    """

    source: Source
    text: str = field(repr=False, compare=False)
    places: tuple[Place, ...] = field(default=(), repr=False, compare=False)

    def slice(self, start: int, end: int) -> str:
        """Return the text between two offsets.

        Raises:
            ValueError: the offsets are not a non-empty span of the text.
        """
        if not 0 <= start < end <= len(self.text):
            span = f"{start}:{end}"
            raise ValueError(f"{span} is not a span of the {len(self.text)} characters of a source")
        return self.text[start:end]

    def place(self, start: int, end: int) -> str:
        """Return the position of a span: ``page 3``; empty where the source has none."""
        return describe(self.places, start, end)
