"""Negation and antonyms, told from words."""

from __future__ import annotations

import pytest

from assistant.english.opposites import antonyms, is_negated


@pytest.mark.parametrize("text", ["Who did not win?", "It can’t be.", "All except one."])
def test_negation_is_seen(text: str) -> None:
    assert is_negated(text)


@pytest.mark.parametrize("text", ["Who noted it?", "A knot, nothing more than north.", ""])
def test_what_only_looks_like_it_is_not(text: str) -> None:
    assert not is_negated(text)


def test_antonym_counts_where_the_word_itself_is_not_said() -> None:
    assert antonyms({"first", "king"}, {"last", "king"}) == 1
    assert antonyms({"first", "king"}, {"last", "first"}) == 0
    assert antonyms({"first", "last"}, {"last"}) == 0
    assert antonyms({"wombat"}, {"burrow"}) == 0
