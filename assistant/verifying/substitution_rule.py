"""Whether a word has replaced another one between the same words on both sides.

The meaning of a word in context comes largely from its context, so a replacement is similar to the
word that it replaces. Taken alone, "instructors" is far from "honours", but "start" is near to
"begin"; where both are far, as "employ" is from "use", similarity in context decides. A replacement
that is much commoner is accepted: it may be the general term, "company" for a brewery.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.verifying.alignment import Alignment
from assistant.verifying.analysed_text import AnalysedText, Fact, Floats
from assistant.verifying.fault import Fault, FaultKind

# Guesses, with which the figures of `assistant.training.verifying.learning` were measured.
_LEAST_SHARED = 2.0  # least shared neighbours, as `Alignment.shared_neighbours` counts them
_LEAST_SHARED_A_SIDE = 0.5
_MOST_SIMILARITY_ALONE = 0.25  # more similar words may mean the same
_MOST_SIMILARITY_IN_CONTEXT = 0.28
_COMMONER = 0.8  # a word is much commoner if its rarity is less than this share of the other's


def find_substitution_faults(pair: Alignment, meaning_of: Callable[[str], Floats]) -> list[Fault]:
    """Return the words of a statement that replace others of the quotes.

    Args:
        pair: statement and quotes.
        meaning_of: returns the direction of a word taken alone, (dimensions,), of length 1.
    """
    faults: list[Fault] = []
    candidates = _only_in(pair.quote, pair.statement)
    for position in _only_in(pair.statement, pair.quote):
        replaced = max(_between_same_words(pair, position, candidates), default=None)
        if replaced is None:
            continue
        _, other = replaced
        is_similar = pair.similarity[position, other] >= _MOST_SIMILARITY_IN_CONTEXT
        if is_similar or pair.in_quote(position) or _is_commoner(pair, position, other):
            continue
        own, its = pair.statement.written(position), pair.quote.written(other)
        if float(meaning_of(own) @ meaning_of(its)) < _MOST_SIMILARITY_ALONE:
            faults.append(Fault(FaultKind.REPLACED, own, its))
    return faults


def _only_in(text: AnalysedText, other: AnalysedText) -> list[int]:
    """Return the content words that are no facts and that the other text lacks."""
    facts: tuple[Fact, ...] = (*text.names, *text.numbers, *text.dates)
    excluded = {position for fact in facts for position in text.positions_of(fact)}
    terms = set(other.terms)
    return [
        position
        for position in text.content_positions()
        if position not in excluded and text.terms[position] not in terms
    ]


def _between_same_words(
    pair: Alignment, position: int, candidates: Sequence[int]
) -> Iterator[tuple[float, int]]:
    """Yield the words of the quote between the same words, each with how many these are."""
    for other in candidates:
        if not _may_share(pair, position, other):
            continue
        sides = [pair.shared_on_side([position], [other], side) for side in (-1, 1)]
        if min(sides) >= _LEAST_SHARED_A_SIDE and sum(sides) >= _LEAST_SHARED:
            yield sum(sides), other


def _may_share(pair: Alignment, position: int, other: int) -> bool:
    """Tell quickly whether two words may have the same neighbour on a side."""
    own, its = pair.statement.terms, pair.quote.terms
    has_same_before = own[max(position - 1, 0)] == its[max(other - 1, 0)]
    return has_same_before or own[position + 1 : position + 2] == its[other + 1 : other + 2]


def _is_commoner(pair: Alignment, position: int, other: int) -> bool:
    own, its = pair.statement.terms[position], pair.quote.terms[other]
    return pair.statement.rarity[own] < _COMMONER * pair.quote.rarity[its]
