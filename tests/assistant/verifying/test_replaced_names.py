"""Statements with another name, number or word in the position of one of their quote."""

from __future__ import annotations

import pytest

from assistant import Quote
from assistant.statement import Verdict
from assistant.verifying import Checker
from index import Source, SourceText
from tests.assistant.verifying.conftest import assert_unsupported, quotes_of

_TITLE = "Dover, Karl Brandt and the Harbour Company"


def _quote(text: str, *, title: str = _TITLE, before: str = "") -> Quote:
    whole = f"{before}{text}"
    source = Source("0" * 64, title, "dover.txt", None, len(whole), len(whole), "text/plain")
    return Quote(SourceText(source, whole), len(before), len(whole))


@pytest.mark.parametrize(
    ("statement", "quote", "wrong"),
    [
        (
            "They sailed to Norway, Dover, Denmark and Sweden.",
            "They sailed to Norway, Finland, Denmark and Sweden.",
            "Finland",
        ),
        (
            "It was named after the Harbour Company, Thomas Orme, who paid for it.",
            "It was named after the Home Secretary, Thomas Orme, who paid for it.",
            "Home Secretary",
        ),
        (
            "The club’s Harbour Company runs many courses for children in the harbour.",
            "The club’s Boating Directorate runs numerous courses for children in the harbour, "
            "and it teaches them to sail.",
            "Boating Directorate",
        ),
        (
            "The guests were led by Dover, Karl Brandt and Orme.",
            "They were led by Dover, Holm and Orme.",
            "Holm",
        ),
        (
            "The Harbour Company won the cup with a great race.",
            "Its rivals were the Harbour Rowers, who won the cup with a great race.",
            "Harbour Rowers",
        ),
        (
            "Richard held the duchy of Dover.",
            "The Duchy of Brabant, which it lost, was held by Richard.",
            "Duchy of Brabant",
        ),
    ],
)
def test_name_of_the_title_is_rejected_when_the_quote_has_another_name(
    checker: Checker, statement: str, quote: str, wrong: str
) -> None:
    found = checker.check(statement, [0], [_quote(quote)])

    assert found.verdict is Verdict.UNSUPPORTED
    assert f"“{wrong}”" in found.reason


@pytest.mark.parametrize(
    ("statement", "quote", "holder"),
    [
        (
            "Karl Brandt was the last master of the harbour.",
            "Its last master of the old harbour, Bert Holm, retired in spring.",
            "Bert Holm",
        ),
        (
            "Karl Brandt is currently the president of the club.",
            "The club meets twice a year, and its president (currently Bert Holm) opens it.",
            "Bert Holm",
        ),
        (
            "Karl Brandt is the captain of the harbour team.",
            "In spring, the harbour captain Bert Holm and his manager left their team.",
            "Bert Holm",
        ),
        (
            "Karl Brandt served as the president of the club.",
            "Bert Holm (born in 1850), its president of many years, led the club then.",
            "Bert Holm",
        ),
    ],
)
def test_statement_is_rejected_when_quote_names_another_office_holder(
    checker: Checker, statement: str, quote: str, holder: str
) -> None:
    found = checker.check(statement, [0], [_quote(quote)])

    assert found.verdict is Verdict.UNSUPPORTED
    assert holder in found.reason


@pytest.mark.parametrize(
    ("statement", "quote", "title"),
    [
        (
            "Karl Brandt was the last master of the harbour.",
            "He was its last master of the harbour, and died in the spring of that year.",
            _TITLE,
        ),
        (
            "Karl Brandt was the last master of the harbour.",
            "He was its last master of the harbour, Curly Holm, and retired in spring.",
            "Karl Brandt (called Curly Holm)",
        ),
        (
            "Karl Brandt signed the act that winter.",
            "The President signed the act that winter, and he left.",
            _TITLE,
        ),
        (
            "Dover lies by the sea, and Holm by the lake.",
            "It lies by the sea, and Holm by the lake.",
            _TITLE,
        ),
    ],
)
def test_name_of_the_title_is_supported_when_the_quote_has_no_other_name(
    checker: Checker, statement: str, quote: str, title: str
) -> None:
    found = checker.check(statement, [0], [_quote(quote, title=title)])

    assert found.verdict is Verdict.SUPPORTED, found.reason


def test_two_names_of_the_title_are_not_taken_for_the_same(checker: Checker) -> None:
    quote = _quote("He expects Brandt to find one when he gets his boat.")

    found = checker.check("He expects Dover to find one when he gets his boat.", [0], [quote])

    assert found.verdict is Verdict.UNSUPPORTED
    assert "Brandt" in found.reason


@pytest.mark.parametrize(
    ("statement", "quote", "wrong"),
    [
        ("Keys are optional in Java 8.0.", "In Ruby 8.0, keys are optional.", "Ruby"),
        (
            "Directive 17 says that boats must be free.",
            "Article 17 says that boats must be free.",
            "Directive",
        ),
        ("300 men were in the army.", "He led an army of 30,000 men in 300 ships.", "300"),
        (
            "The Normans built two new quarters in Norman.",
            "In Berlin, the Normans built two new quarters.",
            "Norman",
        ),
        (
            "The nets were made for the Harbour Office.",
            "At the Harbour Office the nets were made for the Air Fleet.",
            "Harbour Office",
        ),
        (
            "Only English Catholics could settle there.",
            "The English crown let non-Catholics settle there.",
            "English Catholics",
        ),
        ("The problem is co-NP.", "The problem is NP-complete.", "co-NP"),
        ("A member pays $10.", "A member pays less than $10.", "10"),
        ("There are 40 boats.", "There are fewer than 40 boats.", "40"),
        ("There are more than 40 boats.", "There are about 40 boats.", "40"),
        ("There are at least 40 boats.", "There are 40 boats or fewer.", "40"),
    ],
)
def test_fact_that_the_quote_says_about_something_else_is_rejected(
    checker: Checker, statement: str, quote: str, wrong: str
) -> None:
    assert_unsupported(checker, statement, quote, wrong)


def test_replaced_name_is_rejected_even_when_another_quote_fits(
    checker: Checker,
) -> None:
    quotes = [
        _quote("The pact was signed by Norway, Finland, Denmark and Sweden in 1951."),
        _quote("The pact kept peace between them, and it was signed by all in 1951."),
    ]
    statement = "The pact was signed by Norway, Dover, Denmark and Sweden in 1951."

    found = checker.check(statement, [0], quotes)

    assert found.verdict is Verdict.UNSUPPORTED
    assert "Finland" in found.reason


def test_uncited_quote_supports_a_name_that_the_cited_one_lacks(checker: Checker) -> None:
    quotes = quotes_of(
        "The pact was signed by Norway, Finland, Denmark and Sweden in 1951.",
        "The pact was signed by Norway, Iceland, Denmark and Sweden in 1951.",
    )
    statement = "The pact was signed by Norway, Iceland, Denmark and Sweden in 1951."

    found = checker.check(statement, [0], quotes)

    assert found.verdict is Verdict.SUPPORTED
    assert found.quotes == (1,)


def test_parts_about_different_persons_do_not_support_a_statement(checker: Checker) -> None:
    quotes = quotes_of(
        "Karl Brandt sold short nets in spring.",
        "Bert Holm used long boats in the harbour.",
    )
    statement = "Karl Brandt sold short nets in spring and used long boats in the harbour."

    found = checker.check(statement, [0, 1], quotes)

    assert found.verdict is Verdict.UNSUPPORTED
