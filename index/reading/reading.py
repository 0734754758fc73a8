"""What a reader found in a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from index.place import Place


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or list item: sentences never cross its edges.

    Attributes:
        start, end: offsets into the canonical text, in code points, end exclusive.
        heading: whether it names what follows rather than saying something.
        whole: whether it is one sentence whatever stops are in it: a row of a table, lines of code.
    """

    start: int
    end: int
    heading: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The canonical text of a file and what is known about it.

    Attributes:
        text: the canonical text; every offset refers to it.
        blocks: the parts of it to index, in order, without overlap.
        title: what the document calls itself; empty where it does not say.
        date: the day it says it is from.
        media_type: what it was read as.
        places: where a reader of the document finds its parts, in order, without overlap.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str
    date: date | None
    media_type: str
    places: tuple[Place, ...] = ()
