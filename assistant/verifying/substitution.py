"""Whether a word stands where a quote has another, between the very same words on both sides.

A word in its place takes much of its meaning from the words around it, so that what has been put
there is near to what stood there. Taken alone, "instructors" is far from "honours", and "start"
near to "begin"; and where both are far, as "employ" from "use", a word that fits there is near in
its place. A much commoner word is let be: it may be the general one, "company" of a brewery.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.verifying.alignment import Alignment, places_of
from assistant.verifying.faults import Fault
from assistant.verifying.wording import Fact, Floats, Wording

_LEAST_BESIDE = 2.0
_LEAST_A_SIDE = 0.5
_UNLIKE_ALONE = 0.25
_UNLIKE_IN_PLACE = 0.28
_COMMONER = 0.8


def faults_of_substitution(pair: Alignment, meaning: Callable[[str], Floats]) -> list[Fault]:
    """Return the words of a statement that stand for others of the quotes.

    Args:
        pair: the two.
        meaning: returns the direction of a word taken alone, (dimensions,), of length 1.
    """
    faults: list[Fault] = []
    free = _free(pair.quote, pair.statement)
    for place in _free(pair.statement, pair.quote):
        other = max(_stood_there(pair, place, free), default=None)
        if other is None or pair.likeness[place, other[1]] >= _UNLIKE_IN_PLACE:
            continue
        if pair.partners(place) or _is_commoner(pair, place, other[1]):
            continue
        said, held = _word(pair.statement, place), _word(pair.quote, other[1])
        if float(meaning(said) @ meaning(held)) < _UNLIKE_ALONE:
            faults.append(Fault("instead", said, held))
    return faults


def _free(wording: Wording, other: Wording) -> list[int]:
    """Return the words of weight that are no facts and that the other has not."""
    facts: tuple[Fact, ...] = (*wording.names, *wording.amounts, *wording.moments)
    taken = {place for fact in facts for place in places_of(wording, fact)}
    held = set(other.terms)
    return [p for p in wording.content() if p not in taken and wording.terms[p] not in held]


def _stood_there(pair: Alignment, place: int, free: Sequence[int]) -> Iterator[tuple[float, int]]:
    """Yield the words of the quote between the same words, each with how many these are."""
    for other in free:
        if not _meets(pair, place, other):
            continue
        sides = [pair.same_beside([place], [other], side) for side in (-1, 1)]
        if min(sides) >= _LEAST_A_SIDE and sum(sides) >= _LEAST_BESIDE:
            yield sum(sides), other


def _is_commoner(pair: Alignment, place: int, other: int) -> bool:
    said, held = pair.statement.terms[place], pair.quote.terms[other]
    return pair.statement.rarity[said] < _COMMONER * pair.quote.rarity[held]


def _meets(pair: Alignment, place: int, other: int) -> bool:
    """Tell at little cost whether a word beside one may be the same as beside the other."""
    said, held = pair.statement.terms, pair.quote.terms
    return said[max(place - 1, 0)] == held[max(other - 1, 0)] or (
        said[place + 1 : place + 2] == held[other + 1 : other + 2]
    )


def _word(wording: Wording, place: int) -> str:
    word = wording.words[place]
    return wording.text[word.start : word.end]
