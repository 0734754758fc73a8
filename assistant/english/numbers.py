"""The numbers in a text by value: "1,200" is "twelve hundred", "41%" is "41 percent"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assistant.english.spans import TakenCharacters
from assistant.english.word_lists import read_rows
from index import Span

_ROWS = read_rows("numbers")

CARDINALS = {cardinal: int(value) for value, cardinal, _ in _ROWS}
"""The values of zero, one, two and so on, by name."""

ORDINALS = {ordinal: int(value) for value, _, ordinal in _ROWS}
"""The values of first, second and so on, by name."""

_NAMED_VALUES = CARDINALS | ORDINALS
_TENS = {word for word, value in CARDINALS.items() if value >= 20}
_SMALL = [word for word, value in CARDINALS.items() if 0 < value < 10]
_SCALES = {
    **{"dozen": 12, "hundred": 100, "thousand": 1000},
    **{"million": 10**6, "billion": 10**9, "trillion": 10**12},
}
_DENOMINATORS = {word: value for word, value in ORDINALS.items() if value > 2}
_DENOMINATORS |= {"half": 2, "quarter": 4}
_SUFFIXES = {"k": 1000, "m": 10**6, "bn": 10**9}

# Python refuses to convert more than 4,300 digits, so longer runs of digits are no numbers.
_ATOM = re.compile(
    r"(?<![\w.])(?P<digits>\d{1,3}(?:,\d{3}){1,99}(?:\.\d{1,99})?|\d{1,300}(?:\.\d{1,99})?)"
    r"(?P<suffix>(?:st|nd|rd|th)\b|[kKmM](?=\b)|bn\b)?(?!\w)"
    rf"|\b(?P<word>{'|'.join([*CARDINALS, *ORDINALS, *_SCALES])})\b",
    re.IGNORECASE,
)
# The 19 of COVID-19 is part of a name, but "ten-15" is two numbers. At most 80 characters, which
# keeps the search linear in a long chain of hyphens.
_PART_OF_WORD = re.compile(
    rf"(?<!\w)(?!(?:{'|'.join(CARDINALS)})-)[A-Za-z][\w-]{{0,80}}-\d[\d.,]*", re.IGNORECASE
)
_FRACTION = re.compile(
    rf"\b(?P<above>an?|{'|'.join(_SMALL)}|\d)[ -](?P<below>{'|'.join(_DENOMINATORS)})s?\b",
    re.IGNORECASE,
)
_OF = re.compile(r"\s+of\b")
_JOINT = re.compile(r"(?:[ -]|\s+and\s+|,? )\Z", re.IGNORECASE)
_PERCENT = re.compile(r"\s{0,2}(?:%|per ?cent\b|percentage points?\b)", re.IGNORECASE)
# Number words that count nothing.
_NO_NUMBER = re.compile(
    r"\b(?:no|any|every|some|each|this|that|the|which|another) one\b|\bone (?:another|or more)\b"
    r"|\bone of\b|^(?:First|Second|Third|Fourth)(?:ly)?,"
    r"|\bthe second\b(?=\s(?:half|hand))|\bat first\b|\bfirst of all\b",
    re.IGNORECASE,
)
_BOUND_BEFORE = re.compile(
    r"\b(?:(?P<over>more than|over|above|at least|exceed\w*|upwards? of|in excess of|"
    r"(?:no|not|never) (?:less|fewer) than|greater than|surpass\w*)"
    r"|(?P<nearly>nearly|almost|(?:just|slightly|a little) (?:short of|under|below|less than))"
    r"|(?P<less>less than|fewer than)"
    r"|(?P<under>under|below|up to|at most|(?:no|not) more than|maximum of))"
    r"\s+(?:[A-Z]{1,3}\$|[$€£¥]|an? |the )?\Z",
    re.IGNORECASE,
)
_BOUND_REACH = 30  # longer than any bound with its currency or article
_BOUND_AFTER = re.compile(
    r"(?:[ \xa0-]?[^\W\d]\w*+){0,2}[ \xa0]"
    r"(?:(?P<under>or (?:less|fewer|under|younger)|at (?:the )?most)"
    r"|(?P<over>or (?:more|over|older|longer)|and (?:over|above)|at (?:the )?least))\b",
    re.IGNORECASE,
)
# Words anywhere in a text that make its numbers limits or estimates.
_LIMIT = re.compile(
    r"\b(?:less|fewer|under|below|within|most|limit\w*|maxim\w*|cap(?:s|ped)?|up to|about|around|"
    r"approximately|roughly|some|as (?:many|much|little|few) as|(?!other|rather)\w+er than)\b",
    re.IGNORECASE,
)
# Which bounds a source may give for a number, by the bound of the statement: "18 books" agrees
# with "more than 18 books", but not with "less than 18 books" unless the statement has a limit.
_WITHOUT_LIMIT = ("", "limited", "over", "nearly", "under")
_AGREEING_BOUNDS = {
    "": _WITHOUT_LIMIT,
    "limited": (*_WITHOUT_LIMIT, "less"),
    "over": ("over",),
    "less": ("less", "under", "nearly"),
    "under": ("less", "under", "nearly"),
    "nearly": ("less", "under", "nearly"),
}


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in a text.

    Attributes:
        text: as it is written.
        start, end: its position, in code points.
        value: its value; that of a percentage is the number before the sign.
        is_ordinal: whether it gives a rank, as "third" does.
        is_percent: whether it is a percentage.
        bound: "over", "less" or "under" for a limit, "nearly" for slightly less, "limited" where
            the text has a limit elsewhere, otherwise empty.
    """

    text: str
    start: int
    end: int
    value: Fraction
    is_ordinal: bool = False
    is_percent: bool = False
    bound: str = ""

    def is_stated_by(self, other: NumberMention) -> bool:
        """Tell whether another number has the same value and kind, and a bound that agrees."""
        return (
            self.value == other.value
            and self.is_ordinal == other.is_ordinal
            and self.is_percent == other.is_percent
            and other.bound in _AGREEING_BOUNDS[self.bound]
        )


