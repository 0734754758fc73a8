"""PDF: paragraphs in reading order, across pages, without what repeats on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from index.errors import EmptyFile, PicturesOnly
from index.reading.composing import Composer
from index.reading.pdf_engine import Pdf, open_pdf
from index.reading.pdf_layout import Paragraph, paragraphs, without_furniture
from index.reading.reading import Reading

_HEADING_SIZE = 1.15
_LONGEST_HEADING = 200
_DAY = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})")
_NO_TITLE = re.compile(
    r"untitled.*|microsoft word - .*|.*\.(?:docx?|odt|rtf|pptx?|xlsx?|indd|tex|dvi|pdf|html?)",
    re.IGNORECASE,
)


def read_pdf(content: bytes, name: str) -> Reading:
    """Return what a PDF says.

    Raises:
        Protected, Damaged: it cannot be read.
        PicturesOnly: its pages are pictures.
        EmptyFile: there are no words on its pages.
    """
    with open_pdf(content, name=name) as pdf:
        lines = [pdf.lines(page) for page in range(1, pdf.pages + 1)]
        if not any(lines):
            raise _without_text(pdf, name)
        pages = [paragraphs(each) for each in without_furniture(lines)]
        body = _body_size(pages)
        composer = Composer()
        outline = pdf.outline()
        for page, found in enumerate(pages, 1):
            named = {title for number, title in outline if number == page}
            _add_page(composer, page, found, body, named, pages[page - 2] if page > 1 else ())
        day = _day(pdf.says("CreationDate")) or _day(pdf.says("ModDate"))
        return composer.reading(_title(pdf, pages, body), day, "application/pdf")


def _without_text(pdf: Pdf, name: str) -> EmptyFile | PicturesOnly:
    pictured = any(pdf.has_pictures(page) for page in range(1, min(pdf.pages, 20) + 1))
    if not pictured:
        return EmptyFile(f"{name} contains no text.")
    pages = f"its {pdf.pages:,} pages" if pdf.pages > 1 else "its page"
    return PicturesOnly(f"{name} contains pictures of {pages}, and no text.")


def _day(value: str) -> date | None:
    """Return the day of a PDF's date, ``D:20220105…``; None where it is not one."""
    match = _DAY.match(value)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _body_size(pages: Sequence[Sequence[Paragraph]]) -> float:
    """Return the size that most letters have."""
    letters: Counter[float] = Counter()
    for page in pages:
        for each in page:
            letters[round(each.size, 1)] += len(each.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _add_page(
    composer: Composer,
    page: int,
    found: Sequence[Paragraph],
    body: float,
    named: set[str],
    before: Sequence[Paragraph],
) -> None:
    composer.enter("page", str(page))
    last = before[-1] if before else None
    for place, each in enumerate(found):
        heading = _is_heading(each, body) or each.text in named
        goes_on = (
            place == 0 and last is not None and last.is_open and not _is_heading(last, body)
        ) and each.text[:1].islower()
        if goes_on and not heading:
            composer.extend(each.text)
        else:
            composer.add(each.text, heading=heading)


def _is_heading(paragraph: Paragraph, body: float) -> bool:
    large = paragraph.size >= _HEADING_SIZE * body
    return large and len(paragraph.text) <= _LONGEST_HEADING and paragraph.lines <= 3


def _title(pdf: Pdf, pages: Sequence[Sequence[Paragraph]], body: float) -> str:
    """Return the title that the file gives itself, else what is largest on its first page."""
    told = pdf.says("Title")
    if told and not _NO_TITLE.fullmatch(told):
        return told
    headings = [each for each in pages[0] if _is_heading(each, body)]
    return max(headings, key=lambda each: each.size).text if headings else ""
