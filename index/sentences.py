"""Text into sentences, with exact offsets; the one module that imports the sentence splitter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sentencex import get_sentence_boundaries

from index.passage import Span

_OPEN_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Rev|Hon|Gen|Col|Capt|Lt|Sgt|St|vs|cf|approx|No|Fig|Eq|pp?|Vol)"
    r"|\b(?:e\.g|i\.e))\.\s*\Z"
)
# Characters that the splitter gets at a time, because it takes quadratic time on quotation marks
# (80,000 characters of `“?`: 11 s). Far more than a paragraph of prose has.
_WINDOW = 4_000
_SPACE = re.compile(r"\s")


def split_sentences(text: str, start: int, end: int, *, language: str = "en") -> list[Span]:
    """Return the spans of the sentences between two offsets, without the space around them.

    Abbreviations, decimals, ellipses and quotation marks do not end a sentence. A sentence of more
    than 4,000 characters is cut at a space.
    """
    spans: list[Span] = []
    joined_from: int | None = None
    for begin, right in _boundaries(text, start, end, language):
        left = begin if joined_from is None else joined_from
        if _OPEN_ABBREVIATION.search(text, max(left, right - 12), right) and right < end:
            joined_from = left
            continue
        joined_from = None
        span = _stripped(text, left, right)
        if span:
            spans.append(span)
    return spans


def _boundaries(text: str, start: int, end: int, language: str) -> Iterator[Span]:
    """Yield the sentences as the splitter finds them, window by window."""
    while end - start > _WINDOW:
        found = list(_found(text, start, start + _WINDOW, language))
        # The last sentence may go on after the window, so the next window begins with it.
        yield from found[:-1]
        if len(found) > 1:
            start = found[-1][0]
        else:
            stop = _last_space(text, start, start + _WINDOW)
            yield start, stop
            start = stop
    yield from _found(text, start, end, language)


def _found(text: str, start: int, end: int, language: str) -> Iterator[Span]:
    for boundary in get_sentence_boundaries(language, text[start:end]):
        yield start + boundary["start_index"], start + boundary["end_index"]


def _last_space(text: str, start: int, end: int) -> int:
    """Return the offset after the last white space of a span; its end where it has none."""
    return max((match.end() for match in _SPACE.finditer(text, start, end)), default=end)


def _stripped(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return (start + left, start + right) if left < right else None
