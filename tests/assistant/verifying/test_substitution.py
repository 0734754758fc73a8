"""Statements with one word put for another, or with a small word that the quote has not."""

from __future__ import annotations

import pytest

from assistant.statement import Verdict
from assistant.verifying import Checker
from tests.assistant.verifying.test_checker import assert_unsupported, checked


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("The gate is not only open in spring.", "The gate is only open in spring."),
        ("It was not also their first title.", "It was also their first title."),
        (
            "The tide can not cause the gate to open.",
            "The tide can cause the gate to open, which prevents us from sailing.",
        ),
    ],
)
def test_a_denial_of_a_small_word_is_found(checker: Checker, statement: str, quote: str) -> None:
    assert_unsupported(checker, statement, quote, "not")


def test_a_gate_that_is_not_only_open_stays_so(checker: Checker) -> None:
    quote = "The gate is not only open in spring, it is open in autumn."

    assert checked(checker, "The gate is not only open in spring.", quote).verdict is (
        Verdict.SUPPORTED
    )


@pytest.mark.parametrize(
    ("statement", "quote", "said", "other"),
    [
        (
            "The honesty of the old harbour was praised by all of the visitors.",
            "The beauty of the old harbour was praised by all of the visitors.",
            "honesty",
            "beauty",
        ),
        (
            "The guests left the bread in the harbour before the storm.",
            "The guests left the boats in the harbour before the storm.",
            "bread",
            "boats",
        ),
    ],
)
def test_a_word_between_the_words_of_another_is_told_with_it(
    checker: Checker, statement: str, quote: str, said: str, other: str
) -> None:
    found = checked(checker, statement, quote)

    assert found.verdict is Verdict.UNSUPPORTED
    assert found.reason == f"Where it says “{said}”, its quotes have “{other}”."


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("The visitors began to row.", "The visitors started to row."),
        ("They employ nets to catch the fish.", "They use nets to catch the fish."),
        ("The vessels of the club are old.", "The boats of the club are old."),
    ],
)
def test_a_word_of_like_meaning_may_stand_for_another(
    checker: Checker, statement: str, quote: str
) -> None:
    assert checked(checker, statement, quote).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("statement", "quote", "verdict"),
    [
        ("The port is still closed.", "The storm left the port closed.", Verdict.UNSUPPORTED),
        ("The port is still closed.", "The port remains closed.", Verdict.SUPPORTED),
        (
            "The port still has damage.",
            "The damage left the port closed, although ships could sail.",
            Verdict.UNSUPPORTED,
        ),
        ("The port still opened.", "The port opened despite the storm.", Verdict.SUPPORTED),
    ],
)
def test_what_still_goes_on_must_be_said_to_go_on(
    checker: Checker, statement: str, quote: str, verdict: Verdict
) -> None:
    found = checked(checker, statement, quote)

    assert found.verdict is verdict, found.reason
