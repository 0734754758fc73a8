"""The pages of a quote from a PDF, as pictures with its lines marked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from index.errors import VanishedFile
from index.passage import Span
from index.reading import FileReader, PagePicture
from index.source import Source, SourceText

_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class QuotedPage:
    """A page with a part of a quote.

    Attributes:
        number: of the page, from 1.
        picture: the page; its boxes are around the quote's lines.
    """

    number: int
    picture: PagePicture


def has_pages(source: Source) -> bool:
    """Tell whether a source has pages that can be shown as pictures."""
    return source.media_type == _PDF


def quoted_pages(
    origin: SourceText, content: bytes, span: Span, reader: FileReader, *, width: int = 1200
) -> Iterator[QuotedPage]:
    """Yield the pages of a span of a PDF; none where the source is not a PDF.

    Args:
        origin: the source with its text and its places.
        content: the bytes that it was read from.
        span: offsets into the canonical text, in code points, end exclusive.
        reader: draws the pages, in a process apart.
        width: of a picture, in pixels.

    Raises:
        VanishedFile: the bytes are others than the source was read from.
        UnreadableFile: a page cannot be drawn; the message names the file and the reason.
    """
    if not has_pages(origin.source):
        return
    if hashlib.sha256(content).hexdigest() != origin.source.sha256:
        raise VanishedFile(f"{origin.source.location} has changed since it was read.")
    start, end = span
    for place in origin.places:
        if place.end <= start or end <= place.start:
            continue
        text = origin.text[place.start : place.end]
        inside = max(0, start - place.start), min(len(text), end - place.start)
        page = int(place.name)
        picture = reader.mark(content, origin.source.location, page, text, inside, width=width)
        yield QuotedPage(page, picture)
