"""The dates in a text by their parts."""

from __future__ import annotations

import pytest

from assistant.english.dates import find_dates


def test_dates_have_their_parts() -> None:
    found = find_dates("On Sunday, January 9, 2022, in the 1990s, and in 477 BC")

    assert [(each.year, each.month, each.day, each.weekday) for each in found] == [
        (2022, 1, 9, 6),
        (None, None, None, None),
        (-477, None, None, None),
    ]
    assert found[1].decade == 1990


@pytest.mark.parametrize(
    ("text", "years"),
    [("The war (1914–18) ended.", [1914, 1918]), ("It has 1999% of 1,999.", []), ("", [])],
)
def test_range_of_years_has_two_dates(text: str, years: list[int]) -> None:
    assert [each.year for each in find_dates(text)] == years


@pytest.mark.parametrize(
    ("text", "months"),
    [("It may march in May and in March.", [5, 3]), ("May they march?", [])],
)
def test_may_and_march_are_months_only_after_a_preposition(text: str, months: list[int]) -> None:
    assert [each.month for each in find_dates(text)] == months


def test_weekday_is_stated_by_the_date_that_it_falls_on() -> None:
    (weekday,), (date,) = find_dates("on Sunday"), find_dates("on 9 January 2022")

    assert weekday.is_stated_by(date)
    assert not date.is_stated_by(weekday)
