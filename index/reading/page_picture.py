"""A page of a document as a picture, with places on it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as a picture.

    Attributes:
        png: the picture.
        width, height: in pixels.
        boxes: left, top, right and bottom of what was asked for, in pixels from the left and the
            top.
    """

    png: bytes = field(repr=False)
    width: int
    height: int
    boxes: tuple[tuple[int, int, int, int], ...]
