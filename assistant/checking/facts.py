"""Whether the numbers, dates and names of a statement stand in its quotes, and in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.checking.alignment import Alignment, places_of
from assistant.checking.amounts import Amount
from assistant.checking.background import Background
from assistant.checking.faults import Fault
from assistant.checking.moments import Moment
from assistant.checking.names import Name
from assistant.checking.naming import Naming
from assistant.checking.wording import Fact

_MARGIN = 0.2
_MARGIN_OF_NAMES = 0.4
_LEAST_OF_NAMES = 0.75
_COUNTS = frozenset({"one", "two", "three", "first"})
_RIVAL = 0.4
_SINGLE = re.compile(r"\b(?:an?|single|sole|only)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """A fact of a statement and the places of the quote that tell it, or none.

    Attributes:
        fact: number, date or name.
        own: its words in the statement.
        there: its words in the quote, one group for each place that tells it; an empty group
            where what is known around the quote does.
    """

    fact: Fact
    own: list[int]
    there: list[list[int]]


def faults_of_facts(pair: Alignment, known: Background) -> tuple[list[Fault], frozenset[int]]:
    """Return what is wrong with the facts, and the words of the statement that facts cover."""
    faults: list[Fault] = []
    told: list[Told] = []
    covered: set[int] = set()
    for group in (_amounts(pair, known), _moments(pair, known), _names(pair, known)):
        found = list(group)
        told += found
        for each in found:
            if each.there:
                covered.update(each.own)
        faults += _misplaced(pair, [each for each in found if any(each.there)])
    faults = [*_missing(told), *faults]
    return faults, frozenset(covered)


def _missing(told: Sequence[Told]) -> list[Fault]:
    return [Fault("missing", each.fact.text) for each in told if not each.there]


def _amounts(pair: Alignment, known: Background) -> Iterator[Told]:
    quote = pair.quote
    years = [each for each in quote.moments if each.is_year]
    for amount in pair.statement.amounts:
        same = [places_of(quote, each) for each in quote.amounts if amount.is_said_by(each)]
        if not amount.is_percent and not amount.is_ordinal:
            same += [places_of(quote, each) for each in years if each.year == amount.value]
        own = places_of(pair.statement, amount)
        if not same and _is_by_the_way(amount, quote.text, known):
            others = [places_of(quote, e) for e in quote.amounts if not e.is_ordinal]
            if all(pair.fit(own, each, is_amount=True) <= _RIVAL for each in others):
                continue
        yield Told(amount, own, same)


def _is_by_the_way(amount: Amount, quote: str, known: Background) -> bool:
    """Tell whether a small count is that of what is named, or is the question's own."""
    said = amount.text.lower()
    if said == "one" and _SINGLE.search(quote):
        return True
    return said in _COUNTS and re.search(rf"\b{said}\b", known.question, re.IGNORECASE) is not None


def _moments(pair: Alignment, known: Background) -> Iterator[Told]:
    quote = pair.quote
    for moment in pair.statement.moments:
        same = [
            places_of(quote, each)
            for each in quote.moments
            if any(map(moment.is_said_by, (each, *each.completed(known.years))))
        ]
        if moment.is_year:
            same += [
                places_of(quote, each)
                for each in quote.amounts
                if each.value == moment.year and not each.is_percent
            ]
        yield Told(moment, places_of(pair.statement, moment), same)


def _names(pair: Alignment, known: Background) -> Iterator[Told]:
    naming = Naming(pair, known)
    for name in pair.statement.names:
        own = places_of(pair.statement, name)
        same = naming.places(name)
        if same:
            yield Told(name, own, same)
        elif name.may_begin and not naming.is_name(name):
            continue
        elif naming.is_known(name) and not _has_rival(pair, own, naming.roles):
            yield Told(name, own, [[]])
        else:
            yield Told(name, own, [])


def _has_rival(pair: Alignment, own: Sequence[int], roles: frozenset[str]) -> bool:
    """Tell whether a quote names another where the statement has a name of the background.

    Somebody's office is no other name.
    """
    said = set(pair.statement.terms)
    rivals = (
        places_of(pair.quote, each)
        for each in pair.quote.names
        if not each.may_begin and roles.isdisjoint(each.text.lower().split())
    )
    return any(
        there and pair.quote.terms[there[-1]] not in said and pair.fit(own, there) > _RIVAL
        for there in rivals
    )


def _misplaced(pair: Alignment, told: Sequence[Told]) -> list[Fault]:
    """Return the facts that the quote tells of something else."""
    faults: list[Fault] = []
    for each in told:
        rivals = [r for r in _rivals(pair, each.fact) if not _is_taken(pair, r, each, told)]
        own = max(_fit(pair, each, there) for there in each.there)
        best = max((_fit(pair, each, rival) for rival in rivals), default=0.0)
        if _is_elsewhere(each.fact, own, best):
            faults.append(Fault("misplaced", each.fact.text))
    for one, two in combinations(told, 2):
        if one.there != two.there and _are_swapped(pair, one, two):
            faults.append(Fault("swapped", one.fact.text, two.fact.text))
    return faults


def _is_taken(pair: Alignment, rival: Sequence[int], fact: Told, told: Sequence[Told]) -> bool:
    """Tell whether a place tells a fact itself, or another one that fits there no worse.

    A quote may say a fact twice: "Russia signed, and Russia withdrew" leaves one of them free.
    """
    for each in told:
        if all(set(rival).isdisjoint(there) for there in each.there):
            continue
        if each is fact or _fit(pair, each, rival) >= _fit(pair, fact, rival):
            return True
    return False


def _is_elsewhere(fact: Fact, own: float, best: float) -> bool:
    """Tell whether another fact fits in the place of one so much better that this one is wrong."""
    if isinstance(fact, Name):
        return best > max(own + _MARGIN_OF_NAMES, _LEAST_OF_NAMES)
    return best > own + _MARGIN


def _rivals(pair: Alignment, fact: Fact) -> list[list[int]]:
    quote = pair.quote
    others: Sequence[Fact] = quote.names
    if isinstance(fact, Amount):
        others = [each for each in quote.amounts if each.is_ordinal == fact.is_ordinal]
    elif isinstance(fact, Moment):
        others = quote.moments
    return [places_of(quote, each) for each in others]


def _are_swapped(pair: Alignment, one: Told, two: Told) -> bool:
    def best(fact: Told, there: Sequence[list[int]]) -> float:
        return max(_fit(pair, fact, each) for each in there)

    straight = best(one, one.there) + best(two, two.there)
    return best(one, two.there) + best(two, one.there) > straight + 2 * _MARGIN


def _fit(pair: Alignment, told: Told, there: Sequence[int]) -> float:
    return pair.fit(told.own, there, is_amount=isinstance(told.fact, Amount))
