"""What leans on the turns before is completed, what stands alone is untouched."""

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
def test_follow_up_is_completed(before: str, question: str, standalone: str | None) -> None:
    understood = understand(question, _after(before))
    assert understood.question.startswith(question)
    assert understood.question != question
    assert understood.earlier == (before,)
    if standalone:
        assert understood.question == standalone


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
def test_question_that_stands_alone_is_untouched(question: str) -> None:
    understood = understand(question, _after("Who is the President of Kazakhstan?"))
    assert (understood.question, understood.leans) == (question, False)


def test_first_question_is_untouched() -> None:
    assert understand("Why did he do it?", ()).question == "Why did he do it?"


def test_completion_of_a_completed_question_does_not_grow() -> None:
    turns = _after("What did he do? (he: the President of Kazakhstan)")
    again = understand("When was it?", turns).question
    assert again.count("(") == 1


def test_greeting_before_a_question_is_nothing_to_lean_on() -> None:
    hello = Turn("Hello", "Hello", "Good day.", Remark("Good day."))
    assert understand("And in Almaty?", [hello]) == Understanding("And in Almaty?")


def test_search_goes_on_with_the_subject_and_drops_another(quoth: Assistant) -> None:
    earlier = ("How many criminal cases were initiated?",)
    (criminal,) = {word.term for word in quoth.library.words("criminal")}

    def counts_before(question: str, *, leans: bool) -> bool:
        asked = quoth.library.analyse(Query(question, earlier, "In all, 125 cases.", leans))
        return criminal in dict(asked.terms)

    assert counts_before("How many people were detained by the police?", leans=False)
    assert not counts_before("How do I bake sourdough bread?", leans=False)
    assert counts_before("How do I bake sourdough bread?", leans=True)
