"""Late interaction, computed by hand on vectors of two numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from index import TokenStates, Word
from index.late_interaction import (
    best_matches_of_each,
    matches_of,
    rarities,
    token_weights,
)


def _states(vectors: list[tuple[float, float]], ids: list[int] | None = None) -> TokenStates:
    spans = [(place * 2, place * 2 + 1) for place in range(len(vectors))]
    return TokenStates(
        ids=np.array(ids or [5000] * len(vectors), np.int32),
        spans=np.array(spans, np.int32),
        vectors=np.array(vectors, np.float32),
    )


def test_each_token_takes_its_best_match_inside_the_sentence() -> None:
    question = np.array([(1, 0), (0, 1)], np.float32)
    passage = np.array([(1, 0), (0.6, 0.8), (0, 1)], np.float32)
    found = matches_of(question, passage, np.array([(0, 1), (0, 2), (1, 3), (3, 3)]))
    assert found.sentences == pytest.approx(np.array([[1, 0], [1, 0.8], [0.6, 1], [0, 0]]))
    assert found.whole == pytest.approx(np.array([1, 1]))


def test_likeness_is_the_cosine_of_the_mean_tokens() -> None:
    question = np.array([(1, 0), (0, 1)], np.float32)
    passage = np.array([(1, 0), (0.6, 0.8), (-1, 0)], np.float32)
    found = matches_of(question, passage, np.array([(0, 1), (0, 2), (2, 3), (3, 3)]))
    middle = (1.6 + 0.8) / math.hypot(1.6, 0.8) / math.sqrt(2)
    assert found.likeness == pytest.approx(
        np.array([math.sqrt(0.5), middle, -math.sqrt(0.5), 0]), abs=1e-6
    )


def test_nothing_is_met_where_there_are_no_tokens() -> None:
    question = np.array([(1, 0), (0, 1)], np.float32)
    found = matches_of(question, np.zeros((0, 2), np.float32), np.array([(0, 0)]))
    assert found.sentences.tolist() == [[0, 0]]
    assert found.whole.tolist() == [0, 0]


def test_each_passage_is_matched_by_itself_and_an_empty_one_not_at_all() -> None:
    question = np.array([(1, 0), (0, 1)], np.float32)
    one = np.array([(1, 0)], np.float32)
    two = np.array([(0.6, 0.8), (0, 1)], np.float32)
    none = np.zeros((0, 2), np.float32)
    found = best_matches_of_each(question, [one, none, two])
    assert found.tolist() == pytest.approx(np.array([[1, 0], [0, 0], [0.6, 1]]))
    assert best_matches_of_each(question, [none]).tolist() == [[0, 0]]
    assert best_matches_of_each(none, [one]).shape == (1, 0)


def test_rare_words_weigh_more_and_weights_sum_to_one() -> None:
    words = [Word("a", 0, 1), Word("b", 2, 3)]
    states = _states([(1, 0), (0, 1)], ids=[1996, 20_000])
    rarity = rarities(words, states, {"a": 90, "b": 1}, passages=100)
    assert rarity["a"] == pytest.approx(-math.log((90 + 200 * 0.6 + 0.5) / 301))
    assert rarity["b"] == pytest.approx(-math.log((1 + 200 * 6 / 18_005 + 0.5) / 301))
    weights = token_weights(words, states, rarity)
    assert weights.sum() == pytest.approx(1)
    assert weights[1] / weights[0] == pytest.approx(rarity["b"] / rarity["a"], rel=1e-5)
