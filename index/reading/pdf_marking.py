"""A page of a PDF as a picture, with where the words of a quote are on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.reading.pdf_engine import HYPHEN, Line, open_pdf
from index.reading.reading import PagePicture

Rectangle = tuple[int, int, int, int]


def count_pages(content: bytes, name: str) -> int:
    """Return how many pages a PDF has.

    Raises:
        Protected, Damaged: the file cannot be read.
    """
    with open_pdf(content, name=name) as pdf:
        return pdf.pages


def mark_page(
    content: bytes,
    name: str,
    page: int,
    page_text: str,
    span: tuple[int, int],
    *,
    width: int = 1200,
) -> PagePicture:
    """Return a page as a picture, and a rectangle for each of its lines that a span is on.

    Args:
        content: the PDF file.
        name: what to call it in messages.
        page: its number, from 1.
        page_text: the part of the canonical text that stands on the page.
        span: offsets into that part, in code points, end exclusive.
        width: of the picture, in pixels.

    Raises:
        Protected, Damaged: the file cannot be read.
    """
    with open_pdf(content, name=name) as pdf:
        lines = list(_spanned(pdf.lines(page, indexed=True), page_text, span))
        picture = pdf.picture(page, [index for line in lines for index in line], width=width)
    boxes = iter(picture.boxes)
    marked = tuple(_around([next(boxes) for _ in line]) for line in lines)
    return PagePicture(picture.png, picture.width, picture.height, marked)


def _spanned(lines: Sequence[Line], page_text: str, span: tuple[int, int]) -> Iterator[list[int]]:
    """Yield for each line the characters that the span holds.

    Line by line and without spaces, the page says what the text does, but for the lines that were
    left out and the hyphens between parted words.
    """
    offsets = [place for place, each in enumerate(page_text) if not each.isspace()]
    said = "".join(page_text[place] for place in offsets)
    at = 0
    for line in lines:
        seen = [
            (each, index)
            for each, index in zip(line.text, line.indices, strict=True)
            if each.strip()
        ]
        whole = [(each, index) for each, index in seen if each != HYPHEN]
        words = "".join(each for each, _ in whole)
        if not words or not said.startswith(words, at):
            continue
        places = offsets[at : at + len(words)]
        inside = [
            index
            for place, (_, index) in zip(places, whole, strict=True)
            if span[0] <= place < span[1]
        ]
        if inside:
            yield inside
        at += len(words)
        if seen[-1][0] == HYPHEN and said.startswith("-", at):
            at += 1


def _around(boxes: Sequence[Rectangle]) -> Rectangle:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
