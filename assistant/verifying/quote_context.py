"""What a person knows beside the words of a quote: title, date, sentence before, question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from assistant.english.dates import find_dates
from assistant.reply import Quote

_LONGEST_SENTENCE_BEFORE = 400  # characters; a guess
_SENTENCE_END = re.compile(r"[.!?][”\"’)]*\s+|\n\s*\n")
_PRONOUN = re.compile(
    r"\b(?:he|she|it|they|his|her|its|their|him|them|this|these|those)\b", re.IGNORECASE
)
_DEFINITE_NOUN = re.compile(r"\bthe [a-z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QuoteContext:
    """Where names and years that a quote only refers to may come from.

    Attributes:
        title_and_question: the source's title and the question.
        sentence_before: the sentence before the quote.
        years: the years of the source's date and of the sentence before.
        source_text: the whole text of the source.
        has_pronoun: whether the quote has a pronoun, which may stand for a name.
        has_definite_noun: whether it has "the" and a noun, which may stand for a name too.
        question: the question.
    """

    title_and_question: str
    sentence_before: str
    years: frozenset[int]
    source_text: str
    has_pronoun: bool
    has_definite_noun: bool
    question: str

    @classmethod
    def of(cls, quote: Quote, question: str) -> QuoteContext:
        """Return the context of a quote."""
        before = _sentence_before(quote.origin.text, quote.start)
        years = {date.year for date in find_dates(before) if date.year is not None}
        if quote.source.date:
            years.add(quote.source.date.year)
        return cls(
            title_and_question=f"{quote.source.title}\n{question}",
            sentence_before=before,
            years=frozenset(years),
            source_text=quote.origin.text,
            has_pronoun=_PRONOUN.search(quote.text) is not None,
            has_definite_noun=_DEFINITE_NOUN.search(quote.text) is not None,
            question=question,
        )

    @classmethod
    def of_all(cls, quotes: Sequence[Quote], question: str) -> QuoteContext:
        """Return the contexts of several quotes, at least one, as one."""
        return reduce(_join_two, (cls.of(quote, question) for quote in quotes))


def _join_two(one: QuoteContext, two: QuoteContext) -> QuoteContext:
    is_same_source = one.source_text == two.source_text
    return QuoteContext(
        title_and_question=f"{one.title_and_question}\n{two.title_and_question}",
        sentence_before=f"{one.sentence_before}\n{two.sentence_before}",
        years=one.years | two.years,
        source_text=one.source_text if is_same_source else f"{one.source_text}\n{two.source_text}",
        has_pronoun=one.has_pronoun or two.has_pronoun,
        has_definite_noun=one.has_definite_noun or two.has_definite_noun,
        question=one.question,
    )


def _sentence_before(text: str, start: int) -> str:
    before = text[max(0, start - _LONGEST_SENTENCE_BEFORE) : start].rstrip()
    ends = [match.end() for match in _SENTENCE_END.finditer(before)]
    return before[ends[-1] :] if ends else before
