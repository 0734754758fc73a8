"""How a further quote stands to the first, in words, as far as their marks tell."""

from __future__ import annotations

import re

from assistant.reply import Quote

_LONGEST_TOLD = 60
_WORD = re.compile(r"\w+")


def standing(quote: Quote, lead: Quote) -> str:
    """Return whether a quote says what is marked in the first one; empty where nothing is marked.

    A mark is the part that most likely is the answer, and a quote that is unlikely to answer has
    none. So a mark elsewhere is another possible answer, and no mark means that none stands out.
    """
    answer, other = lead.marked_text, quote.marked_text
    if not _words(answer):
        return ""
    if _holds(quote.text, answer):
        return f"Also says “{_shortened(answer)}”"
    if other and _holds(answer, other):
        return f"Also says “{_shortened(other)}”"
    if other:
        return f"May answer otherwise: “{_shortened(other)}”"
    return "No answer stands out in it"


def _holds(text: str, part: str) -> bool:
    """Tell whether the words of a part stand in a text, one after the other."""
    return f" {_words(part)} " in f" {_words(text)} "


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_TOLD else f"{line[:_LONGEST_TOLD].rstrip()}…"
