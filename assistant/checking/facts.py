"""Whether the numbers, dates and names of a statement stand in its quotes or around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.checking.alignment import Alignment, places_of
from assistant.checking.amounts import Amount
from assistant.checking.background import Background
from assistant.checking.faults import Fault
from assistant.checking.names import Name
from assistant.checking.naming import Naming
from assistant.checking.placing import Told, is_needed, misplaced, stands_for

_COUNTS = frozenset({"one", "two", "three", "first"})
_RIVAL = 0.4
_SINGLE = re.compile(r"\b(?:an?|single|sole|only)\b", re.IGNORECASE)


def faults_of_facts(pair: Alignment, known: Background) -> tuple[list[Fault], frozenset[int]]:
    """Return what is wrong with the facts, and the words of the statement that facts cover."""
    faults: list[Fault] = []
    naming = Naming(pair, known)
    names = list(_names(pair, naming))
    groups = (list(_amounts(pair, known)), list(_moments(pair, known)), names)
    for group in groups:
        faults += misplaced(pair, [each for each in group if any(each.there)])
    faults += _supplanted(pair, names, naming)
    told = [each for group in groups for each in group]
    covered = {place for each in told if each.there for place in each.own}
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


def _names(pair: Alignment, naming: Naming) -> Iterator[Told]:
    for name in pair.statement.names:
        own = places_of(pair.statement, name)
        same = naming.places(name)
        if same:
            yield Told(name, own, same)
        elif name.may_begin and not naming.is_name(name):
            continue
        elif naming.is_known(name) and not _has_rival(pair, own, naming):
            yield Told(name, own, [[]])
        else:
            yield Told(name, own, [])


def _owns(text: str, name: Name) -> bool:
    """Tell whether a word is followed as only names are that begin a sentence: Brown's trial."""
    return text.startswith(("'s", "’s"), name.end)


def _supplanted(pair: Alignment, told: Sequence[Told], naming: Naming) -> list[Fault]:
    """Return the names of the background in whose very place the quote names another."""
    known = [each for each in told if each.there == [[]]]
    others = [other for other in _others(pair, naming) if not naming.is_office(other)]
    return [
        Fault("missing", each.fact.text)
        for each in known
        if any(
            stands_for(pair, each, place)
            and not is_needed(pair, place, each, told)
            and not naming.are_one(str(each.fact.text), other.text)
            for other in others
            for place in [places_of(pair.quote, other)]
        )
    ]


def _others(pair: Alignment, naming: Naming) -> list[Name]:
    """Return the names of the quote, without words that merely begin a sentence."""
    return [
        each
        for each in pair.quote.names
        if not each.may_begin or naming.is_name(each) or _owns(pair.quote.text, each)
    ]


def _has_rival(pair: Alignment, own: Sequence[int], naming: Naming) -> bool:
    """Tell whether a quote names another where the statement has a name of the background.

    Somebody's office is no other name.
    """
    said = set(pair.statement.terms)
    rivals = (
        places_of(pair.quote, each)
        for each in _others(pair, naming)
        if naming.roles.isdisjoint(each.text.lower().split())
    )
    return any(
        there and pair.quote.terms[there[-1]] not in said and pair.fit(own, there) > _RIVAL
        for there in rivals
    )
