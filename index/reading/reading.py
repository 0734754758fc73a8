"""The result of reading a file: its canonical text, blocks, title and date."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from index.place import Place

# Lone surrogates, and all control characters but tab, the line ends and NEL.
_INVALID = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or list item: no sentence crosses its edges.

    Attributes:
        start, end: offsets into the canonical text, in code points, end exclusive.
        heading: whether it is the heading of the text that follows.
        whole: whether it is one sentence whatever stops it has: a row of a table, lines of code.
    """

    start: int
    end: int
    heading: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The canonical text of a file with its structure and metadata.

    Attributes:
        text: the canonical text; every offset refers to it.
        blocks: the parts of it to index, in order, without overlap.
        title: the document's own title; empty where it has none.
        date: the document's own date.
        media_type: the format it was read as.
        places: locations that a person knows, such as pages, in order, without overlap.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str
    date: date | None
    media_type: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page of a document as a picture, with rectangles marked on it.

    Attributes:
        png: the picture.
        width, height: in pixels.
        boxes: left, top, right and bottom of each rectangle, in pixels from the left and the top.
    """

    png: bytes = field(repr=False)
    width: int
    height: int
    boxes: tuple[tuple[int, int, int, int], ...]


def valid_text(text: str) -> str:
    """Return a text of the same length without lone surrogates and control characters.

    A lone surrogate, which no encoding can write, becomes U+FFFD; a control character, a space.

    Example:
        >>> valid_text("Look at this \\ud83d and\\0 that")
        'Look at this \ufffd and  that'
    """
    return _INVALID.sub(lambda match: " " if match.group() < "\ud800" else "\ufffd", text)


def iso_day(value: str) -> date | None:
    """Return the day of an ISO date or date with time; None where it is not one."""
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None
