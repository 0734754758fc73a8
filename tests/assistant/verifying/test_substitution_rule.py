"""Statements with one word replaced, or with a small word that the quote lacks."""

from __future__ import annotations

import pytest

from assistant.statement import Verdict
from assistant.verifying import Checker
from tests.assistant.verifying.conftest import assert_unsupported, checked


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
def test_added_not_only_is_rejected(checker: Checker, statement: str, quote: str) -> None:
    assert_unsupported(checker, statement, quote, "not")


def test_not_only_is_supported_when_the_quote_has_it(checker: Checker) -> None:
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
def test_replaced_word_is_reported_with_the_word_of_the_quote(
    checker: Checker, statement: str, quote: str, said: str, other: str
) -> None:
    found = checked(checker, statement, quote)

    assert found.verdict is Verdict.UNSUPPORTED
    assert found.reason == f"Where it says “{said}”, its quotes say “{other}”."


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("The visitors began to row.", "The visitors started to row."),
        ("They employ nets to catch the fish.", "They use nets to catch the fish."),
        ("The vessels of the club are old.", "The boats of the club are old."),
    ],
)
def test_synonym_is_supported(checker: Checker, statement: str, quote: str) -> None:
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
def test_still_is_supported_only_when_the_quote_says_that_it_continues(
    checker: Checker, statement: str, quote: str, verdict: Verdict
) -> None:
    found = checked(checker, statement, quote)

    assert found.verdict is verdict, found.reason
