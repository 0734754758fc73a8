"""The numbers of a text by their value: 1,200 is 1200 is twelve hundred, 41% is 41 percent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assistant.english.word_lists import lines_of
from index import Span

_ROWS = lines_of("numbers")
_VALUES = {cardinal: int(value) for value, cardinal, _ in _ROWS}
_ORDINAL_VALUES = {ordinal: int(value) for value, _, ordinal in _ROWS}
_TENS = {word for word, value in _VALUES.items() if value >= 20}
_SMALL = [word for word, value in _VALUES.items() if 0 < value < 10]
_SCALES = {
    **{"dozen": 12, "hundred": 100, "thousand": 1000},
    **{"million": 10**6, "billion": 10**9, "trillion": 10**12},
}
_PARTS = {word: value for word, value in _ORDINAL_VALUES.items() if value > 2}
_PARTS |= {"half": 2, "quarter": 4}

_ATOM = re.compile(
    r"(?<![\w.])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<suffix>(?:st|nd|rd|th)\b|[kKmM](?=\b)|bn\b)?(?!\w)"
    rf"|\b(?P<word>{'|'.join([*_VALUES, *_ORDINAL_VALUES, *_SCALES])})\b",
    re.IGNORECASE,
)
# COVID-19 has no amount, and ten-15 has two.
_GLUED = re.compile(rf"(?<!\w)(?!(?:{'|'.join(_VALUES)})-)[A-Za-z][\w-]*-\d[\d.,]*", re.IGNORECASE)
_FRACTION = re.compile(
    rf"\b(?P<above>an?|{'|'.join(_SMALL)}|\d)[ -](?P<below>{'|'.join(_PARTS)})s?\b",
    re.IGNORECASE,
)
_JOINT = re.compile(r"(?:[ -]|\s+and\s+|,? )\Z", re.IGNORECASE)
_PERCENT = re.compile(r"\s{0,2}(?:%|per ?cent\b|percentage points?\b)", re.IGNORECASE)
_NO_AMOUNT = re.compile(
    r"\b(?:no|any|every|some|each|this|that|the|which|another) one\b|\bone (?:another|or more)\b"
    r"|\bone of\b|^(?:First|Second|Third|Fourth)(?:ly)?,"
    r"|\bthe second\b(?=\s(?:half|hand))|\bat first\b|\bfirst of all\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?:(?P<over>more than|over|above|at least|exceed\w*|upwards? of|in excess of|"
    r"(?:no|not|never) (?:less|fewer) than|greater than|surpass\w*)"
    r"|(?P<nearly>nearly|almost|(?:just|slightly|a little) (?:short of|under|below|less than))"
    r"|(?P<less>less than|fewer than)"
    r"|(?P<under>under|below|up to|at most|(?:no|not) more than|maximum of))"
    r"\s+(?:[A-Z]{1,3}\$|[$€£¥]|an? |the )?\Z",
    re.IGNORECASE,
)
_BOUND_AFTER = re.compile(
    r"(?:[ \xa0-]?[^\W\d]\w*){0,2}[ \xa0]"
    r"(?:(?P<under>or (?:less|fewer|under|younger)|at (?:the )?most)"
    r"|(?P<over>or (?:more|over|older|longer)|and (?:over|above)|at (?:the )?least))\b",
    re.IGNORECASE,
)
# Words that make a limit, or no more than nearly, of a number wherever they stand.
_LIMIT = re.compile(
    r"\b(?:less|fewer|under|below|within|most|limit\w*|maxim\w*|cap(?:s|ped)?|up to|about|around|"
    r"approximately|roughly|some|as (?:many|much|little|few) as|(?!other|rather)\w+er than)\b",
    re.IGNORECASE,
)
# What a quote may say of a number for a statement with a bound: more than 18 books are 18 books,
# and less than 18 are not, unless the statement has a limit in its own words.
_LOOSE = ("", "limited", "over", "nearly", "under")
_SAID = {
    "": _LOOSE,
    "limited": (*_LOOSE, "less"),
    "over": ("over",),
    "less": ("less", "under", "nearly"),
    "under": ("less", "under", "nearly"),
    "nearly": ("less", "under", "nearly"),
}
_SHORT = {"k": 1000, "m": 10**6, "bn": 10**9}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a text.

    Attributes:
        text: as it is written.
        start, end: where, in code points.
        value: what it says.
        is_ordinal: whether it counts in order, as "third" does.
        is_percent: whether it is of a hundred.
        bound: "over", "less" or "under" where it is a limit only, "nearly" where it is hardly less,
            "limited" where the text has a limit elsewhere, else empty.
    """

    text: str
    start: int
    end: int
    value: Fraction
    is_ordinal: bool = False
    is_percent: bool = False
    bound: str = ""

    def is_said_by(self, other: Amount) -> bool:
        """Tell whether another amount says the same number of the same sort."""
        same = self.value == other.value and self.is_ordinal == other.is_ordinal
        return same and self.is_percent == other.is_percent and other.bound in _SAID[self.bound]


