"""Whether the quotes say the numbers, dates and names of a statement about the same things.

A fact of the statement is compared with each position where the quote has it, and with the
positions of the quote's other facts of the same kind, its rivals. It is misplaced where a rival
fits its context clearly better. In a list ("Jones and Smith") each name fits the other's position,
so fit alone proves nothing: a rival that another fact of the statement needs does not count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.english.names import NameMention
from assistant.english.numbers import NumberMention
from assistant.verifying.alignment import Alignment, neighbours
from assistant.verifying.analysed_text import AnalysedText, Fact
from assistant.verifying.fault import Fault, FaultKind

# All of these are guesses, with which the figures of `assistant.training.verifying.learning` were
# measured. Fit is in [0, 1]; neighbours are counted as `Alignment.shared_neighbours` does.
_MARGIN = 0.2  # by how much a rival must fit better than a number or date
_MARGIN_OF_NAMES = 0.4  # the same for a name
_LEAST_FIT_OF_NAMES = 0.75  # least fit of a rival that outdoes a name
_LEAST_FIT_OF_UNFIT_NAMES = 0.68  # the same where the name itself does not fit at all
_LEAST_NEIGHBOURS = 2.0  # least shared neighbours of a rival
_MORE_NEIGHBOURS = 1.5  # how many more than the fact it must share
_MORE_NEIGHBOURS_CROSSED = 3.5  # how many more two facts must share crosswise to be swapped
_LEAST_FIT_OF_REPLACEMENT = 0.35  # least fit of the name that replaces one of the statement
_SAME_COUNTED = 0.5  # least similarity of two things that are counted
_MARGIN_AFTER_SAME_WORD = 0.1  # margin of a rival after the same preposition and governing word
_MARGIN_AFTER_IN = 0.25  # margin of a rival after "in" with another governing word
_REACH = 40  # characters before a fact in which a preposition is looked for

_PLACE_PREPOSITION = re.compile(
    r"\b(?:across|at|in|into|near|throughout|to|within) (?:(?:the|what is|now|modern|present|day|"
    r"central|north(?:ern)?|south(?:ern)?|east(?:ern)?|west(?:ern)?)[ -])*\Z",
    re.IGNORECASE,
)
_OTHER_PREPOSITION = re.compile(
    r"\b(?P<preposition>after|against|before|by|for|on|under|with) (?:the )?\Z", re.IGNORECASE
)
_FORMER_VALUE = re.compile(r"\b(?:after|from|of (?:whom|which)) (?:the )?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LocatedFact:
    """A fact of a statement, and where the quote has it.

    Attributes:
        fact: number, date or name.
        own: the positions of its words in the statement.
        in_quote: the positions of its words in the quote, one group for each mention; an empty
            group if only the context of the quote has it.
    """

    fact: Fact
    own: list[int]
    in_quote: list[list[int]]


def find_placement_faults(pair: Alignment, facts: Sequence[LocatedFact]) -> list[Fault]:
    """Return the facts, of one kind, that the quote says about something else or swaps."""
    faults: list[Fault] = []
    for fact in facts:
        rivals = [r for r in _rivals(pair, fact) if not _is_taken(pair, r, fact, facts)]
        free = [r for r in rivals if not is_held_by_other_fact(pair, r, fact, facts)]
        if (
            _is_outdone_by_context(pair, fact, rivals)
            or _is_outdone_by_neighbours(pair, fact, free)
            or _counts_something_else(pair, fact, free)
            or _is_another_place(pair, fact, free, facts)
        ):
            faults.append(Fault(FaultKind.MISPLACED, fact.fact.text))
    for one, two in combinations(facts, 2):
        if one.in_quote != two.in_quote and _are_swapped(pair, one, two):
            faults.append(Fault(FaultKind.SWAPPED, one.fact.text, two.fact.text))
    return faults


def is_held_by_other_fact(
    pair: Alignment, positions: Sequence[int], fact: LocatedFact, facts: Sequence[LocatedFact]
) -> bool:
    """Tell whether positions of the quote are the best mention of another fact of the statement."""
    for other in facts:
        terms = {pair.statement.terms[p] for p in other.own}
        whole = [m for m in other.in_quote if terms <= {pair.quote.terms[p] for p in m}]
        here = [mention for mention in whole if not set(positions).isdisjoint(mention)]
        if here and other is not fact:
            best = max(whole, key=lambda m: _fit(pair, other, m)) if whole[1:] else whole[0]
            if best in here:
                return True
    return False


def replaces(pair: Alignment, fact: LocatedFact, positions: Sequence[int]) -> bool:
    """Tell whether a name of the quote is in the position of a name that the quote lacks.

    Some of the words beside it must be the same, and its context similar.
    """
    if _has_same_sides(pair, fact, positions):
        return True
    rest = _without_neighbours(pair, fact, positions)
    return (
        _most_neighbours(pair, fact, [rest]) >= _LEAST_NEIGHBOURS
        and _fit(pair, fact, rest) >= _LEAST_FIT_OF_REPLACEMENT
    )


def _rivals(pair: Alignment, fact: LocatedFact) -> list[list[int]]:
    """Return the positions of the quote's facts of the same kind; a part of a name is no rival."""
    quote = pair.quote
    if isinstance(fact.fact, NameMention):
        own = {pair.statement.terms[position] for position in fact.own}
        names = [quote.positions_of(name) for name in quote.names]
        return [each for each in names if not own.issuperset(quote.terms[p] for p in each)]
    others: Sequence[Fact] = quote.dates
    if isinstance(fact.fact, NumberMention):
        others = [each for each in quote.numbers if each.is_ordinal == fact.fact.is_ordinal]
    return [quote.positions_of(each) for each in others]


