"""Plain text: its paragraphs and a leading date."""

from __future__ import annotations

import re
from datetime import date

from index.reading.reading import Block, Reading

_PARAGRAPH = re.compile(r"\S(?:.*\S)?(?:\n[^\S\n]*\S(?:.*\S)?)*")
_LEADING_DATE = re.compile(
    r"\s*(?:(?:date|published|updated)\b\s*(?::\s*)?)?(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+Z?)?\b[\s:,–—-]*",
    re.IGNORECASE,
)


def read_plain(text: str) -> Reading:
    """Return the paragraphs of a plain text, which blank lines part."""
    day, start = leading_date(text)
    blocks = tuple(paragraphs(text, start, len(text)))
    return Reading(text=text, blocks=blocks, title="", date=day, media_type="text/plain")


def paragraphs(text: str, start: int, end: int) -> list[Block]:
    """Return the runs of non-blank lines between two offsets."""
    return [Block(*match.span()) for match in _PARAGRAPH.finditer(text, start, end)]


def leading_date(text: str) -> tuple[date | None, int]:
    """Return the ISO date that a text opens with and the offset of what follows, or None and 0."""
    match = _LEADING_DATE.match(text)
    if match is None:
        return None, 0
    try:
        return date(*map(int, match.groups())), match.end()
    except ValueError:
        return None, 0
