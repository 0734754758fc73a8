"""Whether a quote tells the numbers, dates and names of a statement of the same things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.answering.features import FUNCTION_WORDS
from assistant.english.names import Name
from assistant.english.numbers import Amount
from assistant.english.word_lists import words_of
from assistant.verifying.alignment import Alignment, neighbours, places_of
from assistant.verifying.faults import Fault
from assistant.verifying.wording import Fact, Wording

_MARGIN = 0.2
_MARGIN_OF_NAMES = 0.4
_LEAST_OF_NAMES = 0.75
_LEAST_AGAINST_NONE = 0.68
# So many of the words beside a fact stand beside another in the quote, and so many more than there.
_LEAST_BESIDE = 2.0
_MORE_BESIDE = 1.5
_CROSSED_BESIDE = 3.5
_LEAST_STANDING = 0.35
_SAME_COUNTED = 0.5
_MARGIN_OF_PLACES = 0.1
_MARGIN_IN = 0.25
_EITHER_WAY = words_of("either_way")
_PLACE = re.compile(
    r"\b(?:across|at|in|into|near|throughout|to|within) (?:(?:the|what is|now|modern|present|day|"
    r"central|north(?:ern)?|south(?:ern)?|east(?:ern)?|west(?:ern)?)[ -])*\Z",
    re.IGNORECASE,
)
_TOWARDS = re.compile(
    r"\b(?P<towards>after|against|before|by|for|on|under|with) (?:the )?\Z", re.IGNORECASE
)
_ONCE = re.compile(r"\b(?:after|from|of (?:whom|which)) (?:the )?\Z", re.IGNORECASE)
_REACH = 40


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
        spare = [r for r in rivals if not is_needed(pair, r, each, told)]
        if (
            _is_elsewhere(pair, each, rivals)
            or _is_beside(pair, each, spare)
            or _counts_another(pair, each, spare)
            or _is_another_place(pair, each, spare, told)
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

    Some of the very same words must stand beside, and the others be like. Used of a name that the
    quote itself does not have.
    """
    if _is_between_the_same(pair, fact, place):
        return True
    rest = _without_neighbours(pair, fact, place)
    return (
        _beside(pair, fact, [rest]) >= _LEAST_BESIDE and _fit(pair, fact, rest) >= _LEAST_STANDING
    )


def _without_neighbours(pair: Alignment, fact: Told, place: Sequence[int]) -> list[int]:
    """Return a name of the quote less what stands beside the statement's: Duchy of Dover, Ghent.

    Where the statement has "the duchy of Ghent", Ghent stands for Dover.
    """
    said, terms = pair.statement.terms, pair.quote.terms
    first, last = min(fact.own), max(fact.own)
    before = next((each for each in said[:first][::-1] if each not in FUNCTION_WORDS), None)
    cut = next((each for each in place[:-1] if terms[each] == before), None)
    rest = [p for p in place if cut is None or p > cut and terms[p] not in FUNCTION_WORDS]
    is_told_after = len(rest) > 1 and said[last + 1 : last + 2] == (terms[rest[-1]],)
    return (rest[:-1] if is_told_after else rest) or list(place)


def _is_between_the_same(pair: Alignment, fact: Told, place: Sequence[int]) -> bool:
    """Tell whether the words of weight on both sides are the same, as in a list."""
    own, its = _both_sides(pair.statement, fact.own), _both_sides(pair.quote, place)
    return own is not None and own == its and FUNCTION_WORDS.isdisjoint(own)


def _both_sides(wording: Wording, places: Sequence[int]) -> tuple[str, str] | None:
    before, after = min(places, default=0) - 1, max(places, default=0) + 1
    if before < 0 or after >= len(wording.terms):
        return None
    return wording.terms[before], wording.terms[after]


def _counts_another(pair: Alignment, told: Told, rivals: Sequence[Sequence[int]]) -> bool:
    """Tell whether another number is of what this one is said to count, and this of another.

    "300 men", and the quote has "30,000 men in 300 ships".
    """
    counted = neighbours(pair.statement, told.own, 1)[:1] if rivals else []
    if not isinstance(told.fact, Amount) or not counted:
        return False
    term = pair.statement.terms[counted[0]]
    after = [neighbours(pair.quote, there, 1) for there in told.there]
    is_other = all(
        each
        and pair.quote.terms[each[0]] not in FUNCTION_WORDS
        and all(pair.likeness[counted[0], place] < _SAME_COUNTED for place in each)
        for each in after
    )
    its = [neighbours(pair.quote, r, 1)[:1] for r in rivals if not _is_before(pair.quote, r)]
    return (
        is_other
        and term not in FUNCTION_WORDS
        and any(each and pair.quote.terms[each[0]] == term for each in its)
    )


def _is_before(wording: Wording, places: Sequence[int]) -> bool:
    """Tell whether a number is what was once, or that of a whole: "up from 20 members"."""
    start = wording.words[min(places)].start if places else 0
    return _ONCE.search(wording.text, max(0, start - _REACH), start) is not None


def _is_another_place(
    pair: Alignment, told: Told, rivals: Sequence[Sequence[int]], facts: Sequence[Told]
) -> bool:
    """Tell whether a name follows "in" or "for", and the quote has another after that word."""
    if not isinstance(told.fact, Name) or not rivals:
        return False
    word, governor = _before(pair.statement, told.own)
    if not word:
        return False
    free = [
        there
        for there in told.there
        if not any(
            there in each.there and _fit(pair, each, there) > _fit(pair, told, there)
            for each in facts
            if each is not told
        )
    ]
    if any(not there or _before(pair.quote, there)[0] == word for there in free):
        return False
    own = max((_fit(pair, told, there) for there in free), default=0.0)
    for each in rivals:
        other, its = _before(pair.quote, each)
        if other != word:
            continue
        is_of_same = governor is None or its is None or its in pair.partners(governor)
        margin = _MARGIN_OF_PLACES if is_of_same else _MARGIN_IN
        if (is_of_same or word == "in") and _fit(pair, told, each) > own + margin:
            return True
    return False


def _before(wording: Wording, places: Sequence[int]) -> tuple[str, int | None]:
    """Return the preposition before a name and the word of weight before that.

    It is "in" for any of place, and empty where there is none: "in the north of France", but not
    "in Norman times".
    """
    if not places:
        return "", None
    start = wording.words[min(places)].start
    before = wording.text[max(0, start - _REACH) : start]
    found = _PLACE.search(before) or _TOWARDS.search(before)
    if not found:
        return "", None
    after = neighbours(wording, places, 1)[:1]
    if after and wording.terms[after[0]] not in FUNCTION_WORDS:
        return "", None
    left = [p for p in neighbours(wording, places, -1) if wording.terms[p] not in FUNCTION_WORDS]
    return found.groupdict().get("towards", "in").lower(), left[0] if left else None


def _is_elsewhere(pair: Alignment, told: Told, rivals: Sequence[Sequence[int]]) -> bool:
    """Tell whether another fact stands among words so much liker that this one is wrong."""
    own = max(_fit(pair, told, there) for there in told.there)
    best = max((_fit(pair, told, rival) for rival in rivals), default=0.0)
    if isinstance(told.fact, Name):
        least = _LEAST_OF_NAMES if own else _LEAST_AGAINST_NONE
        return best > max(own + _MARGIN_OF_NAMES, least)
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
