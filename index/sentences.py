"""Text into sentences, with exact offsets; the one module that imports the splitter."""

from __future__ import annotations

import re

from sentencex import get_sentence_boundaries

from index.passage import Span

_OPEN_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Rev|Hon|Gen|Col|Capt|Lt|Sgt|St|vs|cf|approx|No|Fig|Eq|pp?|Vol)"
    r"|\b(?:e\.g|i\.e))\.\s*\Z"
)


def split_sentences(text: str, start: int, end: int, *, language: str = "en") -> list[Span]:
    """Return the spans of the sentences between two offsets, without the space around them.

    Abbreviations, decimals, ellipses and quotation marks do not end a sentence.
    """
    spans: list[Span] = []
    joined_from: int | None = None
    for boundary in get_sentence_boundaries(language, text[start:end]):
        left = start + boundary["start_index"] if joined_from is None else joined_from
        right = start + boundary["end_index"]
        if _OPEN_ABBREVIATION.search(text, max(left, right - 12), right) and right < end:
            joined_from = left
            continue
        joined_from = None
        span = _stripped(text, left, right)
        if span:
            spans.append(span)
    return spans


def _stripped(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return (start + left, start + right) if left < right else None
