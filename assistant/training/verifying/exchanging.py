"""Statements in which a number, a date or a name is put for another of the same document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

from assistant.english.dates import Moment, moments_in
from assistant.english.names import HONORIFICS, Name, initials, names_in
from assistant.english.numbers import Amount, amounts_in
from assistant.training.verifying.stating import Example, Sentences

_Listed = TypeVar("_Listed", Moment, Name)
_LISTED = re.compile(r"(?:,? (?:and|or)|,) (?:the )?| \(")


def rest_of(sentences: Sentences, example: Example) -> str:
    """Return the text around a statement's quotes, where other facts stand."""
    start = min(start for _, start, _ in example.quotes)
    end = max(end for _, _, end in example.quotes)
    return sentences.text[max(0, start - 6000) : end + 6000]


def _claimed(sentences: Sentences, example: Example) -> str:
    """Return the quotes that a statement points at.

    Only what they tell is exchanged: of anything else it is not known that it was right.
    """
    spans = [example.quotes[place] for place in example.claimed]
    own = [(start, end) for name, start, end in spans if name == sentences.document]
    return "\n".join(sentences.text[start:end] for start, end in own)


def number_changed(example: Example, sentences: Sentences, random: Random) -> Example | None:
    """Put another number of the document in the place of one."""

    def found(text: str) -> list[Amount]:
        taken = [(each.start, each.end) for each in moments_in(text)]
        return [each for each in amounts_in(text, taken) if each.text.lower() != "one"]

    own = found(example.statement)
    held = {each.value for each in found(_claimed(sentences, example))}
    plain = [each for each in own if each.value in held]
    if not plain:
        return None
    one = random.choice(plain)
    others = [
        each
        for each in found(rest_of(sentences, example))
        if all(each.value != mine.value for mine in own)
        and (each.is_ordinal, each.is_percent) == (one.is_ordinal, one.is_percent)
    ]
    return _with(example, "number", one, others, random)


def date_changed(example: Example, sentences: Sentences, random: Random) -> Example | None:
    """Put another date of the document, told as far, in the place of one."""
    own = moments_in(example.statement)
    quote = _claimed(sentences, example)
    held = moments_in(quote)
    plain = [each for each in own if any(each.is_said_by(other) for other in held)]
    if not plain:
        return None
    one = random.choice(plain)
    beside = [
        each
        for row in _rows(quote, held)
        if any(one.is_said_by(each) for each in row)
        for each in row
    ]
    others = [
        each
        for each in moments_in(rest_of(sentences, example))
        if _shape(each) == _shape(one)
        and not any(mine.is_said_by(each) or each.is_said_by(mine) for mine in own)
        and not any(each.is_said_by(other) for other in beside)
    ]
    return _with(example, "date", one, others, random)


def _rows(text: str, facts: Sequence[_Listed]) -> list[list[_Listed]]:
    """Return facts in the rows in which a text tells them of the same thing.

    It tells as much of 1983 as of 1984 in "January 1983 and 1984", of each in "A, B and C", and
    what stands in parentheses after a name is another word for it.
    """
    rows: list[list[_Listed]] = []
    for each in facts:
        if rows and _LISTED.fullmatch(text, rows[-1][-1].end, each.start):
            rows[-1].append(each)
        else:
            rows.append([each])
    return rows


def _shape(moment: Moment) -> tuple[bool, ...]:
    parts = (moment.year, moment.month, moment.day, moment.weekday, moment.decade)
    return tuple(part is not None for part in parts)


def name_changed(example: Example, sentences: Sentences, random: Random) -> Example | None:
    """Put another name of the document in the place of one."""
    quote = _claimed(sentences, example)
    own = [e for e in names_of(example.statement) if not e.may_begin and e.text in quote]
    if not own:
        return None
    one = random.choice(own)
    words = set(re.findall(r"\w+", example.statement.lower()))
    letters = initials(one.text)
    rows = [[each.text for each in row] for row in _rows(quote, names_of(quote))]
    beside = {each for row in rows if one.text in row for each in row}
    others = [
        each
        for each in names_of(rest_of(sentences, example))
        if not each.may_begin
        and each.text not in beside
        and words.isdisjoint(re.findall(r"\w{3,}", each.text.lower()))
        and not _akin(one.text, each.text)
        and letters != each.text
        and initials(each.text) != one.text
    ]
    alike = [each for each in others if each.text.count(" ") == one.text.count(" ")]
    return _with(example, "name", one, alike or others, random)


def names_of(text: str) -> list[Name]:
    """Return the names of a text that may be put for another."""
    taken = [(each.start, each.end) for each in moments_in(text)]
    return [
        each
        for each in names_in(text, taken)
        if re.sub(r"\W", "", each.text.lower()) not in HONORIFICS
        and len(each.text) > 3
        and not re.search(r"\d", each.text)
    ]


def _akin(one: str, other: str) -> bool:
    return one[:4].lower() == other[:4].lower()


def _with(
    example: Example,
    kind: str,
    one: Amount | Moment | Name,
    others: Sequence[Amount | Moment | Name],
    random: Random,
) -> Example | None:
    if not others:
        return None
    other = random.choice(others)
    text = example.statement
    made = f"{text[: one.start]}{other.text}{text[one.end :]}"
    return stated_wrongly(example, kind, made[0].upper() + made[1:])


def stated_wrongly(example: Example, kind: str, statement: str) -> Example | None:
    """Return an example with another statement, which is wrong; None where it is the same."""
    if statement == example.statement:
        return None
    return replace(example, kind=kind, statement=statement, is_supported=False)
