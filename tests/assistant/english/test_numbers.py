"""The numbers in a text by their values."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.english.numbers import find_numbers


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,200 or 5.8 thousand or 3 million", [1200, 5800, 3_000_000]),
        ("two hundred and six, twenty-one", [206, 21]),
        ("no one and one of them and one another", []),
        ("COVID-19 and 7 people", [7]),
        ("in ten-15 years", [10, 15]),
        ("half a dozen", [12]),
    ],
)
def test_numbers_have_their_values(text: str, values: Sequence[int]) -> None:
    assert [number.value for number in find_numbers(text)] == values


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("40 boats", ""),
        ("more than 40 boats", "over"),
        ("40 boats or more", "over"),
        ("less than 40 boats", "less"),
        ("40 old boats at most", "under"),
        ("nearly 40 boats", "nearly"),
        ("boats within 40 miles", "limited"),
    ],
)
def test_number_has_the_bound_of_the_words_around_it(text: str, bound: str) -> None:
    assert [number.bound for number in find_numbers(text)] == [bound]


def test_run_of_digits_too_long_to_convert_is_no_number() -> None:
    assert find_numbers(f"{'9' * 5000} and 7,{'000,' * 2000}000 and 8")[-1].value == 8


def test_excluded_span_has_no_number() -> None:
    assert [number.text for number in find_numbers("In 1999, 12 came.", [(3, 7)])] == ["12"]
