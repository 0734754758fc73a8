"""Misspelt words are corrected to words of the library only."""

from __future__ import annotations

import pytest

from assistant import Answer, Assistant
from assistant.understanding.spelling import corrected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("What did Tokaev note?", "What did Tokayev note?"),
        ("Which goverment was dismissed?", "Which government was dismissed?"),
        ("What did he do on Janaury 5?", "What did he do on January 5?"),
        ("Who is Kassym-Zhomart Tokayev?", "Who is Kassym-Zhomart Tokayev?"),
        ("Why did the protests begin?", "Why did the protests begin?"),
        ("Who won the World Cup?", "Who won the World Cup?"),
        ("What is photosynthesis?", "What is photosynthesis?"),
        ("What happened in Iran?", "What happened in Iran?"),
        ("Who is Gazakhstan?", "Who is Gazakhstan?"),
        ("", ""),
    ],
)
def test_unknown_word_is_corrected_to_a_similar_word_of_the_library(
    quoth: Assistant, typed: str, expected: str
) -> None:
    assert corrected(typed, quoth.library) == expected


def test_question_with_a_misspelt_name_is_answered_and_shows_the_correction(
    quoth: Assistant,
) -> None:
    talk = quoth.conversation()
    reply = talk.ask("What did Tokaev note about the seized government buildings?")
    assert isinstance(reply, Answer)
    assert talk.turns[-1].standalone.startswith("What did Tokayev note")
    assert talk.turns[-1].question.startswith("What did Tokaev note")
