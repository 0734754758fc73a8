"""What a question asks for, and what has the shape of it."""

from __future__ import annotations

import pytest

from assistant.understanding.answer_type import Kind, candidates, kind_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When did it begin?", Kind.DATE),
        ("In what year was it built?", Kind.DATE),
        ("How many people live there?", Kind.NUMBER),
        ("Who is the president?", Kind.PERSON),
        ("Which country won?", Kind.PLACE),
        ("Why did they go?", Kind.REASON),
        ("How does it work?", Kind.MANNER),
        ("What is a cell?", Kind.THING),
        ("Tell me about cells.", Kind.OTHER),
    ],
)
def test_kind_of_a_question(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    ("kind", "question", "sentence", "found"),
    [
        (Kind.DATE, "When?", "It began on January 2, 2022.", ["January 2, 2022"]),
        (Kind.DATE, "When?", "In the 10th century, about 950 AD.", ["10th century", "950 AD"]),
        (Kind.NUMBER, "How many?", "Some 5.8 thousand, or 3%.", ["5.8 thousand", "3%"]),
        (Kind.PERSON, "Who?", "On Sunday, Nikol Pashinyan spoke.", ["Nikol Pashinyan"]),
        (Kind.PERSON, "Who is Ann?", "Ann is the wife of King Olaf.", ["King Olaf"]),
        (Kind.NUMBER, "How many of the 12?", "Of the 12 none came.", []),
        (Kind.THING, "What?", "It began on January 2.", []),
    ],
)
def test_parts_with_the_shape_of_an_answer(
    kind: Kind, question: str, sentence: str, found: list[str]
) -> None:
    spans = candidates(kind, question, sentence)
    assert [sentence[start:end] for start, end in spans] == found
