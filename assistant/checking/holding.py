"""Whether a quote names another as what a statement says that somebody is: the last king."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.alignment import Alignment
from assistant.checking.names import Name

_IS = r"(?:is|was|became|remains|has been|had been)(?: [a-z]+ly)?"
_DEFINITE = r"(?:the|[\w’'-]+['’]s?) "
_AFTER = re.compile(rf"\s{_IS} {_DEFINITE}(?P<what>[^.;,]+)")
_BEFORE = re.compile(rf"\A(?:The|[A-Z][\w’'-]*['’]s?) (?P<what>[^.;,]+?) {_IS} (?:the )?\Z")
_ENDS = re.compile(r"\s(?:of|in|for|to|by|at|on|from|under|during|between|who|which|that)\b")
_APPOSED = re.compile(
    r"(?:['’]s?)?(?: (?:of|in|for) [^,;.]{1,60})?, (?:the late |then )?"
    r"| \((?:(?:now|then|currently|since|formerly|former|the) )*| "
)
_APPOSITION = r"(?: \([^)]*\))?, (?:an?|the|his|her|its|their) (?:[\w-]+ ){0,4}?"


def holder_of(pair: Alignment, name: Name) -> str | None:
    """Return whom a quote names as what the statement says that a name of its own is, or None.

    "Ada was the last harbour master", and the quote has "the last harbour master, Bert Holm".
    """
    word = _what(pair.statement.text, name)
    if word is None:
        return None
    own = set(re.findall(r"\w+", name.text.lower()))
    for holder in _holders(pair, word):
        if own.isdisjoint(re.findall(r"\w+", holder.text.lower())):
            return holder.text
    return None


def _what(text: str, name: Name) -> str | None:
    """Return the word for what a name is said to be: "master" of "the last master of Dover"."""
    found = _AFTER.match(text, name.end) or _BEFORE.match(text[: name.start])
    if not found:
        return None
    phrase = _ENDS.split(found["what"], maxsplit=1)[0].split()
    return phrase[-1].strip("\"”’'") if phrase else None


def _holders(pair: Alignment, word: str) -> Iterator[Name]:
    text = pair.quote.text
    for name in pair.quote.names:
        if re.match(_APPOSITION + rf"{re.escape(word)}\b", text[name.end :], re.IGNORECASE):
            yield name
    for found in re.finditer(rf"\b{re.escape(word)}\b", text, re.IGNORECASE):
        for name in pair.quote.names:
            if name.start > found.end() and _APPOSED.fullmatch(text, found.end(), name.start):
                yield name
