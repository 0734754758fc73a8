"""What a reader of a quote knows beside its words: title, date, sentence before, question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from assistant.english.dates import moments_in
from assistant.reply import Quote

_BEFORE = 400
_ENDS = re.compile(r"[.!?][”\"’)]*\s+|\n\s*\n")
_POINTS = re.compile(
    r"\b(?:he|she|it|they|his|her|its|their|him|them|this|these|those)\b", re.IGNORECASE
)
_MEANS = re.compile(r"\bthe [a-z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Background:
    """What may complete a quote, in names and years alone.

    Attributes:
        names: where names may stand: the title and the question.
        before: the sentence before.
        years: of the source's date and the sentence before.
        whole: the text of the source.
        points: whether the quote points, by a pronoun, at what it does not name.
        means: whether it may do so by "the".
        question: what was asked.
    """

    names: str
    before: str
    years: frozenset[int]
    whole: str
    points: bool
    means: bool
    question: str

    @classmethod
    def of(cls, quote: Quote, question: str) -> Background:
        """Return what is known around a quote."""
        before = _sentence_before(quote.origin.text, quote.start)
        years = {each.year for each in moments_in(before) if each.year is not None}
        if quote.source.date:
            years.add(quote.source.date.year)
        return cls(
            names=f"{quote.source.title}\n{question}",
            before=before,
            years=frozenset(years),
            whole=quote.origin.text,
            points=_POINTS.search(quote.text) is not None,
            means=_MEANS.search(quote.text) is not None,
            question=question,
        )


def together(backgrounds: Sequence[Background]) -> Background:
    """Return what is known around several quotes."""
    return reduce(_both, backgrounds)


def _both(one: Background, two: Background) -> Background:
    return Background(
        names=f"{one.names}\n{two.names}",
        before=f"{one.before}\n{two.before}",
        years=one.years | two.years,
        whole=one.whole if one.whole == two.whole else f"{one.whole}\n{two.whole}",
        points=one.points or two.points,
        means=one.means or two.means,
        question=one.question,
    )


def _sentence_before(text: str, start: int) -> str:
    before = text[max(0, start - _BEFORE) : start].rstrip()
    ends = [found.end() for found in _ENDS.finditer(before)]
    return before[ends[-1] :] if ends else before
