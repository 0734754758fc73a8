"""A question or a heading says little without what follows it, and is quoted with that."""

from __future__ import annotations

import re

from index import SourceText, Span, split_sentences

_READ = 700
_LONGEST_HEADING = 100
_INDENT = 40
_ASKS = re.compile(r"\?[\"”’')\]]*\Z")
_ENDS = re.compile(r"[.!?:;,…。！？।|][\"”’')\]]*\Z")
_LISTED = re.compile(r"\A(?:[-*•|]|\d{1,3}[.)])\s")
_HASHES = re.compile(r"\A#{1,6}\s")
_BLANK = re.compile(r"[ \t]*\r?\n[ \t]*\r?\n")


def with_what_follows(origin: SourceText, start: int, end: int) -> Span:
    """Return the span of some sentences, and of the next one where the last announces it.

    What is announced by a question is its answer, by a heading its text. Nothing is added where a
    further question or heading follows, or nothing.
    """
    last = _last(origin.text, start, end)
    if not _announces(origin.text, *last):
        return start, end
    following = split_sentences(origin.text, end, min(end + _READ, len(origin.text)))
    if not following or _announces(origin.text, *following[0]):
        return start, end
    return start, following[0][1]


def _last(text: str, start: int, end: int) -> Span:
    spans = split_sentences(text, start, end)
    return spans[-1] if spans else (start, end)


def _announces(text: str, start: int, end: int) -> bool:
    said = text[start:end]
    return _ASKS.search(said) is not None or _is_heading(text, start, end)


def _is_heading(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence stands alone in a short line that does not end as sentences do."""
    said = text[start:end]
    if "\n" in said or len(said) > _LONGEST_HEADING or _LISTED.match(said):
        return False
    before = text[max(0, start - _INDENT) : start].rstrip(" \t")
    if before and not before.endswith("\n"):
        return False
    return bool(_HASHES.match(said) or (not _ENDS.search(said) and _BLANK.match(text, end)))
