"""The kind of reply that a question requests."""

from __future__ import annotations

import pytest

from assistant.understanding.request import RequestKind, request_of


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("What are the main points on liquefied gas?", "liquefied gas"),
        ("Tell me about the peacekeepers.", "the peacekeepers"),
        ("Please tell me more about the peacekeepers", "the peacekeepers"),
        ("Summarise the part about the casualties", "the casualties"),
        ("What do the documents say about gas prices?", "gas prices"),
        ("What is known about the attackers?", "the attackers"),
        ("What happened on January 5?", "on January 5"),
        ("List all the countries", "the countries"),
        ("Tell me about him (him: the President)", "him (him: the President)"),
    ],
)
def test_request_for_points_has_one_subject(question: str, subject: str) -> None:
    request = request_of(question)
    assert request.kind is RequestKind.POINTS
    assert request.subjects == (subject,)


@pytest.mark.parametrize(
    ("question", "subjects"),
    [
        ("Compare Russia and Belarus", ("Russia", "Belarus")),
        ("What is the difference between Almaty and Astana?", ("Almaty", "Astana")),
        ("How does Almaty differ from Astana?", ("Almaty", "Astana")),
        ("wombats vs. koalas", ("wombats", "koalas")),
    ],
)
def test_request_for_a_comparison_has_two_subjects(
    question: str, subjects: tuple[str, str]
) -> None:
    request = request_of(question)
    assert request.kind is RequestKind.COMPARISON
    assert request.subjects == subjects


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the list of countries?",
        "How many points did they score?",
        "When did the summary appear?",
        "What did he say about it?",
        "What happened?",
    ],
)
def test_other_question_requests_a_fact(question: str) -> None:
    request = request_of(question)
    assert request.kind is RequestKind.FACT
    assert request.subjects == (question,)
