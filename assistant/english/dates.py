"""The dates of a text by what they say: January 5 is 5 January is 2022-01-05 without its year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from assistant.english.word_lists import lines_of
from index import Span

_MONTHS, _DAYS = lines_of("calendar")
_MONTH = r"(?P<month>(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?|{})".format(
    "|".join(f"{each.capitalize()}\\b" for each in _MONTHS)
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>[12]\d{3})\b(?!,\d)"
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s?\b"
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
        rf"{_WEEKDAY}",
        r"(?P<month>(?:January|February|April|June|July|August|September|October|November|December))\b",
        r"(?<=[Ii]n )(?P<month>March|May)\b",
        r"(?<=(?:of|ly|te|ce|il|id) )(?P<month>March|May)\b",
    )
]
_ENDS_RANGE = re.compile(r"[–-](?P<short>\d\d)\b(?![–-])")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date in a text, as far as it is told.

    Attributes:
        text: as it is written.
        start, end: where, in code points.
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
        """Whether it is a year and nothing more, and might be any number."""
        return self.year is not None and self.month is None

    def is_said_by(self, other: Moment) -> bool:
        """Tell whether another date says all that this one says."""
        for name in ("year", "month", "day", "decade"):
            wanted = getattr(self, name)
            if wanted is not None and wanted != getattr(other, name):
                return False
        return self.weekday is None or self.weekday in (other.weekday, other.falls_on)

    @property
    def falls_on(self) -> int | None:
        """The weekday of a date that is told in full."""
        if not self.year or not self.month or not self.day or self.year < 1:
            return None
        try:
            return date(self.year, self.month, self.day).weekday()
        except ValueError:
            return None

    def completed(self, years: Iterable[int]) -> Iterator[Moment]:
        """Yield the date in each of some years if it has a month and no year."""
        if self.year is None and self.month is not None:
            yield from (replace(self, year=year) for year in years)


def moments_in(text: str) -> list[Moment]:
    """Return the dates of a text in their order; a weekday beside a date is part of it."""
    taken: list[Span] = []
    found: list[Moment] = []
    for shape in _SHAPES:
        for match in shape.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                moment = _moment(match)
                if moment is not None:
                    taken.append(match.span())
                    found.append(moment)
                    found += _end_of_range(text, moment, taken)
    return _with_weekdays(text, sorted(found, key=lambda each: each.start))


def _moment(match: re.Match[str]) -> Moment | None:
    said = match.groupdict()
    month = int(said["number"]) if said.get("number") else _month(said.get("month"))
    year = int(said["year"]) if said.get("year") else None
    if said.get("ancient"):
        year = -int(said["ancient"])
    day = int(said["day"]) if said.get("day") else None
    if (day or 1) > 31 or (month or 1) > 12:
        return None
    named = said.get("weekday")
    weekday = _DAYS.index(named.lower()) if named else None
    decade = int(said["decade"]) if said.get("decade") else None
    return Moment(match[0], *match.span(), year, month, day, weekday, decade)


def _month(name: str | None) -> int | None:
    if not name:
        return None
    return 1 + next(n for n, month in enumerate(_MONTHS) if month.startswith(name.lower()[:3]))


def _end_of_range(text: str, first: Moment, taken: list[Span]) -> list[Moment]:
    """Return the second year of 1914–18."""
    short = _ENDS_RANGE.match(text, first.end) if first.is_year else None
    if short is None or first.year is None:
        return []
    taken.append(short.span())
    year = first.year // 100 * 100 + int(short["short"])
    return [Moment(short["short"], *short.span("short"), year)]


def _with_weekdays(text: str, moments: list[Moment]) -> list[Moment]:
    joined: list[Moment] = []
    for each in moments:
        before = joined[-1] if joined else None
        if (
            before
            and {before.weekday, each.weekday} != {None}
            and (re.fullmatch(r",? (?:the )?|\s\(", text[before.end : each.start]))
        ):
            one, two = (before, each) if before.weekday is not None else (each, before)
            if two.month is not None:
                whole = text[before.start : each.end]
                joined[-1] = replace(
                    two, text=whole, start=before.start, end=each.end, weekday=one.weekday
                )
                continue
        joined.append(each)
    return joined
