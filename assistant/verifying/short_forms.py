"""Whether what a statement says a short form stands for is what its quotes say: NATO, FBI."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.english.names import initials, is_acronym
from assistant.verifying.alignment import Alignment
from assistant.verifying.faults import Fault

_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_SHORT = rf"(?:{_CAPITAL}\.){{2,}}|{_CAPITAL}[\w-]*"
_WORD = rf"(?:d[’'])?{_CAPITAL}[\w’'-]*"
_WRITTEN_OUT = rf"{_WORD}(?:,?(?: (?:of|for|and|the|in|on|to))* {_WORD})+"
_KINDS = "short|(?:an?|the) (?:abbreviation|acronym|initialism|short form)"
_CLAIM = re.compile(
    rf"(?P<short>{_SHORT})[”\"’']?,? (?:[a-z]+ ){{0,4}}"
    rf"(?:stands? for|(?P<means>means?)|(?:is|are) (?:{_KINDS}) (?:for|of)|abbreviates) "
    rf"(?:the )?[“\"‘']?(?P<long>{_WRITTEN_OUT})"
)
_EQUATION = re.compile(
    r"(?:^|[.;,:] )(?:[Tt]he )?(?P<short>[A-Z]{2,6}) "
    r"(?:is|was|(?:can|could|may|might) (?:also )?be) (?:the )?"
    rf"(?P<long>{_WRITTEN_OUT})(?=[,.;]|$)"
)
# What stands between a short form and what it stands for: "the Gestapo (German: Geheime …".
_GAP = (
    rf"\W{{0,3}}(?:{_CAPITAL}[a-z]+: |"
    r"(?:(?!\b(?:and|but|by|from|than|to|unlike|with)\b)[^A-Z.]){0,40})"
)


def faults_of_short_forms(pair: Alignment) -> list[Fault]:
    """Return what a statement says that a short form stands for, where the quotes do not.

    A short form has the first letters of what it stands for, where the quotes write out nothing
    else that has them, or they set the two beside each other.
    """
    text, quote = pair.statement.text, pair.quote.text
    claimed = [
        long
        for short, long in _claims(text)
        if not any(_stands_for(pair, short, each) for each in _beginnings(long))
    ]
    equated = [
        found["long"]
        for found in _EQUATION.finditer(text)
        if (given := _given(quote, found["long"])) and given != found["short"]
    ]
    return [Fault("misplaced", long) for long in (*claimed, *equated)]


def _claims(text: str) -> Iterator[tuple[str, str]]:
    for found in _CLAIM.finditer(text):
        short = found["short"].replace(".", "")
        if not found["means"] or is_acronym(short):
            yield short, re.sub(r"['’]s?$", "", found["long"])


def _beginnings(long: str) -> Iterator[str]:
    """Yield what stands before each comma and the whole: of a list, the first is looked at."""
    yield from (long[: comma.start()] for comma in re.finditer(",", long))
    yield long


def _stands_for(pair: Alignment, short: str, long: str) -> bool:
    """Tell whether the quotes have nothing against it that one form stands for another."""
    if _are_beside(pair.quote.text, short, long):
        return True
    letters = short.rstrip("s")
    if initials(long) == letters:
        ends = (end for each in pair.quote.names for end in _ends(each.text))
        written = {end.lower() for end in ends if initials(end) == letters}
        return not written or long.lower() in written
    return not is_acronym(short) and _given(pair.quote.text, long) in (None, short)


def _given(text: str, long: str) -> str | None:
    """Return the short form that a text gives in parentheses after a long one, if it does."""
    found = re.search(rf"{re.escape(long)}\W{{1,2}}\(([A-Z][\w.]+)\)", text)
    return found[1] if found else None


def _ends(name: str) -> Iterator[str]:
    """Yield a name without its first words, if it has more than one: "Danish" is often none."""
    words = name.split()
    for start in range(len(words) - 1):
        yield " ".join(words[start:])


def _are_beside(text: str, short: str, long: str) -> bool:
    one, two = re.escape(short), rf"(?i:{re.escape(long)})"
    return re.search(rf"\b{one}\b{_GAP}\b{two}\b|\b{two}\b{_GAP}\b{one}\b", text) is not None
