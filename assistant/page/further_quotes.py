"""The label of a further quote: what it says compared with the first quote."""

from __future__ import annotations

import re

from assistant.reply import Quote

_LONGEST_LABEL = 60
_WORD = re.compile(r"\w+")


def standing(quote: Quote, lead: Quote) -> str:
    """Return how a quote compares with the marked answer of the first; empty without a mark.

    A mark is the part that most likely is the answer. So a different mark is another possible
    answer, and a quote without a mark has no clear answer.
    """
    answer, other = lead.marked_text, quote.marked_text
    if not _words(answer):
        return ""
    if _contains(quote.text, answer):
        return f"Also says “{_shortened(answer)}”"
    if other and _contains(answer, other):
        return f"Also says “{_shortened(other)}”"
    if other:
        return f"Another possible answer: “{_shortened(other)}”"
    return "No clear answer in this quote"


def _contains(text: str, part: str) -> bool:
    """Return whether a text contains the words of a part in the same order."""
    return f" {_words(part)} " in f" {_words(text)} "


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_LABEL else f"{line[:_LONGEST_LABEL].rstrip()}…"
