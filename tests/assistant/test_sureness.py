"""The four words for how sure an answer is."""

from __future__ import annotations

import pytest

from assistant.sureness import Sureness


@pytest.mark.parametrize(
    ("confidence", "word", "sentence"),
    [
        (1.0, "very likely", "Very likely the answer."),
        (0.85, "very likely", "Very likely the answer."),
        (0.84, "likely", "Likely the answer."),
        (0.65, "likely", "Likely the answer."),
        (0.64, "maybe", "Maybe the answer."),
        (0.4, "maybe", "Maybe the answer."),
        (0.39, "unsure", "Unsure: read the quotes and judge."),
        (0.0, "unsure", "Unsure: read the quotes and judge."),
    ],
)
def test_confidence_has_one_of_four_words(confidence: float, word: str, sentence: str) -> None:
    assert Sureness.of(confidence) == word
    assert Sureness.of(confidence).sentence == sentence
