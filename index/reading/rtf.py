"""RTF: its paragraphs; the one module that imports striprtf."""

from __future__ import annotations

import re
from datetime import date

from striprtf.striprtf import rtf_to_text

from index.errors import Damaged
from index.reading.composing import Composer
from index.reading.reading import Reading
from index.reading.rows import table_sentences

_TITLE = re.compile(r"\{\\title\s([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}")
_MOMENT = re.compile(r"\\(revtim|creatim)\\yr(\d+)\\mo(\d+)\\dy(\d+)")


def read_rtf(content: bytes, name: str) -> Reading:
    """Return what an RTF document says.

    Raises:
        Damaged: its groups are not closed or make no sense.
    """
    # RTF is ASCII; other characters are escaped, or, against the rules, Western bytes.
    raw = content.decode("cp1252", "replace")
    if not raw.rstrip("\0 \r\n").endswith("}"):
        raise Damaged(f"{name} is damaged: it is cut off.")
    try:
        text = _text(raw)
        title = _TITLE.search(raw)
        named = _text(f"{{\\rtf1 {title.group(1)}}}") if title else ""
    except (ValueError, IndexError, KeyError, LookupError, TypeError) as error:
        raise Damaged(f"{name} is damaged: its text cannot be told apart.") from error
    composer = Composer()
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if "|" in line:
            # Cells end with a bar, each row is a line.
            rows.append([cell.strip() for cell in line.rstrip().removesuffix("|").split("|")])
            continue
        for sentence in table_sentences(rows):
            composer.add(sentence, whole=True)
        rows = []
        composer.add(line)
    return composer.reading(named, _day(raw), "application/rtf")


def _text(raw: str) -> str:
    text: str = rtf_to_text(raw, errors="replace")  # type: ignore[no-untyped-call]
    return text


def _day(raw: str) -> date | None:
    """Return the day it was last changed, else the one it was made."""
    found = {kind: tuple(map(int, day)) for kind, *day in _MOMENT.findall(raw)}
    try:
        day = found.get("revtim") or found.get("creatim")
        return date(*day) if day else None
    except ValueError:
        return None