def amounts_in(text: str, taken: Sequence[Span] = ()) -> list[Amount]:
    """Return the numbers of a text in order, but for what stands in spans that are taken."""
    taken = [
        *taken,
        *(found.span() for shape in (_NO_AMOUNT, _GLUED) for found in shape.finditer(text)),
    ]
    parts = [_part(text, found) for found in _FRACTION.finditer(text) if _is_part(text, found)]
    taken += [(each.start, each.end) for each in parts]
    free = [
        found
        for found in _ATOM.finditer(text)
        if not any(start < found.end() and found.start() < end for start, end in taken)
    ]
    return sorted([*parts, *_joined(text, free)], key=lambda each: each.start)


def _is_part(text: str, found: re.Match[str]) -> bool:
    """Tell whether "a third" is a part and not the next in order."""
    plural = found[0].lower().endswith("s")
    is_of = re.match(r"\s+of\b", text[found.end() :]) is not None
    return found["below"].lower() != "half" and (plural or is_of or "-" in found[0])


def _part(text: str, found: re.Match[str]) -> Amount:
    above = found["above"].lower()
    count = int(above) if above.isdigit() else _VALUES.get(above, 1)
    value = Fraction(count, _PARTS[found["below"].lower()])
    return Amount(found[0], *found.span(), value, bound=_bound(text, *found.span()))


def _joined(text: str, atoms: Sequence[re.Match[str]]) -> Iterator[Amount]:
    """Yield the amounts that runs of atoms make: five million, two hundred and six."""
    place = 0
    while place < len(atoms):
        last, run = place, [atoms[place]]
        while last + 1 < len(atoms) and _goes_on(text, run, atoms[last + 1]):
            last += 1
            run.append(atoms[last])
        if amount := _amount(text, run):
            yield amount
        place = last + 1


def _goes_on(text: str, run: Sequence[re.Match[str]], after: re.Match[str]) -> bool:
    before = run[-1]
    between = text[before.end() : after.start()]
    if not after["word"] or not _JOINT.fullmatch(between) or before["suffix"]:
        return False
    one, two = (before["word"] or "").lower(), after["word"].lower()
    if two in _SCALES:
        return one not in _ORDINAL_VALUES
    if one in _SCALES:
        return "," not in between
    return one in _TENS and "and" not in between and 0 < (_VALUES | _ORDINAL_VALUES)[two] < 10


def _amount(text: str, run: Sequence[re.Match[str]]) -> Amount | None:
    total, current, is_ordinal = Fraction(0), Fraction(0), False
    for found in run:
        word = (found["word"] or "").lower()
        if word in _SCALES:
            current = (current or Fraction(1)) * _SCALES[word]
            if _SCALES[word] >= 1000:
                total, current = total + current, Fraction(0)
        elif word:
            is_ordinal |= word in _ORDINAL_VALUES
            current += (_VALUES | _ORDINAL_VALUES)[word]
        else:
            suffix = (found["suffix"] or "").lower()
            is_ordinal |= suffix in {"st", "nd", "rd", "th"}
            current += Fraction(found["digits"].replace(",", "")) * _SHORT.get(suffix, 1)
    start, end = run[0].start(), run[-1].end()
    percent = _PERCENT.match(text, end)
    end = percent.end() if percent else end
    bound = _bound(text, start, end)
    return Amount(
        text[start:end].strip(), start, end, total + current, is_ordinal, bool(percent), bound
    )


def _bound(text: str, start: int, end: int) -> str:
    found = _BOUND.search(text, max(0, start - 30), start) or _BOUND_AFTER.match(text, end)
    if found:
        return found.lastgroup or ""
    return "limited" if _LIMIT.search(text) else ""
