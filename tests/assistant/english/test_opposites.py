"""Pairs of opposites."""

from __future__ import annotations

from assistant.english.lexicon import Lexicon
from assistant.english.opposites import Opposites, read_pairs
from index.words import analyse


def test_opposite_counts_where_the_word_itself_is_missing() -> None:
    opposites = Opposites([("first", "last")])

    assert opposites.count_contradicted({"first", "king"}, {"last", "king"}) == 1
    assert opposites.count_contradicted({"first", "king"}, {"last", "first"}) == 0
    assert opposites.count_contradicted({"first", "last"}, {"last"}) == 0
    assert opposites.count_contradicted({"wombat"}, {"burrow"}) == 0


def test_pairs_are_listed_once() -> None:
    general, comparing = read_pairs()
    pairs = [frozenset(pair) for pair in (*general, *comparing)]

    assert general
    assert comparing
    assert len(set(pairs)) == len(pairs)
    assert all(len(pair) == 2 for pair in pairs)


def test_both_lists_are_stemmed_as_the_index_stems() -> None:
    lexicon = Lexicon.of(analyse)
    (accept, reject, bigger, smaller) = (
        word.term for word in analyse("accepted rejects bigger smaller")
    )

    assert reject in lexicon.opposites.of(accept)
    assert reject in lexicon.general_opposites.of(accept)
    assert smaller in lexicon.opposites.of(bigger)
    assert smaller not in lexicon.general_opposites.of(bigger)
