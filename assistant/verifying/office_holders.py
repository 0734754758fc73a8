"""Whether a quote names another as what a statement says that somebody is: the last king."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.english.names import Name
from assistant.verifying.alignment import Alignment

_IS = (
    r"(?:(?:is|was|became|remains|has been|had been)(?: [a-z]+ly)? (?:the|[\w’'-]+['’]s?)"
    r"|(?:served|acted) as(?: the)?)"
)
_AFTER = re.compile(rf"\s{_IS} (?P<what>[^.;,]+)")
_BEFORE = re.compile(
    r"\A(?:The|[A-Z][\w’'-]*['’]s?) (?P<what>[^.;,]+?) "
    r"(?:is|was|became|remains|has been|had been)(?: [a-z]+ly)? (?:the )?\Z"
)
_ENDS = re.compile(r"\s(?:of|in|for|to|by|at|on|from|under|during|between|who|which|that)\b")
_APPOSED = re.compile(
    r"(?:['’]s?)?(?P<of> (?:of|in|for) [^,;.]{1,60})?, (?:the late |then )?"
    r"| \((?:(?:now|then|currently|since|formerly|former|the) )*| "
)
_APPOSITION = r"(?: \([^)]*\))?, (?:an?|the|his|her|its|their) (?:[\w-]+ ){0,4}?"


def holder_of(pair: Alignment, name: Name) -> str | None:
    """Return whom a quote names as what the statement says that a name of its own is, or None.

    "Ada was the last harbour master", and the quote has "the last harbour master, Bert Holm". Of a
    name that stands in the quote nothing is said here: there may be several masters.
    """
    word = _what(pair.statement.text, name)
    if word is None or _words(name.text) <= _words(pair.quote.text):
        return None
    others: list[str] = []
    for holder in _holders(pair, word):
        if not _words(name.text).isdisjoint(_words(holder.text)):
            return None
        others.append(holder.text)
    return next(iter(others), None)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _what(text: str, name: Name) -> str | None:
    """Return the word for what a name is said to be: "master" of "the last master of Dover"."""
    found = _AFTER.match(text, name.end) or _BEFORE.match(text[: name.start])
    if not found:
        return None
    phrase = _ENDS.split(found["what"], maxsplit=1)[0].split()
    return phrase[-1].strip("\"”’'") if phrase else None


def _holders(pair: Alignment, word: str) -> Iterator[Name]:
    text = pair.quote.text
    apposition = re.compile(_APPOSITION + rf"{re.escape(word)}\b", re.IGNORECASE)
    places = [each.end() for each in re.finditer(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)]
    for name in pair.quote.names:
        if apposition.match(text, name.end) or any(_is_apposed(text, p, name) for p in places):
            yield name


def _is_apposed(text: str, end: int, name: Name) -> bool:
    """Tell whether a name follows a word as whom it means: "captain Ada", "the captain, Ada"."""
    found = _APPOSED.fullmatch(text, end, name.start) if name.start > end else None
    if found is None or not found["of"]:
        return found is not None
    # "the master of Dover, Ada Holm, left", and not "the master of Dover, Kent".
    return " " in name.text and text.startswith(",", name.end)