def _is_taken(
    pair: Alignment, rival: Sequence[int], fact: LocatedFact, facts: Sequence[LocatedFact]
) -> bool:
    """Tell whether a rival is the fact itself, or another fact that fits there at least as well.

    A quote may mention a fact twice: in "Russia signed, and Russia withdrew" one mention is free.
    """
    for other in facts:
        if all(set(rival).isdisjoint(mention) for mention in other.in_quote):
            continue
        if other is fact or _fit(pair, other, rival) >= _fit(pair, fact, rival):
            return True
    return False


def _is_outdone_by_context(
    pair: Alignment, fact: LocatedFact, rivals: Sequence[Sequence[int]]
) -> bool:
    """Tell whether the context of a rival is much more similar than that of the fact."""
    own = max(_fit(pair, fact, mention) for mention in fact.in_quote)
    best = max((_fit(pair, fact, rival) for rival in rivals), default=0.0)
    if isinstance(fact.fact, NameMention):
        least = _LEAST_FIT_OF_NAMES if own else _LEAST_FIT_OF_UNFIT_NAMES
        return best > max(own + _MARGIN_OF_NAMES, least)
    return best > own + _MARGIN


def _is_outdone_by_neighbours(
    pair: Alignment, fact: LocatedFact, rivals: Sequence[Sequence[int]]
) -> bool:
    """Tell whether a rival shares many more neighbours than the fact."""
    own = _most_neighbours(pair, fact, fact.in_quote)
    least = max(own + _MORE_NEIGHBOURS, _LEAST_NEIGHBOURS)
    return _most_neighbours(pair, fact, rivals) >= least


def _counts_something_else(
    pair: Alignment, fact: LocatedFact, rivals: Sequence[Sequence[int]]
) -> bool:
    """Tell whether the quote counts the same things with another number.

    The statement says "300 men", and the quote has "30,000 men in 300 ships".
    """
    counted = neighbours(pair.statement, fact.own, 1)[:1] if rivals else []
    if not isinstance(fact.fact, NumberMention) or not counted:
        return False
    after_mentions = [neighbours(pair.quote, mention, 1) for mention in fact.in_quote]
    counts_other = all(
        after
        and not pair.quote.is_stop_word(after[0])
        and all(pair.similarity[counted[0], position] < _SAME_COUNTED for position in after)
        for after in after_mentions
    )
    current = [rival for rival in rivals if not _is_former_value(pair.quote, rival)]
    after_rivals = [neighbours(pair.quote, rival, 1)[:1] for rival in current]
    term = pair.statement.terms[counted[0]]
    return (
        counts_other
        and not pair.statement.is_stop_word(counted[0])
        and any(after and pair.quote.terms[after[0]] == term for after in after_rivals)
    )


def _is_former_value(text: AnalysedText, positions: Sequence[int]) -> bool:
    """Tell whether a number is a former value or a total: "up from 20 members"."""
    start = text.words[min(positions)].start if positions else 0
    return _FORMER_VALUE.search(text.text, max(0, start - _REACH), start) is not None


def _is_another_place(
    pair: Alignment,
    fact: LocatedFact,
    rivals: Sequence[Sequence[int]],
    facts: Sequence[LocatedFact],
) -> bool:
    """Tell whether a name follows "in" or the like, and the quote has a rival after that word."""
    if not isinstance(fact.fact, NameMention) or not rivals:
        return False
    preposition, governor = _preposition_of(pair.statement, fact.own)
    if not preposition:
        return False
    mentions = _mentions_without_better_fact(pair, fact, facts)
    if any(not m or _preposition_of(pair.quote, m)[0] == preposition for m in mentions):
        return False
    own = max((_fit(pair, fact, mention) for mention in mentions), default=0.0)
    for rival in rivals:
        other, its_governor = _preposition_of(pair.quote, rival)
        if other != preposition:
            continue
        has_same_governor = (
            governor is None or its_governor is None or its_governor in pair.in_quote(governor)
        )
        margin = _MARGIN_AFTER_SAME_WORD if has_same_governor else _MARGIN_AFTER_IN
        is_comparable = has_same_governor or preposition == "in"
        if is_comparable and _fit(pair, fact, rival) > own + margin:
            return True
    return False


