"""Statements that say a number, date or name of their quote about something else."""

from __future__ import annotations

import pytest

from assistant import Quote
from assistant.statement import Verdict
from assistant.verifying import Checker
from tests.assistant.verifying.conftest import assert_supported, assert_unsupported, quotes_of


@pytest.mark.parametrize(
    ("statement", "quote", "wrong"),
    [
        (
            "The wall kept the smugglers away from the Rampart.",
            "The wall (called the Rampart) kept the smugglers away from the Harbour.",
            "Rampart",
        ),
        (
            "The team won the county cups in 1934, 1936 and 1948.",
            "The club won nine county cups between 1931 and 1948 and was part of the team that "
            "won the county cups in 1934, 1936 and 1940.",
            "1948",
        ),
        (
            "Some settlers fought in the Frisians alongside the Lowlands against the king.",
            "Some settlers fought in the Lowlands alongside the Frisians against the king.",
            "Frisians",
        ),
    ],
)
def test_fact_beside_the_words_of_another_is_rejected(
    checker: Checker, statement: str, quote: str, wrong: str
) -> None:
    assert_unsupported(checker, statement, quote, wrong)


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        (
            "Fill in the claim for Winter Heating Benefits at home.",
            "Fill in the claim for Winter Heating (WH) Benefits at home.",
        ),
        (
            "Russia and Norway signed, and Russia gave up its claims.",
            "Norway and Russia signed, and Russia gave up its claims to the islands.",
        ),
        (
            "He lived in the Netherlands.",
            "He moved to the Netherlands, lived there for years and died in the Congo.",
        ),
    ],
)
def test_shortened_names_and_stop_words_do_not_misplace_a_fact(
    checker: Checker, statement: str, quote: str
) -> None:
    assert_supported(checker, statement, quote)


@pytest.mark.parametrize("before", ["In May the court heard Brandt. ", ""])
def test_name_of_the_title_is_rejected_when_the_quote_begins_with_another(
    checker: Checker, before: str
) -> None:
    text = f"{before}Brandt’s trial was delayed because of his injury."
    origin = quotes_of(text, title="James Castellan")[0].origin
    quote = Quote(origin, text.index("Brandt’s"), len(text))

    said = "{}’s trial was delayed because of his injury."
    other = checker.check(said.format("James Castellan"), [0], [quote])
    assert other.verdict is Verdict.UNSUPPORTED
    own = checker.check(said.format("Brandt"), [0], [quote])
    assert own.verdict is Verdict.SUPPORTED


def test_quote_about_another_subject_is_not_combined(checker: Checker) -> None:
    quotes = quotes_of(
        "It began with rowing boats but changed its ferries to steam.",
        "Marlinet was a line of ferries in the north with 40 boats.",
        title="Harbournet",
    )
    said = "Harbournet changed its ferries to steam with 40 boats."
    assert checker.check(said, [0, 1], quotes).verdict is Verdict.UNSUPPORTED


def test_number_of_another_quote_does_not_support_half_of_a_statement(checker: Checker) -> None:
    quotes = quotes_of(
        "A captain must be at least 30 years old and a member of the club for ten years.",
        "A rower must be at least 16 years old and a member of the club for three years.",
    )
    said = "A captain must be at least 30 years old and a member of the club for {} years."
    assert checker.check(said.format("three"), [0], quotes).verdict is Verdict.UNSUPPORTED
    assert checker.check(said.format("ten"), [0], quotes).verdict is Verdict.SUPPORTED


def test_name_of_the_title_is_rejected_when_the_quote_has_another_in_its_position(
    checker: Checker,
) -> None:
    text = "After the race at Port Brandt, Harold Brandt wrote the rules for the sailors."
    quote = quotes_of(text, title="James Castellan")
    said = "After the race at Port Brandt, {} wrote the rules for the sailors."
    assert checker.check(said.format("James Castellan"), [0], quote).verdict is Verdict.UNSUPPORTED
    assert checker.check(said.format("Harold Brandt"), [0], quote).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("who", "is_right"),
    [("The Secretary of State", True), ("Secretary of State Harold Brandt", False)],
)
def test_office_without_a_name_may_be_held_by_a_person_of_the_context(
    checker: Checker, who: str, is_right: bool
) -> None:
    before = "James Castellan, the Secretary of State, came in the spring."
    text = f"{before}\n\n{who} wrote the rules for the sailors."
    origin = quotes_of(text)[0].origin
    quote = Quote(origin, text.index(who), len(text))

    said = "James Castellan wrote the rules for the sailors."

    found = checker.check(said, [0], [quote])
    assert (found.verdict is Verdict.SUPPORTED) is is_right, found.reason


def test_name_is_rejected_when_the_quote_has_another_that_a_second_quote_also_has(
    checker: Checker,
) -> None:
    quotes = quotes_of(
        "According to its members, the Castellan view of rowing comes from a proper understanding "
        "of why Brandt came to town, namely, to bring boats to the entire coast.",
        "This chapter leads to where Brandt explains why the lamps of the pier burn all winter.",
    )
    said = (
        "Members state that {} came to town, namely, to bring boats to the entire coast, "
        "while others state that Brandt explains why the lamps of the pier burn all winter."
    )
    assert checker.check(said.format("Castellan"), [0, 1], quotes).verdict is Verdict.UNSUPPORTED
    assert checker.check(said.format("Brandt"), [0, 1], quotes).verdict is Verdict.SUPPORTED