def find_numbers(text: str, excluded: Sequence[Span] = ()) -> list[NumberMention]:
    """Return the numbers of a text in order, except those that overlap excluded spans.

    Example:
        >>> [str(number.value) for number in find_numbers("5.8 thousand people, two thirds")]
        ['5800', '2/3']
    """
    has_limit = _LIMIT.search(text) is not None
    taken = TakenCharacters(text, excluded)
    for shape in (_NO_NUMBER, _PART_OF_WORD):
        for match in shape.finditer(text):
            taken.add(*match.span())
    fractions = [
        _fraction(text, match, has_limit=has_limit)
        for match in _FRACTION.finditer(text)
        if _is_fraction(text, match)
    ]
    for each in fractions:
        taken.add(each.start, each.end)
    atoms = [match for match in _ATOM.finditer(text) if not taken.overlaps(*match.span())]
    numbers = (_number(text, run, has_limit=has_limit) for run in _runs(text, atoms))
    return sorted([*fractions, *numbers], key=lambda number: number.start)


def _is_fraction(text: str, match: re.Match[str]) -> bool:
    """Tell whether "a third" is a part, as in "a third of", and not the next in a series."""
    is_plural = match[0].lower().endswith("s")
    has_of = _OF.match(text, match.end()) is not None
    return match["below"].lower() != "half" and (is_plural or has_of or "-" in match[0])


def _fraction(text: str, match: re.Match[str], *, has_limit: bool) -> NumberMention:
    above = match["above"].lower()
    count = int(above) if above.isdigit() else CARDINALS.get(above, 1)
    value = Fraction(count, _DENOMINATORS[match["below"].lower()])
    bound = _bound(text, *match.span(), has_limit=has_limit)
    return NumberMention(match[0], *match.span(), value, bound=bound)


def _runs(text: str, atoms: Sequence[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Yield the atoms that make one number together: five million, two hundred and six."""
    run: list[re.Match[str]] = []
    for atom in atoms:
        if run and not _continues(text, run[-1], atom):
            yield run
            run = []
        run.append(atom)
    if run:
        yield run


def _continues(text: str, before: re.Match[str], after: re.Match[str]) -> bool:
    """Tell whether an atom belongs to the same number as the atom before it."""
    between = text[before.end() : after.start()]
    if not after["word"] or not _JOINT.fullmatch(between) or before["suffix"]:
        return False
    first, second = (before["word"] or "").lower(), after["word"].lower()
    if second in _SCALES:
        return first not in ORDINALS
    if first in _SCALES:
        return "," not in between
    return first in _TENS and "and" not in between and 0 < _NAMED_VALUES[second] < 10


def _number(text: str, run: Sequence[re.Match[str]], *, has_limit: bool) -> NumberMention:
    """Return the number that a run of atoms makes."""
    total, current, is_ordinal = Fraction(0), Fraction(0), False
    for atom in run:
        word = (atom["word"] or "").lower()
        if word in _SCALES:
            current = (current or Fraction(1)) * _SCALES[word]
            if _SCALES[word] >= 1000:
                total, current = total + current, Fraction(0)
        elif word:
            is_ordinal |= word in ORDINALS
            current += _NAMED_VALUES[word]
        else:
            suffix = (atom["suffix"] or "").lower()
            is_ordinal |= suffix in {"st", "nd", "rd", "th"}
            current += Fraction(atom["digits"].replace(",", "")) * _SUFFIXES.get(suffix, 1)
    start, end = run[0].start(), run[-1].end()
    percent = _PERCENT.match(text, end)
    end = percent.end() if percent else end
    written = text[start:end].strip()
    bound = _bound(text, start, end, has_limit=has_limit)
    return NumberMention(written, start, end, total + current, is_ordinal, bool(percent), bound)


def _bound(text: str, start: int, end: int, *, has_limit: bool) -> str:
    before = _BOUND_BEFORE.search(text, max(0, start - _BOUND_REACH), start)
    found = before or _BOUND_AFTER.match(text, end)
    if found:
        return found.lastgroup or ""
    return "limited" if has_limit else ""
