"""The type of answer that a question asks for, and the spans that could be one."""

from __future__ import annotations

import pytest

from assistant.understanding.answer_type import AnswerType, answer_type_of, candidates


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When did it begin?", AnswerType.DATE),
        ("In what year was it built?", AnswerType.DATE),
        ("How many people live there?", AnswerType.NUMBER),
        ("Who is the president?", AnswerType.PERSON),
        ("Which country won?", AnswerType.PLACE),
        ("Why did they go?", AnswerType.REASON),
        ("How does it work?", AnswerType.MANNER),
        ("What is a cell?", AnswerType.THING),
        ("Tell me about cells.", AnswerType.OTHER),
    ],
)
def test_question_has_answer_type(question: str, kind: AnswerType) -> None:
    assert answer_type_of(question) is kind


@pytest.mark.parametrize(
    ("kind", "question", "sentence", "expected"),
    [
        (AnswerType.DATE, "When?", "It began on January 2, 2022.", ["January 2, 2022"]),
        (
            AnswerType.DATE,
            "When?",
            "In the 10th century, about 950 AD.",
            ["10th century", "950 AD"],
        ),
        (AnswerType.NUMBER, "How many?", "Some 5.8 thousand, or 3%.", ["5.8 thousand", "3%"]),
        (AnswerType.PERSON, "Who?", "On Sunday, Nikol Pashinyan spoke.", ["Nikol Pashinyan"]),
        (AnswerType.PERSON, "Who is Ann?", "Ann is the wife of King Olaf.", ["King Olaf"]),
        (AnswerType.NUMBER, "How many of the 12?", "Of the 12 none came.", []),
        (AnswerType.THING, "What?", "It began on January 2.", []),
    ],
)
def test_candidates_match_the_type_and_are_not_in_the_question(
    kind: AnswerType, question: str, sentence: str, expected: list[str]
) -> None:
    spans = candidates(kind, question, sentence)
    assert [sentence[start:end] for start, end in spans] == expected
