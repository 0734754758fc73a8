"""The title of a conversation: one line of a length to read."""

from __future__ import annotations

# Characters of a title: what fits a line of the list. A guess.
_LONGEST_TITLE = 80


def without_control(text: str) -> str:
    """Return a text in one line, without what cannot be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def title_of(text: str) -> str:
    """Return a title made from a text, cut between words."""
    line = without_control(text)
    if len(line) <= _LONGEST_TITLE:
        return line
    return line[:_LONGEST_TITLE].rpartition(" ")[0].rstrip(" ,;:") + "…"
