"""A follow-up is completed from the turns before it; a standalone question is unchanged."""

from __future__ import annotations

import pytest

from assistant import Assistant, Remark
from assistant.turn import Turn
from assistant.understanding.follow_ups import Understanding, understand
from index import Query


def _after(question: str) -> tuple[Turn, ...]:
    return (Turn(question, question, "A reply."),)


@pytest.mark.parametrize(
    ("before", "question", "standalone"),
    [
        (
            "Who is the President of Kazakhstan?",
            "What did he do on January 5?",
            "What did he do on January 5? (he: the President of Kazakhstan)",
        ),
        (
            "How many members of the security forces were killed?",
            "Were any of them beheaded?",
            "Were any of them beheaded? (them: members of the security forces)",
        ),
        (
            "What is photosynthesis?",
            "Why does it need light?",
            "Why does it need light? (it: photosynthesis)",
        ),
        ("Who won the election in Almaty?", "And in Astana?", None),
        ("When did the protests begin?", "Why?", None),
        ("Tell me about Rome.", "What about its history?", None),
        ("Who painted it?", "Is that one famous?", None),
    ],
)
def test_follow_up_is_completed_from_the_question_before(
    before: str, question: str, standalone: str | None
) -> None:
    understanding = understand(question, _after(before))
    assert understanding.question.startswith(question)
    assert understanding.question != question
    assert understanding.earlier_questions == (before,)
    if standalone:
        assert understanding.question == standalone


@pytest.mark.parametrize(
    "question",
    [
        "When did the protests in Kazakhstan begin?",
        "Did President Tokayev say that he would resign?",
        "Is it possible to appeal against a fine?",
        "How long does it take to travel to Almaty?",
        "What is the capital of Australia?",
    ],
)
def test_standalone_question_is_unchanged(question: str) -> None:
    understanding = understand(question, _after("Who is the President of Kazakhstan?"))
    assert (understanding.question, understanding.is_follow_up) == (question, False)


def test_first_question_of_a_conversation_is_unchanged() -> None:
    assert understand("Why did he do it?", ()).question == "Why did he do it?"


def test_completion_from_a_completed_question_has_one_pair_of_brackets() -> None:
    turns = _after("What did he do? (he: the President of Kazakhstan)")
    completed = understand("When was it?", turns).question
    assert completed.count("(") == 1


def test_follow_up_is_not_completed_from_a_greeting() -> None:
    greeting = Turn("Hello", "Hello", "Good day.", Remark("Good day."))
    assert understand("And in Almaty?", [greeting]) == Understanding("And in Almaty?")


def test_earlier_questions_count_in_a_search_on_the_same_subject_or_a_follow_up(
    quoth: Assistant,
) -> None:
    earlier = ("How many criminal cases were initiated?",)
    (criminal,) = {word.term for word in quoth.library.words("criminal")}

    def earlier_counts(question: str, *, is_follow_up: bool) -> bool:
        query = Query(question, earlier, "In all, 125 cases.", is_follow_up)
        return criminal in dict(quoth.library.analyse(query).terms)

    assert earlier_counts("How many people were detained by the police?", is_follow_up=False)
    assert not earlier_counts("How do I bake sourdough bread?", is_follow_up=False)
    assert earlier_counts("How do I bake sourdough bread?", is_follow_up=True)
