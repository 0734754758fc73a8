"""Words are found where a reader sees them."""

from __future__ import annotations

import pytest

from assistant.sources.find_in_text import MOST, find_in


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Gas and GAS.", "gas", ((0, 3), (8, 11))),
        ("rise in\n prices", " rise  in prices ", ((0, 15),)),
        ("the country’s “gas”", 'country\'s "gas"', ((4, 19),)),
        ("a.c abc", "a.c", ((0, 3),)),
        ("\U0001f600 yes", "YES", ((2, 5),)),
        ("anything", "  ", ()),
    ],
)
def test_words_are_found(text: str, words: str, found: tuple[tuple[int, int], ...]) -> None:
    assert find_in(text, words) == found


def test_no_more_places_than_can_be_gone_through() -> None:
    assert len(find_in("a" * 5_000, "a")) == MOST
