"""Whether two names have changed places around what is said of both: A defeated B, B defeated A."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.checking.alignment import Alignment, places_of
from assistant.checking.faults import Fault
from assistant.checking.lists import words_of
from assistant.checking.names import Name
from assistant.checking.wording import Wording
from assistant.measures import FUNCTION_WORDS

_PASSIVE = re.compile(r"\bby\b(?: (?:the|a|an|his|her|its|their))?(?: [a-z-]+){0,2}\s*\Z")
_EITHER_WAY = words_of("either_way")
_LONGEST = 9

Places = Sequence[int]


def faults_of_roles(pair: Alignment) -> list[Fault]:
    """Return two names of a statement that its quotes have the other way round."""
    for one, two in pairwise(pair.statement.names):
        first = places_of(pair.statement, one)
        second = places_of(pair.statement, two)
        said = _between(pair.statement, first, second)
        if not said or len(said) > _LONGEST:
            continue
        ways = {
            _direction(pair, said, (first, second), other) for other in _occurrences(pair, one, two)
        }
        if False in ways and True not in ways:
            return [Fault("swapped", one.text, two.text)]
    return []


def _occurrences(pair: Alignment, one: Name, two: Name) -> Iterator[tuple[Places, Places]]:
    """Yield where the quote has the two names, the first of the statement first."""
    for a in _held(pair, one):
        for b in _held(pair, two):
            if set(a).isdisjoint(b):
                yield a, b


def _held(pair: Alignment, name: Name) -> list[Places]:
    terms = {pair.statement.terms[p] for p in places_of(pair.statement, name)}
    terms -= FUNCTION_WORDS
    found = (places_of(pair.quote, each) for each in pair.quote.names)
    return [p for p in found if terms & {pair.quote.terms[each] for each in p}]


def _direction(
    pair: Alignment, said: Places, own: tuple[Places, Places], other: tuple[Places, Places]
) -> bool | None:
    """Tell whether the quote says it the same way round; None where it says something else."""
    a, b = other
    is_reversed = min(b) < min(a)
    left, right = (b, a) if is_reversed else (a, b)
    there = set(_between(pair.quote, left, right))
    shared = [place for place in said if there & set(pair.partners(place))]
    if not shared or {pair.statement.terms[place] for place in shared} & _EITHER_WAY:
        return None
    passive = _is_passive(pair.statement, own[1]), _is_passive(pair.quote, right)
    return is_reversed == (passive[0] != passive[1])


def _is_passive(wording: Wording, second: Places) -> bool:
    before = wording.text[: wording.words[min(second)].start]
    return _PASSIVE.search(before[-60:]) is not None


def _between(wording: Wording, left: Places, right: Places) -> list[int]:
    """Return the words of weight between two names, none where a sentence ends there."""
    if not left or not right:
        return []
    start, end = wording.words[max(left)].end, wording.words[min(right)].start
    if start >= end or re.search(r"[.;:!?\n]", wording.text[start:end]):
        return []
    places = range(max(left) + 1, min(right))
    return [place for place in places if wording.words[place].term not in FUNCTION_WORDS]
