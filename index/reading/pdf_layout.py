"""Lines of a page into paragraphs, by where they stand and how large they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

from index.reading.pdf_engine import HYPHEN, Line

_LARGER = 1.12
_WIDER_GAP = 1.3
_SHORT = 0.75
_NEAR = 36.0
_EDGE_LINES = 2
_REPEATS = 3
_REPEATED_SHARE = 0.4
_NUMBERED_SHARE = 0.6
_LONGEST_FOOT = 100
_BULLET = re.compile(r"(?:[•◦▪‣●○■–—*-]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s")
_NUMBER_OF_PAGE = re.compile(
    r"\W*(?:(?:page|seite|p\.)\W*)?(?:\d{1,5}|[ivxlc]{1,7})(?:\s*(?:of|/|von)\s*\d{1,5})?\W*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_ENDS = re.compile(r"[.!?:;…][”\"’')\]]*$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together.

    Attributes:
        text: their words, joined by spaces.
        size: how high their letters are, in points.
        lines: how many there are.
    """

    text: str
    size: float
    lines: int

    @property
    def is_open(self) -> bool:
        """Whether it may go on at the top of the next page."""
        return not _ENDS.search(self.text)


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """Return the paragraphs of a page, whose lines are in reading order."""
    pitch = _pitch(lines)
    found: list[list[Line]] = []
    for line in lines:
        if found and _goes_on(found[-1][-1], line, lines, pitch):
            found[-1].append(line)
        else:
            found.append([line])
    return [
        Paragraph(join(group), median(each.size for each in group), len(group)) for group in found
    ]


def join(lines: Sequence[Line]) -> str:
    """Return the words of lines, with parted words made whole."""
    text = ""
    for line in lines:
        if text.endswith(HYPHEN):
            # A capital after the hyphen speaks for one that the word has anyway.
            text = text[:-1] + ("" if line.text[:1].islower() else "-") + line.text
        else:
            text = f"{text} {line.text}" if text else line.text
    return text.replace(HYPHEN, "-") if text.endswith(HYPHEN) else text.replace(HYPHEN, "")


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the lines of each page without what repeats at its top and foot, and its number."""
    counts = Counter(key for lines in pages for key in {_key(line) for line in _edges(lines)})
    often = max(_REPEATS, _REPEATED_SHARE * len(pages))
    repeated = {key for key, count in counts.items() if count >= often}
    ahead = _numbers_ahead(pages)
    kept = []
    for page, lines in enumerate(pages):
        edges = {
            id(line)
            for line in _edges(lines)
            if _key(line) in repeated
            or (len(pages) > 1 and _NUMBER_OF_PAGE.fullmatch(line.text))
            or page + ahead in _numbers_at_ends(line)
        }
        rest = [line for line in lines if id(line) not in edges]
        # Pages that are all alike, a form a page for example, say something nevertheless.
        kept.append(rest or [each for each in lines if not _NUMBER_OF_PAGE.fullmatch(each.text)])
    return kept


def _numbers_ahead(pages: Sequence[Sequence[Line]]) -> float:
    """Return how far the numbers printed on pages run ahead of ours, if most pages have one."""
    counts = Counter(
        number - page
        for page, lines in enumerate(pages)
        for number in {each for line in _edges(lines) for each in _numbers_at_ends(line)}
    )
    ahead, often = counts.most_common(1)[0] if counts else (0, 0)
    return ahead if often >= max(_REPEATS, _NUMBERED_SHARE * len(pages)) else inf


def _numbers_at_ends(line: Line) -> set[int]:
    """Return the numbers that a short line begins or ends with, as the foot of a page does."""
    words = line.text.split() if len(line.text) <= _LONGEST_FOOT else []
    return {int(word) for word in words[:1] + words[-1:] if word.isdecimal() and len(word) < 6}


def _edges(lines: Sequence[Line]) -> list[Line]:
    """Return what stands highest and lowest on a page, wherever it is in reading order."""
    ordered = sorted(lines, key=lambda line: line.box[1])
    return [*ordered[:_EDGE_LINES], *ordered[_EDGE_LINES:][-_EDGE_LINES:]]


def _key(line: Line) -> str:
    return _DIGITS.sub("#", line.text)


def _pitch(lines: Sequence[Line]) -> float:
    """Return how far apart the lines of a paragraph usually are."""
    steps = [
        above.box[1] - line.box[1]
        for above, line in zip(lines, lines[1:], strict=False)
        if 0 < above.box[1] - line.box[1] < 3 * max(line.size, 1.0)
    ]
    return median(steps) if steps else 0.0


def _goes_on(above: Line, line: Line, lines: Sequence[Line], pitch: float) -> bool:
    """Tell whether a line belongs to the paragraph of the one before it."""
    if max(above.size, line.size) > _LARGER * min(above.size, line.size) or _BULLET.match(
        line.text
    ):
        return False
    step = above.box[1] - line.box[1]
    if step < -line.size:
        # The next column, or a box beside: it goes on there if the sentence does.
        return not _ENDS.search(above.text) and line.text[:1].islower()
    if step > _WIDER_GAP * pitch and step > _WIDER_GAP * line.size:
        return False
    if above.text.endswith(HYPHEN) or line.text[:1].islower():
        return True
    beside = [each.box for each in lines if abs(each.box[0] - above.box[0]) < _NEAR]
    left, right = min(box[0] for box in beside), max(box[2] for box in beside)
    return above.box[2] - left >= _SHORT * (right - left)
