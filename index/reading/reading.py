"""What a reader found in a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or list item: sentences never cross its edges.

    Attributes:
        start, end: offsets into the canonical text, in code points, end exclusive.
        heading: whether it names what follows rather than saying something.
    """

    start: int
    end: int
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The canonical text of a file and what is known about it.

    Attributes:
        text: the canonical text; every offset refers to it.
        blocks: the parts of it to index, in order, without overlap.
        title: what the document calls itself; empty where it does not say.
        date: the day it says it is from.
        media_type: what it was read as.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str
    date: date | None
    media_type: str
