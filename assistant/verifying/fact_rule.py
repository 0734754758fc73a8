"""Whether the quotes, or their context, have the numbers, dates and names of a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.english.dates import DateMention
from assistant.english.names import NameMention
from assistant.english.numbers import NumberMention
from assistant.verifying.alignment import Alignment
from assistant.verifying.fault import Fault, FaultKind
from assistant.verifying.name_match import NameMatcher
from assistant.verifying.number_labels import find_label_faults
from assistant.verifying.office_holders import find_other_holder
from assistant.verifying.placement_rule import (
    LocatedFact,
    find_placement_faults,
    is_held_by_other_fact,
    replaces,
)
from assistant.verifying.quote_context import QuoteContext

# Numbers that a sentence may have without the source saying them: "the two islands".
_SMALL_COUNTS = frozenset({"one", "two", "three", "first"})
_SINGLE = re.compile(r"\b(?:an?|single|sole|only)\b", re.IGNORECASE)
# A fact of the quote whose context is more similar than this competes with that of the statement.
# A guess.
_COMPETES = 0.4


@dataclass(frozen=True, slots=True)
class FactFindings:
    """What the facts of a statement are worth beside a quote.

    Attributes:
        faults: what is wrong with them.
        covered: the positions of the statement's words that belong to facts which the quote has.
    """

    faults: tuple[Fault, ...]
    covered: frozenset[int]


def check_facts(pair: Alignment, context: QuoteContext) -> FactFindings:
    """Return what is wrong with the facts of a statement, and which words they cover."""
    matcher = NameMatcher(pair, context)
    names = list(_locate_names(pair, matcher))
    others = [*_locate_numbers(pair, context), *_locate_dates(pair, context)]
    faults = [Fault(FaultKind.MISSING, each.fact.text) for each in others if not each.in_quote]
    faults += _find_absent_names(pair, names, matcher)
    located = [*others, *(fact for fact, _ in names)]
    for kind in (NumberMention, DateMention, NameMention):
        faults += find_placement_faults(
            pair, [e for e in located if isinstance(e.fact, kind) and any(e.in_quote)]
        )
    faults += find_label_faults(pair)
    covered = frozenset(position for each in located if each.in_quote for position in each.own)
    return FactFindings(tuple(faults), covered)


def _locate_numbers(pair: Alignment, context: QuoteContext) -> Iterator[LocatedFact]:
    quote = pair.quote
    years = [date for date in quote.dates if date.is_year]
    for number in pair.statement.numbers:
        same = [quote.positions_of(each) for each in quote.numbers if number.is_stated_by(each)]
        if not number.is_percent and not number.is_ordinal:
            same += [quote.positions_of(each) for each in years if each.year == number.value]
        own = pair.statement.positions_of(number)
        if not same and _needs_no_source(number, quote.text, context):
            others = [quote.positions_of(e) for e in quote.numbers if not e.is_ordinal]
            similarities = (pair.context_similarity(own, e, is_number=True) for e in others)
            if all(similarity <= _COMPETES for similarity in similarities):
                continue
        yield LocatedFact(number, own, same)


def _needs_no_source(number: NumberMention, quote: str, context: QuoteContext) -> bool:
    """Tell whether a small count is implied: "one" by an article, others by the question."""
    text = number.text.lower()
    if text == "one" and _SINGLE.search(quote):
        return True
    if text not in _SMALL_COUNTS:
        return False
    return re.search(rf"\b{text}\b", context.question, re.IGNORECASE) is not None


def _locate_dates(pair: Alignment, context: QuoteContext) -> Iterator[LocatedFact]:
    quote = pair.quote
    for date in pair.statement.dates:
        same = [
            quote.positions_of(each)
            for each in quote.dates
            if any(map(date.is_stated_by, (each, *each.in_years(context.years))))
        ]
        if date.is_year:
            same += [
                quote.positions_of(each)
                for each in quote.numbers
                if each.value == date.year and not each.is_percent
            ]
        yield LocatedFact(date, pair.statement.positions_of(date), same)


def _locate_names(
    pair: Alignment, matcher: NameMatcher
) -> Iterator[tuple[LocatedFact, NameMention]]:
    for name in pair.statement.names:
        own = pair.statement.positions_of(name)
        same = matcher.find(name)
        if same:
            yield LocatedFact(name, own, same), name
        elif name.is_uncertain and not matcher.is_name(name):
            continue
        elif matcher.is_in_context(name) and not _has_competing_name(pair, name, own, matcher):
            yield LocatedFact(name, own, [[]]), name
        else:
            yield LocatedFact(name, own, []), name


def _find_absent_names(
    pair: Alignment, names: Sequence[tuple[LocatedFact, NameMention]], matcher: NameMatcher
) -> Iterator[Fault]:
    """Yield the names that the quote lacks, or has another name for.

    A name that only the context has is at fault too, where the quote has another one in its
    position or in its role.
    """
    facts = [fact for fact, _ in names]
    for fact, name in names:
        other = find_other_holder(pair, name)
        if other is None and not any(fact.in_quote):
            other = _find_replacement(pair, fact, name, facts, matcher)
        if other and not matcher.are_same(name.text, other):
            yield Fault(FaultKind.REPLACED, name.text, other)
        elif not fact.in_quote:
            yield Fault(FaultKind.MISSING, name.text)


def _find_replacement(
    pair: Alignment,
    fact: LocatedFact,
    name: NameMention,
    facts: Sequence[LocatedFact],
    matcher: NameMatcher,
) -> str | None:
    """Return the name that the quote has in the position of one of the statement, or None."""
    for other in _names_in_quote(pair, matcher):
        if matcher.is_office(other) and matcher.may_be_person(name):
            continue
        positions = pair.quote.positions_of(other)
        if _is_part(other, name) or not positions or not fact.own:
            continue
        is_free = not is_held_by_other_fact(pair, positions, fact, facts)
        if is_free and replaces(pair, fact, positions):
            return other.text
    return None


def _is_part(one: NameMention, other: NameMention) -> bool:
    return set(one.text.lower().split()) <= set(other.text.lower().split())


def _names_in_quote(pair: Alignment, matcher: NameMatcher) -> list[NameMention]:
    """Return the names of the quote without ordinary words that begin a sentence."""
    return [
        name
        for name in pair.quote.names
        if not name.is_uncertain or matcher.is_name(name) or _has_possessive(pair.quote.text, name)
    ]


def _has_possessive(text: str, name: NameMention) -> bool:
    return text.startswith(("'s", "’s"), name.end)


def _has_competing_name(
    pair: Alignment, name: NameMention, own: Sequence[int], matcher: NameMatcher
) -> bool:
    """Tell whether the quote has another name, and no office, where the statement has this one."""
    statement_terms = set(pair.statement.terms)
    competing = (
        pair.quote.positions_of(each)
        for each in _names_in_quote(pair, matcher)
        if matcher.offices.isdisjoint(each.text.lower().split())
        and not matcher.are_same(name.text, each.text)
    )
    return any(
        positions
        and pair.quote.terms[positions[-1]] not in statement_terms
        and pair.context_similarity(own, positions) > _COMPETES
        for positions in competing
    )
