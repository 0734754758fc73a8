"""PDF pages as their engine sees them; the one module that imports PDFium."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as engine

from index.errors import Damaged, Protected
from index.reading.reading import PagePicture

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the left and the bottom of the page."""

# What PDFium writes for a hyphen that parts a word at the end of a line.
_HYPHENS = frozenset({0x02, 0xFFFE})
_ENDS = frozenset({0x0A, 0x0D})
_SAMPLES = 8
HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page.

    Attributes:
        text: its words; a hyphen that parts a word is a soft one.
        box: around it, by the heights of its letters' font.
        indices: the number of each character on the page; empty where nobody asked.
    """

    text: str
    box: Box
    indices: tuple[int, ...] = field(default=(), repr=False)

    @property
    def size(self) -> float:
        """How high its letters are, in points."""
        return self.box[3] - self.box[1]


@contextmanager
def open_pdf(content: bytes, *, name: str) -> Iterator[Pdf]:
    """Open a PDF file and close it at the end.

    Raises:
        Protected: it needs a password.
        Damaged: it is none, or broken.
    """
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Protected(f"{name} is protected by a password.") from error
        raise Damaged(f"{name} is damaged: it is no whole PDF.") from error
    with closing(document):
        yield Pdf(document, name)


class Pdf:
    """An open PDF file; its pages are numbered from 1."""

    def __init__(self, document: Any, name: str) -> None:  # noqa: ANN401 the engine is not typed
        """Wrap an open document; use `open_pdf`."""
        self._document = document
        self._name = name
        self.pages = len(document)

    def says(self, key: str) -> str:
        """Return what the file says of itself, for example its ``Title``; empty where nothing."""
        return str(self._document.get_metadata_value(key)).strip("\0 \t\r\n")

    def outline(self) -> set[tuple[int, str]]:
        """Return the entries of the outline, each with the number of its page."""
        found = set()
        for entry in self._document.get_toc(max_depth=6):
            target = entry.get_dest()
            index = target.get_index() if target else None
            if index is not None:
                found.add((index + 1, " ".join(entry.get_title().split())))
        return found

    def lines(self, page: int, *, indexed: bool = False) -> list[Line]:
        """Return the lines of a page in reading order.

        Raises:
            Damaged: the page cannot be read.
        """
        with self._page(page) as opened, closing(opened.get_textpage()) as text:
            found, begun = [], 0
            units = [engine.FPDFText_GetUnicode(text, k) for k in range(text.count_chars())]
            for place, unit in enumerate([*units, 0x0A]):
                if unit in _ENDS:
                    line = _line(text, units, begun, place, indexed)
                    found += [line] if line else []
                    begun = place + 1
            return found

    def has_pictures(self, page: int) -> bool:
        """Tell whether there are pictures on a page."""
        with self._page(page) as opened:
            kinds = [engine.FPDF_PAGEOBJ_IMAGE]
            return next(iter(opened.get_objects(filter=kinds, max_depth=3)), None) is not None

    def picture(self, page: int, indices: Sequence[int], *, width: int) -> PagePicture:
        """Return a page as a picture, so many pixels wide, and where some characters are on it."""
        with self._page(page) as opened, closing(opened.get_textpage()) as text:
            wide, high = opened.get_size()
            scale = min(width / wide, 3 * width / high)
            with closing(opened.render(scale=scale)) as bitmap:
                at = bitmap.get_posconv(opened)
                boxes = []
                for index in indices:
                    left, bottom, right, top = text.get_charbox(index, loose=True)
                    boxes.append(_upright(at.to_bitmap(left, top), at.to_bitmap(right, bottom)))
                image = bitmap.to_pil().convert("RGB")
            out = io.BytesIO()
            image.save(out, "PNG")
            return PagePicture(out.getvalue(), image.width, image.height, tuple(boxes))

    @contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        try:
            page = self._document[number - 1]
        except (pdfium.PdfiumError, IndexError) as error:
            raise Damaged(f"{self._name} is damaged: page {number} cannot be read.") from error
        with closing(page):
            yield page


def _upright(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int, int, int]:
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    return left, top, right, bottom


def _line(text: Any, units: list[int], start: int, end: int, indexed: bool) -> Line | None:  # noqa: ANN401
    while start < end and chr(units[start]).isspace():
        start += 1
    while start < end and chr(units[end - 1]).isspace():
        end -= 1
    if start == end:
        return None
    characters, indices = _characters(units, start, end)
    # A bracket or a sign of another font would make the line higher than it looks.
    some = sorted({start, end - 1, *range(start, end, max(1, (end - start) // _SAMPLES))})
    boxes = [text.get_charbox(k, loose=True) for k in some if not chr(units[k]).isspace()]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    box = left, median(box[1] for box in boxes), right, median(box[3] for box in boxes)
    return Line("".join(characters), box, tuple(indices) if indexed else ())


def _characters(units: list[int], start: int, end: int) -> tuple[list[str], list[int]]:
    """Join the halves of wide characters, and leave out what is no character."""
    characters: list[str] = []
    indices: list[int] = []
    for place in range(start, end):
        unit = units[place]
        if 0xDC00 <= unit < 0xE000 and characters and 0xD800 <= ord(characters[-1]) < 0xDC00:
            high = ord(characters[-1])
            characters[-1] = chr(0x10000 + ((high - 0xD800) << 10) + unit - 0xDC00)
        elif unit in _HYPHENS:
            characters.append(HYPHEN)
            indices.append(place)
        elif unit:
            characters.append(" " if unit < 0x20 else chr(unit))
            indices.append(place)
    return ["\ufffd" if 0xD800 <= ord(each) < 0xE000 else each for each in characters], indices
