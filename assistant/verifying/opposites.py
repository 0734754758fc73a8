"""Whether a statement says the opposite of its quotes: more for less, after for before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.english.opposites import opposites_of
from assistant.english.word_lists import lines_of, words_of
from assistant.verifying.alignment import Alignment
from assistant.verifying.faults import Fault
from assistant.verifying.wording import Wording
from index import Library

_MARGIN = 0.1
_LEAST_FIT = 0.3
_MIRRORS = frozenset(["after", "befor", "than"])
_SPAN = 3
_EXTREMES = words_of("extremes")


class Opposites:
    """Pairs of opposites, as a library stems words: those of comparing beside the general ones."""

    def __init__(self, library: Library) -> None:
        """Stem the pairs as a library does."""
        self._pairs: dict[str, set[str]] = {}
        for line in lines_of("opposites"):
            one, other = (word.term for word in library.words(" ".join(line)))
            self._pairs.setdefault(one, set()).add(other)
            self._pairs.setdefault(other, set()).add(one)

    def of(self, term: str) -> frozenset[str]:
        """Return the opposites of a stemmed word."""
        return opposites_of(term) | self._pairs.get(term, set())


def faults_of_opposing(pair: Alignment, opposites: Opposites) -> list[Fault]:
    """Return the words of a statement whose opposite its quotes say in their place."""
    statement, quote = pair.statement, pair.quote
    said, held = Counter(statement.terms), Counter(quote.terms)
    for place, term in enumerate(statement.terms):
        against = {each for each in opposites.of(term) if held[each] > said[each]}
        if not against:
            if term in _EXTREMES and not pair.partners(place):
                return [Fault("unsaid", _written(statement, place))]
            continue
        other = [p for p, each in enumerate(quote.terms) if each in against]
        same = [p for p, each in enumerate(quote.terms) if each == term]
        if _is_opposed(pair, place, same, other):
            texts = _written(statement, place), _written(quote, pair.nearest(place, other))
            return [Fault("opposite", *texts)]
    return []


def _written(wording: Wording, place: int) -> str:
    word = wording.words[place]
    return wording.text[word.start : word.end]


def _is_opposed(pair: Alignment, place: int, same: Sequence[int], other: Sequence[int]) -> bool:
    fits = {each: pair.fit([place], [each]) for each in (*same, *other)}
    rival = max(other, key=fits.__getitem__)
    if same:
        return fits[rival] > max(fits[each] for each in same) + _MARGIN
    if fits[rival] < _LEAST_FIT or _is_mirrored(pair, place, rival):
        return False
    return (place in pair.statement.negated) == (rival in pair.quote.negated)


def _is_mirrored(pair: Alignment, place: int, rival: int) -> bool:
    """Tell whether what is left of one stands right of the other: A before B, B after A."""
    window = pair.statement.terms[place : place + _SPAN]
    if _MIRRORS.isdisjoint(window):
        return False
    crossed = straight = 0.0
    for own in pair.statement.content():
        partners = pair.partners(own)
        if own == place or not partners:
            continue
        side = _is_left(pair.statement, own, place)
        if all(side != _is_left(pair.quote, each, rival) for each in partners):
            crossed += pair.statement.rarity[pair.statement.terms[own]]
        else:
            straight += pair.statement.rarity[pair.statement.terms[own]]
    return crossed > straight


def _is_left(wording: Wording, place: int, link: int) -> bool:
    """Tell whether a word is on the left of a link, or would be: "after A, B" is "B after A"."""
    words, text = wording.words, wording.text
    opens = text.rfind(". ", 0, words[link].start) + 1
    comma = text.find(",", words[link].end)
    if comma >= 0 and not text[opens : words[link].start].strip(" \n"):
        return words[place].start > comma
    return place < link
