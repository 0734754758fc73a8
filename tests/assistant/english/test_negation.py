"""Negation in a text."""

from __future__ import annotations

import pytest

from assistant.english.lexicon import Lexicon
from assistant.english.negation import contains_negation, find_negated_words
from index.words import analyse

LEXICON = Lexicon.of(analyse)


@pytest.mark.parametrize("text", ["Who did not win?", "It can’t be.", "All except one."])
def test_negation_is_found(text: str) -> None:
    assert contains_negation(text)


@pytest.mark.parametrize("text", ["Who noted it?", "A knot, nothing more than north.", ""])
def test_word_that_resembles_a_negation_is_none(text: str) -> None:
    assert not contains_negation(text)


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("The bridge is not open to the public.", ["open"]),
        ("The bridge is not even fully open.", ["open"]),
        ("No army was sent.", ["army", "sent"]),
        ("They didn’t, but the others rowed.", []),
        ("It is not only open, it is free.", []),
        ("They refused to row; they sailed.", ["row"]),
    ],
)
def test_words_after_a_negation_are_negated_within_the_clause(
    text: str, negated: list[str]
) -> None:
    words = analyse(text)
    found = find_negated_words(text, words, LEXICON)

    assert [text[words[position].start : words[position].end] for position in found] == negated
