"""Statements beside quotes: which are supported, which are not, and by which quotes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from assistant import Quote
from assistant.statement import Verdict
from assistant.verifying import Checker
from tests.assistant.verifying.conftest import checked, quotes_of

SUPPORTED = [
    ("More than 5,000 people were detained.", "More than 5 thousand people were detained."),
    ("The fleet had 1200 ships.", "The fleet had 1,200 ships in the harbour."),
    ("The fleet had twelve hundred ships.", "The fleet had 1,200 ships in the harbour."),
    ("Five doctors were injured.", "In the clash 5 doctors were injured."),
    ("41% of the voters stayed at home.", "That day 41 percent of the voters stayed at home."),
    (
        "Two thirds of the budget is spent on roads.",
        "The city spends two-thirds of its budget on roads.",
    ),
    ("The 3rd bridge opened in May.", "The third bridge opened in May."),
    ("The treaty was signed on 5 January 1922.", "The treaty was signed on January 5, 1922."),
    ("The treaty was signed on Jan. 5.", "The treaty was signed on January 5, 1922."),
    ("The war lasted from 1914 to 1918.", "The war (1914–18) lasted four years."),
    (
        "The CSTO sent troops.",
        "The Collective Security Treaty Organization sent troops to the city.",
    ),
    ("Tokayev's government resigned.", "The government of Tokayev resigned."),
    ("The bridge isn't open.", "The bridge is not open to the public."),
    ("The parliament rejected the bill.", "The parliament did not accept the bill."),
    ("Boulton was defeated by Watt.", "Watt defeated Boulton."),
    (
        "The majority vote of the club takes 40 of its 60 members.",
        "For a qualified vote of the club 40 of its 60 members are needed.",
    ),
    ("The fire came after the flood.", "The flood came before the fire."),
    ("Some villages lost power.", "Several villages in the valley lost power."),
    ("The kids bought a car.", "The children purchased an automobile."),
    ("Only members may vote.", "Members alone may vote, and only in person."),
    ("The coalition opposed Louis XIV's France.", "The coalition opposed France under Louis XIV."),
    (
        "Norway and Russia signed, and Russia gave up its claims.",
        "Norway and Russia signed, and Russia gave up its claims to the islands.",
    ),
]
UNSUPPORTED = [
    ("More than 6,000 people were detained.", "More than 5 thousand people were detained."),
    ("125 people were detained.", "5,800 people were detained and 125 cases were opened."),
    ("Less than 5,000 people were detained.", "More than 5 thousand people were detained."),
    ("41% of the voters stayed at home.", "That day 14 percent of the voters stayed at home."),
    ("The treaty was signed on January 6.", "The treaty was signed on January 5, 1922."),
    ("The treaty was signed in 1923.", "The treaty was signed on January 5, 1922."),
    ("The mayor of Lisbon resigned on Friday.", "The mayor of Porto resigned on Friday."),
    ("Vance founded the company in 1999.", "Boulton founded the company in 1999."),
    ("The bridge is open to the public.", "The bridge is not open to the public."),
    ("The bridge isn't open to the public.", "The bridge is open to the public."),
    ("The minister resigned.", "The minister never resigned."),
    ("The city was rebuilt without help.", "The city was rebuilt with help from abroad."),
    ("The parliament accepted the bill.", "The parliament rejected the bill."),
    ("Boulton defeated Watt.", "Watt defeated Boulton."),
    ("Watt was defeated by Boulton.", "Watt defeated Boulton."),
    ("The fire came before the flood.", "The flood came before the fire."),
    ("Prices were higher than in May.", "Prices were lower than in May."),
    ("All villages lost power.", "Some villages in the valley lost power."),
    ("Only members may vote.", "Members and guests may vote."),
    ("Most residents left the city.", "Few residents left the city."),
    (
        "Norway and Russia signed the treaty, and Norway gave up its claims to the islands.",
        "Norway and Russia signed the treaty, and Russia gave up its claims to the islands.",
    ),
    (
        "If you set the timer to 1 hour, you must answer one time between those two hours.",
        "If you set the timer to 2 hours, you must answer one time between those 2 hours.",
    ),
    ("The harvest failed that year.", "The king was crowned in the old cathedral."),
    (
        "Bread is cheap.",
        "On that day the president dismissed the government, headed the council and at its meeting "
        "announced that he had applied to the neighbours for help against the looters.",
    ),
]


@pytest.mark.parametrize(("statement", "quote"), SUPPORTED)
def test_statement_in_other_words_is_supported(
    checker: Checker, statement: str, quote: str
) -> None:
    found = checked(checker, statement, quote)

    assert found.verdict is Verdict.SUPPORTED, found.reason
    assert found.reason == ""
    assert found.quotes == (0,)


@pytest.mark.parametrize(("statement", "quote"), UNSUPPORTED)
def test_wrong_statement_is_unsupported_with_a_reason(
    checker: Checker, statement: str, quote: str
) -> None:
    found = checked(checker, statement, quote)

    assert found.verdict is Verdict.UNSUPPORTED
    assert found.reason
    assert found.quotes == (0,)
    assert 0 <= found.support < 0.5


def test_reason_names_the_missing_number(checker: Checker) -> None:
    found = checked(checker, "41 doctors were injured.", "In the clash 14 doctors were injured.")

    assert found.reason == "“41” appears in none of its quotes."


def test_uncited_quote_is_returned_when_it_supports_the_statement(checker: Checker) -> None:
    quotes = quotes_of("The king was crowned in May.", "In the clash 14 doctors were injured.")
    found = checker.check("14 doctors were injured.", [0], quotes)

    assert found.verdict is Verdict.SUPPORTED
    assert found.quotes == (1,)
    assert found.reason == "The quote that it cites does not say this, but another quote does."


def test_statement_without_citation_gets_the_quote_that_supports_it(
    checker: Checker,
) -> None:
    quotes = quotes_of("The king was crowned in May.", "In the clash 14 doctors were injured.")
    found = checker.check("14 doctors were injured.", [], quotes)

    assert found.verdict is Verdict.SUPPORTED
    assert found.quotes == (1,)
    assert "quote" in found.reason


def test_statement_is_supported_by_two_quotes_together(checker: Checker) -> None:
    found = checked(
        checker,
        "Boulton was born in 1728 and died in 1809.",
        "Boulton was born in 1728.",
        "Boulton died in 1809.",
    )

    assert found.verdict is Verdict.SUPPORTED
    assert found.quotes == (0, 1)


@pytest.mark.parametrize("cited", [[7], [-1], [0, 9, 0]])
def test_citation_numbers_without_a_quote_are_ignored(
    checker: Checker, cited: Sequence[int]
) -> None:
    quotes = quotes_of("In the clash 14 doctors were injured.")
    found = checker.check("14 doctors were injured.", cited, quotes)

    assert found.verdict is Verdict.SUPPORTED
    assert found.quotes == (0,)


def test_statement_is_unsupported_when_there_are_no_quotes(checker: Checker) -> None:
    found = checker.check("14 doctors were injured.", [0], [])

    assert found.verdict is Verdict.UNSUPPORTED
    assert found.quotes == ()
    assert found.reason


@pytest.mark.parametrize("statement", ["", "…", "   "])
def test_statement_without_words_is_unsupported(checker: Checker, statement: str) -> None:
    found = checked(checker, statement, "In the clash 14 doctors were injured.")

    assert found.verdict is Verdict.UNSUPPORTED


def test_pronoun_in_quote_may_stand_for_a_name_of_the_question(checker: Checker) -> None:
    statement = "Kassym-Zhomart Tokayev dismissed the government."
    quote = "He dismissed the government."

    asked = checked(checker, statement, quote, question="What did Kassym-Zhomart Tokayev do?")
    assert asked.verdict is Verdict.SUPPORTED
    assert checked(checker, statement, quote).verdict is Verdict.UNSUPPORTED


def test_pronoun_in_quote_may_stand_for_a_name_of_the_sentence_before(checker: Checker) -> None:
    text = "Tokayev spoke on Friday. He dismissed the government."
    origin = quotes_of(text)[0].origin
    found = checker.check("Tokayev dismissed the government.", [0], [Quote(origin, 25, len(text))])

    assert found.verdict is Verdict.SUPPORTED


def test_last_word_of_a_name_matches_unless_it_is_part_of_another_name(checker: Checker) -> None:
    def verdict(before: str, text: str, statement: str) -> Verdict:
        origin = quotes_of(before + text)[0].origin
        quote = Quote(origin, len(before), len(before + text))
        return checker.check(statement, [0], [quote]).verdict

    whole = "Alexei Tokayev spoke. "
    assert verdict(whole, "Tokayev led it.", "Alexei Tokayev led it.") is Verdict.SUPPORTED
    whole = "The Rome Treaty is a treaty. "
    found = verdict(whole, "The Treaty of Nice cut taxes.", "The Rome Treaty cut taxes.")
    assert found is Verdict.UNSUPPORTED


def test_count_of_the_question_does_not_replace_that_of_the_quote(checker: Checker) -> None:
    question = "Where do these two islands drive?"
    quote = "Cars drive on the left in all three parts of the territory."

    found = checked(checker, "Cars drive on the left in all two parts.", quote, question=question)
    assert found.verdict is Verdict.UNSUPPORTED


def test_name_of_the_sentence_before_does_not_replace_one_of_the_quote(
    checker: Checker,
) -> None:
    text = "Medvedev spoke on Friday. Tokayev dismissed the government that day."
    origin = quotes_of(text)[0].origin
    found = checker.check("Medvedev dismissed the government.", [0], [Quote(origin, 26, len(text))])

    assert found.verdict is Verdict.UNSUPPORTED


def test_date_without_year_gets_the_year_of_the_source(checker: Checker) -> None:
    quotes = quotes_of("The treaty was signed on January 5.", day=date(2022, 1, 9))

    supported = checker.check("The treaty was signed on 2022-01-05.", [0], quotes)
    assert supported.verdict is Verdict.SUPPORTED
    other = checker.check("The treaty was signed on January 5, 2021.", [0], quotes)
    assert other.verdict is Verdict.UNSUPPORTED


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("Five doctors were injured.", Verdict.SUPPORTED),
        ("Six doctors were injured.", Verdict.UNSUPPORTED),
    ],
)
def test_quote_longer_than_the_window_is_read_to_its_end(
    checker: Checker, statement: str, verdict: Verdict
) -> None:
    long = "The committee met again and again to talk of roads and bridges. " * 40
    found = checked(checker, statement, f"{long}Then 5 doctors were injured.")

    assert found.verdict is verdict, found.reason
