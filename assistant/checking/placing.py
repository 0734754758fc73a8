"""Whether a quote tells the numbers, dates and names of a statement of the same things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.checking.alignment import Alignment, places_of
from assistant.checking.amounts import Amount
from assistant.checking.faults import Fault
from assistant.checking.lists import words_of
from assistant.checking.names import Name
from assistant.checking.wording import Fact
from assistant.measures import FUNCTION_WORDS

_MARGIN = 0.2
_MARGIN_OF_NAMES = 0.4
_LEAST_OF_NAMES = 0.75
# So many of the words beside a fact stand beside another in the quote, and so many more than there.
_LEAST_BESIDE = 2.0
_MORE_BESIDE = 1.5
_CROSSED_BESIDE = 3.5
_EITHER_WAY = words_of("either_way")


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


def misplaced(pair: Alignment, told: Sequence[Told]) -> list[Fault]:
    """Return the facts that the quote tells of something else."""
    faults: list[Fault] = []
    for each in told:
        rivals = [r for r in _rivals(pair, each) if not _is_taken(pair, r, each, told)]
        if _is_elsewhere(pair, each, rivals) or _is_beside(
            pair, each, [r for r in rivals if not is_needed(pair, r, each, told)]
        ):
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


def is_needed(pair: Alignment, place: Sequence[int], fact: Told, told: Sequence[Told]) -> bool:
    """Tell whether a place is where another fact of the statement stands whole, and fits best.

    That of two facts each also fits the place of the other says nothing: "Jones and Smith".
    """
    for each in told:
        own = {pair.statement.terms[p] for p in each.own}
        whole = [there for there in each.there if own <= {pair.quote.terms[p] for p in there}]
        here = [there for there in whole if not set(place).isdisjoint(there)]
        if here and each is not fact:
            best = max(whole, key=lambda there: _fit(pair, each, there)) if whole[1:] else whole[0]
            if best in here:
                return True
    return False


def stands_for(pair: Alignment, fact: Told, place: Sequence[int]) -> bool:
    """Tell whether a name of the quote stands amid the very words amid which the statement's does.

    Used of a name that the quote itself does not have.
    """
    return (
        _fit(pair, fact, place) >= _LEAST_OF_NAMES and _beside(pair, fact, [place]) >= _LEAST_BESIDE
    )


def _is_elsewhere(pair: Alignment, told: Told, rivals: Sequence[Sequence[int]]) -> bool:
    """Tell whether another fact stands among words so much liker that this one is wrong."""
    own = max(_fit(pair, told, there) for there in told.there)
    best = max((_fit(pair, told, rival) for rival in rivals), default=0.0)
    if isinstance(told.fact, Name):
        return best > max(own + _MARGIN_OF_NAMES, _LEAST_OF_NAMES)
    return best > own + _MARGIN


def _is_beside(pair: Alignment, told: Told, rivals: Sequence[Sequence[int]]) -> bool:
    """Tell whether another fact stands beside so many more of the very same words."""
    own = _beside(pair, told, told.there)
    return _beside(pair, told, rivals) >= max(own + _MORE_BESIDE, _LEAST_BESIDE)


def _beside(pair: Alignment, told: Told, places: Sequence[Sequence[int]]) -> float:
    return max((pair.beside(told.own, each) for each in places), default=0.0)


def _rivals(pair: Alignment, told: Told) -> list[list[int]]:
    """Return the places of other facts of the same kind; a part of a name is no other."""
    quote = pair.quote
    if isinstance(told.fact, Name):
        own = {pair.statement.terms[place] for place in told.own}
        names = [places_of(quote, each) for each in quote.names]
        return [each for each in names if not own.issuperset(quote.terms[p] for p in each)]
    others: Sequence[Fact] = quote.moments
    if isinstance(told.fact, Amount):
        others = [each for each in quote.amounts if each.is_ordinal == told.fact.is_ordinal]
    return [places_of(quote, each) for each in others]


def _are_swapped(pair: Alignment, one: Told, two: Told) -> bool:
    def best(fact: Told, there: Sequence[list[int]]) -> float:
        return max(_fit(pair, fact, each) for each in there)

    straight = best(one, one.there) + best(two, two.there)
    if best(one, two.there) + best(two, one.there) > straight + 2 * _MARGIN:
        return True
    if _goes_either_way(pair, one, two):
        return False
    straight = _beside(pair, one, one.there) + _beside(pair, two, two.there)
    crossed = _beside(pair, one, two.there) + _beside(pair, two, one.there)
    return crossed >= straight + _CROSSED_BESIDE


def _goes_either_way(pair: Alignment, one: Told, two: Told) -> bool:
    """Tell whether what stands between two facts leaves them free to change places: A and B."""
    first, second = sorted((one.own, two.own))
    between = pair.statement.terms[max(first, default=0) + 1 : min(second, default=0)]
    return all(term in FUNCTION_WORDS or term in _EITHER_WAY for term in between)


def _fit(pair: Alignment, told: Told, there: Sequence[int]) -> float:
    return pair.fit(told.own, there, is_amount=isinstance(told.fact, Amount))
