"""Whether a statement expands a short form as its quotes do: NATO, FBI, Gestapo."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.english.names import initials, is_acronym
from assistant.verifying.alignment import Alignment
from assistant.verifying.fault import Fault, FaultKind

# The numbers keep every search linear in a long run of capitals.
_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_SHORT = rf"(?:{_CAPITAL}\.){{2,12}}|{_CAPITAL}[\w-]{{0,60}}"
_WORD = rf"(?:d[’'])?{_CAPITAL}[\w’'-]{{0,60}}"
_LONG = rf"{_WORD}(?:,?(?: (?:of|for|and|the|in|on|to)){{0,6}} {_WORD}){{1,20}}"
_KINDS = "short|(?:an?|the) (?:abbreviation|acronym|initialism|short form)"
_EXPANSION = re.compile(
    rf"(?P<short>{_SHORT})[”\"’']?,? (?:[a-z]{{1,60}} ){{0,4}}"
    rf"(?:stands? for|(?P<means>means?)|(?:is|are) (?:{_KINDS}) (?:for|of)|abbreviates) "
    rf"(?:the )?[“\"‘']?(?P<long>{_LONG})"
)
_EQUATION = re.compile(
    r"(?:^|[.;,:] )(?:[Tt]he )?(?P<short>[A-Z]{2,6}) "
    r"(?:is|was|(?:can|could|may|might) (?:also )?be) (?:the )?"
    rf"(?P<long>{_LONG})(?=[,.;]|$)"
)
# What may be between a short form and its expansion: "the Gestapo (German: Geheime …".
_GAP = (
    rf"\W{{0,3}}(?:{_CAPITAL}[a-z]{{1,60}}: |"
    r"(?:(?!\b(?:and|but|by|from|than|to|unlike|with)\b)[^A-Z.]){0,40})"
)
_MOST_WORDS = 20  # of an expansion


def find_short_form_faults(pair: Alignment) -> list[Fault]:
    """Return the expansions of short forms in a statement that its quotes do not support.

    An expansion is supported if its initials are the short form and the quotes expand these
    initials to nothing else, or if the quotes put the two beside each other.
    """
    text, quote = pair.statement.text, pair.quote.text
    wrong = [
        long
        for short, long in _expansions(text)
        if not any(_is_supported(pair, short, each) for each in _up_to_each_comma(long))
    ]
    wrong += [
        match["long"]
        for match in _EQUATION.finditer(text)
        if (given := _short_form_in(quote, match["long"])) and given != match["short"]
    ]
    return [Fault(FaultKind.MISPLACED, long) for long in wrong]


def _expansions(text: str) -> Iterator[tuple[str, str]]:
    """Yield each short form with what the text says that it stands for."""
    for match in _EXPANSION.finditer(text):
        short = match["short"].replace(".", "")
        if not match["means"] or is_acronym(short):
            yield short, re.sub(r"['’]s?$", "", match["long"])


def _up_to_each_comma(long: str) -> Iterator[str]:
    """Yield what precedes each comma, and the whole: the expansion may begin a list."""
    yield from (long[: comma.start()] for comma in re.finditer(",", long))
    yield long


def _is_supported(pair: Alignment, short: str, long: str) -> bool:
    """Tell whether nothing in the quotes contradicts an expansion."""
    if _are_adjacent(pair.quote.text, short, long):
        return True
    letters = short.rstrip("s")
    if initials(long) == letters:
        ends = (end for name in pair.quote.names for end in _ends_of(name.text))
        expansions = {end.lower() for end in ends if initials(end) == letters}
        return not expansions or long.lower() in expansions
    return not is_acronym(short) and _short_form_in(pair.quote.text, long) in (None, short)


def _short_form_in(text: str, long: str) -> str | None:
    """Return the short form that a text gives in parentheses after a long form, or None."""
    found = re.search(rf"{re.escape(long)}\W{{1,2}}\(([A-Z][\w.]+)\)", text)
    return found[1] if found else None


def _ends_of(name: str) -> Iterator[str]:
    """Yield a name without its first words, down to two words: "Danish" often precedes a name."""
    words = name.split()
    for start in range(max(0, len(words) - _MOST_WORDS), len(words) - 1):
        yield " ".join(words[start:])


def _are_adjacent(text: str, short: str, long: str) -> bool:
    """Tell whether a text puts a short form and a long one beside each other."""
    one, two = re.escape(short), rf"(?i:{re.escape(long)})"
    return re.search(rf"\b{one}\b{_GAP}\b{two}\b|\b{two}\b{_GAP}\b{one}\b", text) is not None
