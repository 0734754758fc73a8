"""The dates in a text by their parts: "January 5" and "5 January" are the same date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from assistant.english.spans import TakenCharacters
from assistant.english.word_lists import read_rows

MONTHS, WEEKDAYS = map(tuple, read_rows("months_and_weekdays"))
"""The months from January and the weekdays from Monday, in lower case."""

_MONTH = r"(?P<month>(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?|{})".format(
    "|".join(f"{month.capitalize()}\\b" for month in MONTHS)
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>[12]\d{3})\b(?!,\d)"
# Without a day or year, "March" and "May" need a word before them that makes them a month.
_UNAMBIGUOUS_MONTHS = "|".join(
    month.capitalize() for month in MONTHS if month not in {"march", "may"}
)
# Tried in this order; a later shape finds only what the earlier ones left.
_SHAPES = [
    re.compile(rf"\b{shape}")
    for shape in (
        r"(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})\b",
        rf"{_MONTH} (?:the )?{_DAY}(?:(?:,| of)? {_YEAR})?",
        rf"(?:the )?{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?",
        rf"{_MONTH},? (?:of )?{_YEAR}",
        r"(?P<decade>[12]\d{2}0)['’]?s\b",
        r"(?P<ancient>\d{1,4}) ?(?:BCE?|B\.C\.)",
        r"(?:AD|CE) (?P<year>\d{1,4})\b",
        r"(?P<year>\d{1,4}) (?:AD|CE)\b",
        r"(?P<year>[12]\d{3})(?=\b|[–-]\d\d)(?![,.]\d|s\b|\w|%)",
        r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s?\b",
        rf"(?P<month>(?:{_UNAMBIGUOUS_MONTHS}))\b",
        r"(?<=[Ii]n )(?P<month>March|May)\b",
        r"(?<=(?:of|ly|te|ce|il|id) )(?P<month>March|May)\b",
    )
]
_RANGE_END = re.compile(r"[–-](?P<short>\d\d)\b(?![–-])")
_WEEKDAY_LINK = re.compile(r",? (?:the )?|\s\(")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text, complete or in part.

    Attributes:
        text: as it is written.
        start, end: its position, in code points.
        year: negative before Christ.
        month, day: from 1.
        weekday: from 0, Monday.
        decade: its first year.
    """

    text: str
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    decade: int | None = None

    @property
    def is_year(self) -> bool:
        """Whether it is a year alone, which may also be any other number."""
        return self.year is not None and self.month is None

    def is_stated_by(self, other: DateMention) -> bool:
        """Tell whether another date has every part of this one, with the same values."""
        for part in ("year", "month", "day", "decade"):
            value = getattr(self, part)
            if value is not None and value != getattr(other, part):
                return False
        return self.weekday is None or self.weekday in (other.weekday, other.computed_weekday)

    @property
    def computed_weekday(self) -> int | None:
        """The weekday that follows from year, month and day, if all three are given."""
        if not self.year or not self.month or not self.day or self.year < 1:
            return None
        try:
            return date(self.year, self.month, self.day).weekday()
        except ValueError:
            return None

    def in_years(self, years: Iterable[int]) -> Iterator[DateMention]:
        """Yield the date in each of some years, if it has a month and no year."""
        if self.year is None and self.month is not None:
            yield from (replace(self, year=year) for year in years)


def find_dates(text: str) -> list[DateMention]:
    """Return the dates of a text in order; a weekday beside a date is part of it.

    Example:
        >>> [(found.month, found.day) for found in find_dates("On 5 January and on March 2nd")]
        [(1, 5), (3, 2)]
    """
    taken = TakenCharacters(text)
    found: list[DateMention] = []
    for shape in _SHAPES:
        for match in shape.finditer(text):
            if taken.overlaps(*match.span()):
                continue
            mention = _mention_of(match)
            if mention is not None:
                mentions = [mention, *_range_end(text, mention)]
                found += mentions
                taken.add(match.start(), mentions[-1].end)
    return _with_weekdays(text, sorted(found, key=lambda mention: mention.start))


def _mention_of(match: re.Match[str]) -> DateMention | None:
    parts = match.groupdict()
    month = int(parts["number"]) if parts.get("number") else _month_number(parts.get("month"))
    year = int(parts["year"]) if parts.get("year") else None
    if parts.get("ancient"):
        year = -int(parts["ancient"])
    day = int(parts["day"]) if parts.get("day") else None
    if (day or 1) > 31 or (month or 1) > 12:
        return None
    name = parts.get("weekday")
    weekday = WEEKDAYS.index(name.lower()) if name else None
    decade = int(parts["decade"]) if parts.get("decade") else None
    return DateMention(match[0], *match.span(), year, month, day, weekday, decade)


def _month_number(name: str | None) -> int | None:
    if not name:
        return None
    return 1 + next(n for n, month in enumerate(MONTHS) if month.startswith(name.lower()[:3]))


def _range_end(text: str, first: DateMention) -> list[DateMention]:
    """Return the second year of 1914–18."""
    short = _RANGE_END.match(text, first.end) if first.is_year else None
    if short is None or first.year is None:
        return []
    year = first.year // 100 * 100 + int(short["short"])
    return [DateMention(short["short"], *short.span("short"), year)]


def _with_weekdays(text: str, mentions: list[DateMention]) -> list[DateMention]:
    """Join each weekday with the date beside it."""
    joined: list[DateMention] = []
    for mention in mentions:
        whole = _joined_with_weekday(text, joined[-1], mention) if joined else None
        if whole:
            joined[-1] = whole
        else:
            joined.append(mention)
    return joined


def _joined_with_weekday(text: str, first: DateMention, second: DateMention) -> DateMention | None:
    """Return two neighbours as one date, if one is a weekday and the other has a month."""
    has_weekday = first.weekday is not None or second.weekday is not None
    if not has_weekday or not _WEEKDAY_LINK.fullmatch(text, first.end, second.start):
        return None
    weekday, day = (first, second) if first.weekday is not None else (second, first)
    if day.month is None:
        return None
    whole = text[first.start : second.end]
    return replace(day, text=whole, start=first.start, end=second.end, weekday=weekday.weekday)
