"""Finds whom a quote names in the role that a statement gives to somebody.

The statement says "Ada was the last harbour master", and the quote names "the last harbour master,
Bert Holm".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.english.names import CAPITALISED_WORD, NameMention
from assistant.verifying.alignment import Alignment

# The number of characters keeps every search linear.
_PHRASE = r"[^.;,]{1,300}"
_IS = r"(?:is|was|became|remains|has been|had been)(?: [a-z]{1,30}ly)?"
_IS_THE = rf"(?:{_IS} (?:the|[\w’'-]{{1,60}}['’]s?)|(?:served|acted) as(?: the)?)"
_ROLE_AFTER = re.compile(rf"\s{_IS_THE} (?P<role>{_PHRASE})")
_ROLE_BEFORE = re.compile(
    rf"\A(?:The|{CAPITALISED_WORD}['’]s?) (?P<role>{_PHRASE}?) {_IS} (?:the )?\Z"
)
_PREPOSITION = re.compile(r"\s(?:of|in|for|to|by|at|on|from|under|during|between|who|which|that)\b")
_BETWEEN_ROLE_AND_NAME = re.compile(
    r"(?:['’]s?)?(?P<of> (?:of|in|for) [^,;.]{1,60})?, (?:the late |then )?"
    r"| \((?:(?:now|then|currently|since|formerly|former|the) )*| "
)
_BETWEEN_NAME_AND_ROLE = (
    r"(?: \([^)]{0,200}\))?, (?:an?|the|his|her|its|their) (?:[\w-]{1,60} ){0,4}?"
)


def find_other_holder(pair: Alignment, name: NameMention) -> str | None:
    """Return whom the quote names in the role that the statement gives to a name, or None.

    None too where the quote has the name: a role may have several holders.
    """
    role = _role_of(pair.statement.text, name)
    if role is None or _words(name.text) <= _words(pair.quote.text):
        return None
    holders = [holder.text for holder in _holders(pair, role)]
    if any(not _words(name.text).isdisjoint(_words(holder)) for holder in holders):
        return None
    return next(iter(holders), None)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _role_of(text: str, name: NameMention) -> str | None:
    """Return the noun of a name's role: "master" of "the last master of Dover"."""
    found = _ROLE_AFTER.match(text, name.end) or _ROLE_BEFORE.match(text, 0, name.start)
    if not found:
        return None
    phrase = _PREPOSITION.split(found["role"], maxsplit=1)[0].split()
    return phrase[-1].strip("\"”’'") if phrase else None


def _holders(pair: Alignment, role: str) -> Iterator[NameMention]:
    """Yield the names of the quote that stand beside a role."""
    text = pair.quote.text
    name_first = re.compile(rf"{_BETWEEN_NAME_AND_ROLE}{re.escape(role)}\b", re.IGNORECASE)
    ends = [match.end() for match in re.finditer(rf"\b{re.escape(role)}\b", text, re.IGNORECASE)]
    for name in pair.quote.names:
        if name_first.match(text, name.end) or any(_follows(text, end, name) for end in ends):
            yield name


def _follows(text: str, role_end: int, name: NameMention) -> bool:
    """Tell whether a name follows its role: "captain Ada", "the captain, Ada"."""
    if name.start <= role_end:
        return False
    found = _BETWEEN_ROLE_AND_NAME.fullmatch(text, role_end, name.start)
    if found is None or not found["of"]:
        return found is not None
    # "the master of Dover, Ada Holm, left", but not "the master of Dover, Kent".
    return " " in name.text and text.startswith(",", name.end)
