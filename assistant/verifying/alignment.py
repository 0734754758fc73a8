"""Which words of a quote say what the words of a statement say, and how alike two places are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.answering.features import FUNCTION_WORDS
from assistant.verifying.wording import Fact, Floats, Wording

# Cosine of two words in their places: "arrest" and "detain" have 0.65, "rose" and "fell" 0.41.
_SAME = 0.62
_REACH = 4
_NEARNESS = (1.0, 0.8, 0.6, 0.45)
_OTHER_SIDE = 0.8
_UNIT = 1.6
_ASIDE = re.compile(r"\([^()]*\)|, (?:who|which|a|an|the)\b[^,.]*,")
_BESIDE = 3
_GRAMMAR = 0.5
_RELATIVE = frozenset({"who", "which"})
_CLAUSE = re.compile(r"[.!?;:,()\n—–]| - ")
_SENTENCE = re.compile(r"[.!?;][”\"’)]*\s+(?=[A-Z“\"])|\n")


@dataclass(frozen=True, eq=False)
class Alignment:
    """A statement beside a quote, or several as one."""

    statement: Wording
    quote: Wording

    @cached_property
    def likeness(self) -> Floats:
        """How alike each two words are, (words of the statement, words of the quote)."""
        one, two = self.statement, self.quote
        alike: Floats = np.clip(one.vectors @ two.vectors.T, 0.0, 1.0)
        places: dict[str, list[int]] = {}
        for place, term in enumerate(two.terms):
            places.setdefault(term, []).append(place)
        for place, term in enumerate(one.terms):
            alike[place, places.get(term, [])] = 1.0
        return alike

    @cached_property
    def _content(self) -> NDArray[np.bool_]:
        """Which words of each, as in `likeness`, are more than grammar."""
        one, two = (
            np.array([term not in FUNCTION_WORDS for term in each.terms], np.bool_)
            for each in (self.statement, self.quote)
        )
        weighty: NDArray[np.bool_] = one[:, None] & two[None, :]
        return weighty

    def partners(self, place: int, least: float = _SAME) -> list[int]:
        """Return the words of the quote that say what a word of the statement says.

        The same word where the quote has it, otherwise the likest ones.
        """
        return _likest(self.likeness[place], self._content[place], least)

    def answers(self, place: int, least: float = _SAME) -> list[int]:
        """Return the words of the statement that say what a word of the quote says."""
        return _likest(self.likeness[:, place], self._content[:, place], least)

    def nearest(self, place: int, partners: Sequence[int]) -> int:
        """Return which of some words of the quote stands amid what a word of the statement does."""
        return max(partners, key=lambda each: self.fit([place], [each]))

    def fit(self, own: Sequence[int], there: Sequence[int], *, is_amount: bool = False) -> float:
        """Return how alike what stands around some words is, in [0, 1].

        Args:
            own: places of words of the statement.
            there: places of words of the quote.
            is_amount: whether the word after is what is counted, and says most.
        """
        around = _around(self.statement, own)
        other = _around(self.quote, there)
        total = reached = 0.0
        for place, side, rank in around:
            weight = _NEARNESS[rank] * (_UNIT if is_amount and side > 0 and rank == 0 else 1.0)
            total += weight
            reached += weight * max(
                (
                    self._like(place, each)
                    * _NEARNESS[its] ** 0.5
                    * (1.0 if side == its_side else _OTHER_SIDE)
                    for each, its_side, its in other
                ),
                default=0.0,
            )
        return reached / total if total else 0.0

    def beside(self, own: Sequence[int], there: Sequence[int]) -> float:
        """Return how many words in a row, at most three a side, are the same beside some.

        Words of grammar count half, and so does an end of the statement where the quote ends a
        clause; what a quote says by the way is passed over.
        """
        if not own or not there:
            return 0.0
        return self.same_beside(own, there, -1) + self.same_beside(own, there, 1)

    def same_beside(self, own: Sequence[int], there: Sequence[int], side: int) -> float:
        """Return how many words in a row, as `beside` counts them, are the same on one side."""
        mine = [self.statement.terms[p] for p in neighbours(self.statement, own, side)]
        its = [self.quote.terms[p] for p in neighbours(self.quote, there, side)]
        same = 0.0
        for term, other in zip(mine, its, strict=False):
            if term != other:
                return same
            same += _GRAMMAR if term in FUNCTION_WORDS else 1.0
        return same + _GRAMMAR * (len(mine) == len(its) < _BESIDE)

    def _like(self, place: int, other: int) -> float:
        alike = float(self.likeness[place, other])
        return alike if alike >= 0.5 else 0.0


def _likest(likeness: Floats, weighty: NDArray[np.bool_], least: float) -> list[int]:
    same = np.flatnonzero(likeness >= 1.0)
    if len(same):
        return same.tolist()
    near = np.where(weighty, likeness, 0.0)
    bound = max(least, float(near.max(initial=0.0)) - 0.05)
    return [int(each) for each in np.flatnonzero(near >= bound)]


def places_of(wording: Wording, fact: Fact) -> list[int]:
    """Return the words that a fact is made of, or touches."""
    return [
        place
        for place, word in enumerate(wording.words)
        if word.start < fact.end and fact.start < word.end
    ]


def _around(wording: Wording, places: Sequence[int]) -> list[tuple[int, int, int]]:
    """Return the words around some, each with its side, -1 or 1, and its rank by nearness."""
    if not places:
        return []
    found: list[tuple[int, int, int]] = []
    asides = _asides(wording, places)
    for side, start in ((-1, min(places) - 1), (1, max(places) + 1)):
        rank, place = 0, start
        while 0 <= place < len(wording.words) and rank < _REACH:
            if _parted(wording, place, place - side):
                break
            if place not in asides and wording.words[place].term not in FUNCTION_WORDS:
                found.append((place, side, rank))
                rank += 1
            place += side
    return found


def neighbours(wording: Wording, places: Sequence[int], side: int) -> list[int]:
    """Return the words of the same clause on one side of some, at most three, nearest first.

    In "Ada, who sailed" it is Ada who sailed.
    """
    if not places:
        return []
    asides = _asides(wording, places)
    found: list[int] = []
    last = min(places) if side < 0 else max(places)
    place = last + side
    while 0 <= place < len(wording.words) and len(found) < _BESIDE:
        if place not in asides:
            if side > 0 and last + 1 == place and _is_relative(wording, place):
                last = place
                place += side
                continue
            if abs(place - last) == 1 and _is_broken(wording, place, last):
                break
            found.append(place)
            last = place
        place += side
    return found


def _is_relative(wording: Wording, place: int) -> bool:
    """Tell whether a word goes on with what stands before it: ", who"."""
    start = wording.words[place].start
    return wording.terms[place] in _RELATIVE and wording.text.startswith(", ", start - 2)


def _is_broken(wording: Wording, one: int, other: int) -> bool:
    """Tell whether a clause may end between two neighbours."""
    first, second = sorted((one, other))
    between = wording.text[wording.words[first].end : wording.words[second].start]
    return _CLAUSE.search(between) is not None


def _asides(wording: Wording, places: Sequence[int]) -> set[int]:
    """Return the words in parentheses, and clauses between commas, that hold none of some words."""
    held = set(places)
    return {p for aside in _asides_of(wording) if held.isdisjoint(aside) for p in aside}


@lru_cache(maxsize=64)
def _asides_of(wording: Wording) -> tuple[tuple[int, ...], ...]:
    """Return the words of each parenthesis and of each clause between commas."""
    return tuple(tuple(wording.places(*found.span())) for found in _ASIDE.finditer(wording.text))


def _parted(wording: Wording, one: int, other: int) -> bool:
    """Tell whether a sentence ends between two neighbours."""
    first, second = sorted((one, other))
    start, end = wording.words[first].end, wording.words[second].start
    return _SENTENCE.search(wording.text, start, end + 1) is not None