def _mentions_without_better_fact(
    pair: Alignment, fact: LocatedFact, facts: Sequence[LocatedFact]
) -> list[list[int]]:
    """Return the mentions of a fact in the quote that fit no other fact better."""
    return [
        mention
        for mention in fact.in_quote
        if not any(
            mention in other.in_quote and _fit(pair, other, mention) > _fit(pair, fact, mention)
            for other in facts
            if other is not fact
        )
    ]


def _preposition_of(text: AnalysedText, positions: Sequence[int]) -> tuple[str, int | None]:
    """Return the preposition before a name, and the content word that governs it.

    All prepositions of place are "in". Empty without one: "in the north of France" has one, but
    "in Norman times" has none.
    """
    if not positions:
        return "", None
    start = text.words[min(positions)].start
    before = text.text[max(0, start - _REACH) : start]
    found = _PLACE_PREPOSITION.search(before) or _OTHER_PREPOSITION.search(before)
    if not found:
        return "", None
    after = neighbours(text, positions, 1)[:1]
    if after and not text.is_stop_word(after[0]):
        return "", None
    governors = [p for p in neighbours(text, positions, -1) if not text.is_stop_word(p)]
    preposition = found.groupdict().get("preposition", "in").lower()
    return preposition, governors[0] if governors else None


def _are_swapped(pair: Alignment, one: LocatedFact, two: LocatedFact) -> bool:
    """Tell whether each of two facts fits the mention of the other clearly better."""

    def best(fact: LocatedFact, mentions: Sequence[list[int]]) -> float:
        return max(_fit(pair, fact, mention) for mention in mentions)

    straight = best(one, one.in_quote) + best(two, two.in_quote)
    crossed = best(one, two.in_quote) + best(two, one.in_quote)
    if crossed > straight + 2 * _MARGIN:
        return True
    if _may_change_places(pair, one, two):
        return False
    straight = _most_neighbours(pair, one, one.in_quote) + _most_neighbours(pair, two, two.in_quote)
    crossed = _most_neighbours(pair, one, two.in_quote) + _most_neighbours(pair, two, one.in_quote)
    return crossed >= straight + _MORE_NEIGHBOURS_CROSSED


def _may_change_places(pair: Alignment, one: LocatedFact, two: LocatedFact) -> bool:
    """Tell whether two facts may change places without a change of meaning: "A met B"."""
    first, second = sorted((one.own, two.own))
    statement = pair.statement
    between = statement.terms[max(first, default=0) + 1 : min(second, default=0)]
    neutral = statement.lexicon.stop_words | statement.lexicon.symmetric_words
    return neutral.issuperset(between)


def _has_same_sides(pair: Alignment, fact: LocatedFact, positions: Sequence[int]) -> bool:
    """Tell whether the content words on both sides are the same, as in a list."""
    own, other = _sides(pair.statement, fact.own), _sides(pair.quote, positions)
    stop_words = pair.statement.lexicon.stop_words
    return own is not None and own == other and stop_words.isdisjoint(own)


def _sides(text: AnalysedText, positions: Sequence[int]) -> tuple[str, str] | None:
    before, after = min(positions, default=0) - 1, max(positions, default=0) + 1
    if before < 0 or after >= len(text.terms):
        return None
    return text.terms[before], text.terms[after]


def _without_neighbours(pair: Alignment, fact: LocatedFact, positions: Sequence[int]) -> list[int]:
    """Return a name of the quote without the words that the statement has beside its own name.

    The statement has "the duchy of Ghent", the quote the name "Duchy of Dover": Dover is left.
    """
    statement, quote = pair.statement, pair.quote
    first, last = min(fact.own), max(fact.own)
    content = (p for p in range(first - 1, -1, -1) if not statement.is_stop_word(p))
    nearest = next(content, None)
    term = None if nearest is None else statement.terms[nearest]
    cut = next((p for p in positions[:-1] if quote.terms[p] == term), None)
    rest = [p for p in positions if cut is None or (p > cut and not quote.is_stop_word(p))]
    next_term = statement.terms[last + 1 : last + 2]
    if len(rest) > 1 and next_term == (quote.terms[rest[-1]],):
        rest = rest[:-1]
    return rest or list(positions)


def _most_neighbours(
    pair: Alignment, fact: LocatedFact, mentions: Sequence[Sequence[int]]
) -> float:
    return max((pair.shared_neighbours(fact.own, mention) for mention in mentions), default=0.0)


def _fit(pair: Alignment, fact: LocatedFact, mention: Sequence[int]) -> float:
    """Return how similar the contexts of a fact and of a mention are, in [0, 1]."""
    is_number = isinstance(fact.fact, NumberMention)
    return pair.context_similarity(fact.own, mention, is_number=is_number)
