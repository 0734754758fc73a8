"""Corruptions that replace a number, date or name by another one of the same document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

from assistant.english.dates import DateMention, find_dates
from assistant.english.names import TITLES, NameMention, find_names, initials
from assistant.english.numbers import NumberMention, find_numbers
from assistant.training.verifying.examples import Document, Example

_Listed = TypeVar("_Listed", DateMention, NameMention)
_LIST_LINK = re.compile(r"(?:,? (?:and|or)|,) (?:the )?| \(")
_NEARBY = 6000  # characters around the quotes from which other facts are taken


def text_nearby(document: Document, example: Example) -> str:
    """Return the text around a statement's quotes."""
    start = min(start for _, start, _ in example.quotes)
    end = max(end for _, _, end in example.quotes)
    return document.text[max(0, start - _NEARBY) : end + _NEARBY]


def _cited_text(document: Document, example: Example) -> str:
    """Return the quotes that a statement cites.

    Only their facts are replaced: of any other it is not known that it was right.
    """
    spans = [example.quotes[position] for position in example.cited]
    own = [(start, end) for name, start, end in spans if name == document.name]
    return "\n".join(document.text[start:end] for start, end in own)


def change_number(example: Example, document: Document, random: Random) -> Example | None:
    """Replace a number by another one of the document."""

    def numbers_of(text: str) -> list[NumberMention]:
        dates = [(date.start, date.end) for date in find_dates(text)]
        return [each for each in find_numbers(text, dates) if each.text.lower() != "one"]

    own = numbers_of(example.statement)
    cited_values = {number.value for number in numbers_of(_cited_text(document, example))}
    right = [number for number in own if number.value in cited_values]
    if not right:
        return None
    chosen = random.choice(right)
    others = [
        each
        for each in numbers_of(text_nearby(document, example))
        if all(each.value != number.value for number in own)
        and (each.is_ordinal, each.is_percent) == (chosen.is_ordinal, chosen.is_percent)
    ]
    return _replace_fact(example, "number", chosen, others, random)


def change_date(example: Example, document: Document, random: Random) -> Example | None:
    """Replace a date by another one of the document with the same parts."""
    own = find_dates(example.statement)
    quote = _cited_text(document, example)
    cited = find_dates(quote)
    right = [date for date in own if any(date.is_stated_by(other) for other in cited)]
    if not right:
        return None
    chosen = random.choice(right)
    same_list = [
        date
        for dates in _lists(quote, cited)
        if any(chosen.is_stated_by(date) for date in dates)
        for date in dates
    ]
    others = [
        each
        for each in find_dates(text_nearby(document, example))
        if _parts(each) == _parts(chosen)
        and not any(date.is_stated_by(each) or each.is_stated_by(date) for date in own)
        and not any(each.is_stated_by(other) for other in same_list)
    ]
    return _replace_fact(example, "date", chosen, others, random)


def _lists(text: str, facts: Sequence[_Listed]) -> list[list[_Listed]]:
    """Return facts grouped by the lists in which a text says the same of each.

    It says as much about 1983 as about 1984 in "January 1983 and 1984", and the same of each in
    "A, B and C"; a name in parentheses is another name for the one before it.
    """
    lists: list[list[_Listed]] = []
    for fact in facts:
        if lists and _LIST_LINK.fullmatch(text, lists[-1][-1].end, fact.start):
            lists[-1].append(fact)
        else:
            lists.append([fact])
    return lists


def _parts(date: DateMention) -> tuple[bool, ...]:
    """Return which parts a date has."""
    parts = (date.year, date.month, date.day, date.weekday, date.decade)
    return tuple(part is not None for part in parts)


def change_name(example: Example, document: Document, random: Random) -> Example | None:
    """Replace a name by another one of the document."""
    quote = _cited_text(document, example)
    own = [e for e in replaceable_names(example.statement) if not e.is_uncertain]
    right = [name for name in own if name.text in quote]
    if not right:
        return None
    chosen = random.choice(right)
    words = set(re.findall(r"\w+", example.statement.lower()))
    letters = initials(chosen.text)
    lists = [[name.text for name in names] for names in _lists(quote, replaceable_names(quote))]
    same_list = {name for names in lists if chosen.text in names for name in names}
    others = [
        each
        for each in replaceable_names(text_nearby(document, example))
        if not each.is_uncertain
        and each.text not in same_list
        and words.isdisjoint(re.findall(r"\w{3,}", each.text.lower()))
        and not _begin_alike(chosen.text, each.text)
        and letters != each.text
        and initials(each.text) != chosen.text
    ]
    same_length = [each for each in others if each.text.count(" ") == chosen.text.count(" ")]
    return _replace_fact(example, "name", chosen, same_length or others, random)


def replaceable_names(text: str) -> list[NameMention]:
    """Return the names of a text that another name may replace: no titles, no digits."""
    dates = [(date.start, date.end) for date in find_dates(text)]
    return [
        name
        for name in find_names(text, dates)
        if re.sub(r"\W", "", name.text.lower()) not in TITLES
        and len(name.text) > 3
        and not re.search(r"\d", name.text)
    ]


def _begin_alike(one: str, other: str) -> bool:
    return one[:4].lower() == other[:4].lower()


def _replace_fact(
    example: Example,
    kind: str,
    chosen: NumberMention | DateMention | NameMention,
    others: Sequence[NumberMention | DateMention | NameMention],
    random: Random,
) -> Example | None:
    if not others:
        return None
    other = random.choice(others)
    text = example.statement
    made = f"{text[: chosen.start]}{other.text}{text[chosen.end :]}"
    return with_wrong_statement(example, kind, made[0].upper() + made[1:])


def with_wrong_statement(example: Example, kind: str, statement: str) -> Example | None:
    """Return an example with another statement, which is wrong; None where it is the same."""
    if statement == example.statement:
        return None
    return replace(example, kind=kind, statement=statement, is_supported=False)
