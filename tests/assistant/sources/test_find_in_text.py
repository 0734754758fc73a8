"""Words are found in a text."""

from __future__ import annotations

import pytest

from assistant.sources.find_in_text import MOST_MATCHES, find_in


@pytest.mark.parametrize(
    ("text", "words", "spans"),
    [
        ("Gas and GAS.", "gas", ((0, 3), (8, 11))),
        ("rise in\n prices", " rise  in prices ", ((0, 15),)),
        ("the country’s “gas”", 'country\'s "gas"', ((4, 19),)),
        ("a.c abc", "a.c", ((0, 3),)),
        ("\U0001f600 yes", "YES", ((2, 5),)),
        ("anything", "  ", ()),
    ],
)
def test_words_are_found_whatever_their_case_spaces_and_quotation_marks(
    text: str, words: str, spans: tuple[tuple[int, int], ...]
) -> None:
    assert find_in(text, words) == spans


def test_number_of_matches_is_limited() -> None:
    assert len(find_in("a" * 5_000, "a")) == MOST_MATCHES
