"""Courtesy around a question changes nothing; what is asked stays."""

from __future__ import annotations

import pytest

from assistant import Answer, Assistant
from assistant.understanding.courtesy import without_courtesy

QUESTION = "How many criminal cases were initiated?"


@pytest.mark.parametrize(
    "dressed",
    [
        f"Hello there! {QUESTION}",
        f"Could you please tell me: {QUESTION}",
        f"Please tell me, {QUESTION}",
        f"{QUESTION} Many thanks!",
        f"Good morning, I'd like to know: {QUESTION} Thank you so much.",
        f"Based on the documents, {QUESTION}",
    ],
)
def test_courtesy_is_taken_away(dressed: str) -> None:
    assert without_courtesy(dressed) == QUESTION


@pytest.mark.parametrize(
    "question",
    [
        QUESTION,
        "Tell me about the protests.",
        "What does the thank-you note say?",
        "Who said hello to the king?",
        "Thanks!",
        "Can you swim in the lake?",
        "Which files mention In the documents we trust?",
        "Does NATO have an army?",
        "WHO?",
    ],
)
def test_question_that_only_mentions_such_words_stays(question: str) -> None:
    assert without_courtesy(question) == question


def test_question_in_capitals_is_put_in_small_letters() -> None:
    assert without_courtesy(QUESTION.upper()) == QUESTION.lower()


@pytest.mark.parametrize(
    "dressed",
    [QUESTION.rstrip("?"), f"Hey, quick question: {QUESTION}", f"{QUESTION} Thanks!"],
)
def test_reply_is_the_same_however_the_question_is_dressed(quoth: Assistant, dressed: str) -> None:
    plain, other = quoth.ask(QUESTION), quoth.ask(dressed)
    assert isinstance(plain, Answer)
    assert isinstance(other, Answer)
    assert other.quotes == plain.quotes
    assert other.confidence == pytest.approx(plain.confidence)


def test_long_hostile_opening_is_read_in_linear_time() -> None:
    assert without_courtesy("please " * 20_000 + "what is it?").endswith("what is it?")
