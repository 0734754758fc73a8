"""Whether two things have changed places: A defeated B for B defeated A."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answering.features import FUNCTION_WORDS
from assistant.english.word_lists import words_of
from assistant.verifying.alignment import Alignment
from assistant.verifying.faults import Fault
from assistant.verifying.wording import Wording

_EITHER_WAY = words_of("either_way")
_LINKS = frozenset({"after", "befor", "than"})
_PARTED = re.compile(
    r"(?<![A-Z])\.|[;:!?()\n,—–]|\b(?:and|or|but|which|who|that|while|when|where)\b"
)
_BY = re.compile(r"\s+by\b(?! (?:\w+ing|\d\w*|[A-Z]\w+ \d+|early|late|mid|then)\b)")
_BEING = re.compile(r"\b(?:is|are|was|were|be|been|being)(?: \w+)?\s+\Z")
_DONE = re.compile(r"[a-z]+ed\Z")
_REACH = 3
_VERBS = words_of("verbs")

Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """A word with those of weight before and after it in the same breath.

    Attributes:
        place: the word.
        before, after: the nearest first.
        is_passive: whether what is before undergoes it.
    """

    place: int
    before: Places
    after: Places
    is_passive: bool


def faults_of_roles(pair: Alignment) -> list[Fault]:
    """Return two things of a statement that its quotes have the other way round."""
    if not _LINKS & set(pair.statement.terms) <= set(pair.quote.terms):
        return []
    told = {deed.place: deed for deed in _deeds(pair.quote)}
    for deed in _deeds(pair.statement):
        term = pair.statement.terms[deed.place]
        if term in _EITHER_WAY:
            continue
        same = [told[p] for p in told if pair.quote.terms[p] == term]
        ways = {_is_straight(pair, deed, other) for other in same}
        if False in ways and True not in ways:
            return [Fault("swapped", *(_said(pair, each[0]) for each in (deed.before, deed.after)))]
    return []


def _is_straight(pair: Alignment, deed: Deed, other: Deed) -> bool | None:
    """Tell whether a quote has two things the same way round; None where it has not both."""
    own = deed.before, deed.after
    there = other.before, other.after
    names = [_names(pair.statement, each) for each in own]
    others = [_names(pair.quote, each) for each in there]
    if all(names) and all(others):
        own, there = (names[0], names[1]), (others[0], others[1])
    straight = _shared(pair, own[0], there[0]), _shared(pair, own[1], there[1])
    crossed = _shared(pair, own[0], there[1]), _shared(pair, own[1], there[0])
    if deed.is_passive != other.is_passive:
        straight, crossed = crossed, straight
    if all(crossed) and not any(straight):
        return False
    return True if any(straight) else None


def _names(wording: Wording, places: Places) -> Places:
    return tuple(p for p in places if wording.text[wording.words[p].start].isupper())


def _shared(pair: Alignment, own: Places, there: Places) -> bool:
    terms = {pair.quote.terms[place] for place in there}
    return any(pair.statement.terms[place] in terms for place in own)


def _said(pair: Alignment, place: int) -> str:
    word = pair.statement.words[place]
    return pair.statement.text[word.start : word.end]


def _deeds(wording: Wording) -> Iterator[Deed]:
    for place in range(len(wording.words)):
        if not _is_deed(wording, place):
            continue
        before = _beside(wording, place, -1)
        after = _beside(wording, place, 1)
        if before and after:
            yield Deed(place, before, after, _is_passive(wording, place))


def _is_deed(wording: Wording, place: int) -> bool:
    """Tell whether a word looks like a verb, or puts two things in order."""
    word = wording.words[place]
    said = wording.text[word.start : word.end]
    return word.term in _LINKS or said in _VERBS or _DONE.match(said) is not None


def _is_passive(wording: Wording, place: int) -> bool:
    word = wording.words[place]
    before = wording.text[max(0, word.start - 30) : word.start]
    return _BEING.search(before) is not None or _BY.match(wording.text, word.end) is not None


def _beside(wording: Wording, place: int, side: int) -> Places:
    """Return the words of weight on one side, up to where another clause or thing begins."""
    found: list[int] = []
    each = place
    while 0 <= each + side < len(wording.words) and len(found) < _REACH:
        first, second = sorted((each, each + side))
        start, end = wording.words[first].end, wording.words[second].start
        each += side
        if _PARTED.search(wording.text, start, end) or _PARTED.fullmatch(wording.terms[each]):
            break
        if wording.terms[each] not in FUNCTION_WORDS and not _is_deed(wording, each):
            found.append(each)
    return tuple(found)
