"""Whether the numbers, dates and names of a statement stand in its quotes or around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.english.dates import Moment
from assistant.english.names import Name
from assistant.english.numbers import Amount
from assistant.verifying.alignment import Alignment, places_of
from assistant.verifying.background import Background
from assistant.verifying.faults import Fault
from assistant.verifying.labels import faults_of_labels
from assistant.verifying.name_match import Naming
from assistant.verifying.office_holders import holder_of
from assistant.verifying.placement import Told, is_needed, misplaced, stands_for

_COUNTS = frozenset({"one", "two", "three", "first"})
_RIVAL = 0.4
_SINGLE = re.compile(r"\b(?:an?|single|sole|only)\b", re.IGNORECASE)


def faults_of_facts(pair: Alignment, known: Background) -> tuple[list[Fault], frozenset[int]]:
    """Return what is wrong with the facts, and the words of the statement that facts cover."""
    naming = Naming(pair, known)
    named = list(_names(pair, naming))
    others = [*_amounts(pair, known), *_moments(pair, known)]
    faults = [Fault("missing", each.fact.text) for each in others if not each.there]
    faults += _absent(pair, named, naming)
    told = [*others, *(each for each, _ in named)]
    for kind in (Amount, Moment, Name):
        faults += misplaced(pair, [e for e in told if isinstance(e.fact, kind) and any(e.there)])
    faults += faults_of_labels(pair)
    return faults, frozenset(place for each in told if each.there for place in each.own)


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


def _names(pair: Alignment, naming: Naming) -> Iterator[tuple[Told, Name]]:
    for name in pair.statement.names:
        own = places_of(pair.statement, name)
        same = naming.places(name)
        if same:
            yield Told(name, own, same), name
        elif name.may_begin and not naming.is_name(name):
            continue
        elif naming.is_known(name) and not _has_rival(pair, name, own, naming):
            yield Told(name, own, [[]]), name
        else:
            yield Told(name, own, []), name


def _owns(text: str, name: Name) -> bool:
    """Tell whether a word is followed as only names are that begin a sentence: Brown's trial."""
    return text.startswith(("'s", "’s"), name.end)


def _absent(pair: Alignment, named: Sequence[tuple[Told, Name]], naming: Naming) -> Iterator[Fault]:
    """Yield the names that the quote has not, be they known from around it or not.

    Of those that are known the quote may still have another in their very place, or name another
    as what they are.
    """
    facts = [each for each, _ in named]
    for each, name in named:
        other = holder_of(pair, name)
        if other is None and not any(each.there):
            other = _stand_in(pair, each, name, facts, naming)
        if other and not naming.are_one(name.text, other):
            yield Fault("instead", name.text, other)
        elif not each.there:
            yield Fault("missing", name.text)


def _stand_in(
    pair: Alignment, fact: Told, name: Name, facts: Sequence[Told], naming: Naming
) -> str | None:
    """Return the name that a quote has in the place of one of the statement, or None."""
    for other in _others(pair, naming):
        if naming.is_office(other) and naming.may_hold(name):
            continue
        place = places_of(pair.quote, other)
        if _is_part(other, name) or not place or not fact.own:
            continue
        if stands_for(pair, fact, place) and not is_needed(pair, place, fact, facts):
            return other.text
    return None


def _is_part(one: Name, other: Name) -> bool:
    return set(one.text.lower().split()) <= set(other.text.lower().split())


def _others(pair: Alignment, naming: Naming) -> list[Name]:
    """Return the names of the quote, without words that merely begin a sentence."""
    return [
        each
        for each in pair.quote.names
        if not each.may_begin or naming.is_name(each) or _owns(pair.quote.text, each)
    ]


def _has_rival(pair: Alignment, name: Name, own: Sequence[int], naming: Naming) -> bool:
    """Tell whether a quote names another where the statement has a name of the background.

    Somebody's office is no other name.
    """
    said = set(pair.statement.terms)
    rivals = (
        places_of(pair.quote, each)
        for each in _others(pair, naming)
        if naming.roles.isdisjoint(each.text.lower().split())
        and not naming.are_one(name.text, each.text)
    )
    return any(
        there and pair.quote.terms[there[-1]] not in said and pair.fit(own, there) > _RIVAL
        for there in rivals
    )
