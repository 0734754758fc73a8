"""Suggested questions are made from sentences, and the documents answer them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Answer, Assistant, Settings
from assistant.suggestions.from_sentences import names_in, questions_of


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("The Eiffel Tower was completed in 1889.", "When was the Eiffel Tower completed?"),
        ("Protests in Iran began on January 2.", "When did protests in Iran begin?"),
        ("“At present, 125 cases have been opened”", "How many cases have been opened?"),
        ("About 300 soldiers were killed.", "How many soldiers were killed?"),
        ("Norman Borlaug was an American agronomist.", "Who was Norman Borlaug?"),
        ("The Moon is the only satellite of the Earth.", "What is the Moon?"),
    ],
)
def test_question_is_made_from_a_simple_sentence(sentence: str, question: str) -> None:
    assert list(questions_of(sentence, "Many protests.")) == [question]


@pytest.mark.parametrize(
    "sentence",
    [
        "He was born in 1901.",
        "In 1901 it began on a Monday.",
        "Nothing of note.",
        "It took 5 hours were spent.",
        "",
    ],
)
def test_no_question_is_made_from_other_sentences(sentence: str) -> None:
    assert list(questions_of(sentence, sentence)) == []


def test_names_include_their_article_and_the_most_frequent_is_first() -> None:
    text = "He led the Security Council and met Nikol Pashinyan; the Security Council met."
    assert names_in(text) == ["the Security Council", "Nikol Pashinyan"]


def test_suggestions_are_different_and_answered(quoth: Assistant) -> None:
    suggested = quoth.suggestions()
    assert 2 <= len(suggested) <= 4
    assert len(set(suggested)) == len(suggested)
    assert all(isinstance(quoth.ask(each), Answer) for each in suggested)


def test_suggested_follow_ups_are_new_and_answered_and_absent_after_a_refusal(
    quoth: Assistant,
) -> None:
    talk = quoth.conversation()
    talk.ask("How many people were detained?")
    suggested = quoth.follow_ups(talk.turns)
    assert suggested
    assert "How many people were detained?" not in suggested
    assert all(isinstance(quoth.ask(each), Answer) for each in suggested)
    talk.ask("What is the capital of Australia?")
    assert quoth.follow_ups(talk.turns) == ()


def test_empty_library_has_no_suggestions(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    with Assistant.open(
        tmp_path / "documents", home=tmp_path / "home", settings=Settings()
    ) as quoth:
        assert quoth.suggestions() == ()
        assert quoth.follow_ups(()) == ()
