"""Statements beside quotes, kind by kind, both what stands and what does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from assistant import Quote
from assistant.english.dates import moments_in
from assistant.english.names import names_in
from assistant.english.numbers import amounts_in
from assistant.statement import Verdict
from assistant.verifying import Checked, Checker
from index import Source, SourceText


def quotes_of(*texts: str, title: str = "A report", day: date | None = None) -> list[Quote]:
    """Return each text as a quote of a source of its own."""
    found = []
    for text in texts:
        source = Source("0" * 64, title, "report.txt", day, len(text), len(text), "text/plain")
        found.append(Quote(SourceText(source, text), 0, len(text)))
    return found


def checked(checker: Checker, statement: str, *texts: str, question: str = "") -> Checked:
    """Return what the check of a statement that points at all of some texts finds."""
    return checker.check(statement, range(len(texts)), quotes_of(*texts), question)


def assert_supported(checker: Checker, statement: str, quote: str) -> None:
    """Check that a quote supports a statement."""
    found = checked(checker, statement, quote)

    assert found.verdict is Verdict.SUPPORTED, found.reason


def assert_unsupported(checker: Checker, statement: str, quote: str, wrong: str) -> None:
    """Check that a quote does not support a statement, and that some words are told as wrong."""
    found = checked(checker, statement, quote)

    assert found.verdict is Verdict.UNSUPPORTED
    assert wrong in found.reason


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
def test_what_a_quote_says_otherwise_is_supported(
    checker: Checker, statement: str, quote: str
) -> None:
    found = checked(checker, statement, quote)

    assert found.verdict is Verdict.SUPPORTED, found.reason
    assert found.reason == ""
    assert found.quotes == (0,)


@pytest.mark.parametrize(("statement", "quote"), UNSUPPORTED)
def test_what_a_quote_does_not_say_is_unsupported_with_a_reason(
    checker: Checker, statement: str, quote: str
) -> None:
    found = checked(checker, statement, quote)

    assert found.verdict is Verdict.UNSUPPORTED
    assert found.reason
    assert found.quotes == (0,)
    assert 0 <= found.support < 0.5


def test_the_reason_names_the_number_that_is_missing(checker: Checker) -> None:
    found = checked(checker, "41 doctors were injured.", "In the clash 14 doctors were injured.")

    assert found.reason == "“41” stands in none of its quotes."


def test_a_quote_that_was_not_claimed_is_given_where_it_supports(checker: Checker) -> None:
    quotes = quotes_of("The king was crowned in May.", "In the clash 14 doctors were injured.")
    found = checker.check("14 doctors were injured.", [0], quotes)

    assert found.verdict is Verdict.SUPPORTED
    assert found.quotes == (1,)
    assert found.reason == "Its own citation does not say this; another quote does."


def test_a_statement_without_citations_is_given_the_quote_that_supports_it(
    checker: Checker,
) -> None:
    quotes = quotes_of("The king was crowned in May.", "In the clash 14 doctors were injured.")
    found = checker.check("14 doctors were injured.", [], quotes)

    assert found.verdict is Verdict.SUPPORTED
    assert found.quotes == (1,)
    assert "quote" in found.reason


def test_two_quotes_support_together_what_neither_does_alone(checker: Checker) -> None:
    found = checked(
        checker,
        "Boulton was born in 1728 and died in 1809.",
        "Boulton was born in 1728.",
        "Boulton died in 1809.",
    )

    assert found.verdict is Verdict.SUPPORTED
    assert found.quotes == (0, 1)


@pytest.mark.parametrize("claimed", [[7], [-1], [0, 9, 0]])
def test_places_that_are_no_quotes_are_passed_over(
    checker: Checker, claimed: Sequence[int]
) -> None:
    quotes = quotes_of("In the clash 14 doctors were injured.")
    found = checker.check("14 doctors were injured.", claimed, quotes)

    assert found.verdict is Verdict.SUPPORTED
    assert found.quotes == (0,)


def test_without_quotes_nothing_is_supported(checker: Checker) -> None:
    found = checker.check("14 doctors were injured.", [0], [])

    assert found.verdict is Verdict.UNSUPPORTED
    assert found.quotes == ()
    assert found.reason


@pytest.mark.parametrize("statement", ["", "…", "   "])
def test_a_statement_without_words_is_unsupported(checker: Checker, statement: str) -> None:
    found = checked(checker, statement, "In the clash 14 doctors were injured.")

    assert found.verdict is Verdict.UNSUPPORTED


def test_the_question_may_name_whom_a_quote_points_at(checker: Checker) -> None:
    statement = "Kassym-Zhomart Tokayev dismissed the government."
    quote = "He dismissed the government."

    asked = checked(checker, statement, quote, question="What did Kassym-Zhomart Tokayev do?")
    assert asked.verdict is Verdict.SUPPORTED
    assert checked(checker, statement, quote).verdict is Verdict.UNSUPPORTED


def test_the_sentence_before_may_name_whom_a_quote_points_at(checker: Checker) -> None:
    text = "Tokayev spoke on Friday. He dismissed the government."
    origin = quotes_of(text)[0].origin
    found = checker.check("Tokayev dismissed the government.", [0], [Quote(origin, 25, len(text))])

    assert found.verdict is Verdict.SUPPORTED


def test_the_last_word_of_a_name_stands_for_it_where_it_is_nothing_else(checker: Checker) -> None:
    def told(before: str, quote: str, statement: str) -> Verdict:
        origin = quotes_of(before + quote)[0].origin
        held = Quote(origin, len(before), len(before + quote))
        return checker.check(statement, [0], [held]).verdict

    whole = "Alexei Tokayev spoke. "
    assert told(whole, "Tokayev led it.", "Alexei Tokayev led it.") is Verdict.SUPPORTED
    whole = "The Rome Treaty is a treaty. "
    found = told(whole, "The Treaty of Nice cut taxes.", "The Rome Treaty cut taxes.")
    assert found is Verdict.UNSUPPORTED


def test_a_count_that_the_question_names_is_not_put_for_another(checker: Checker) -> None:
    question = "Where do these two islands drive?"
    quote = "Cars drive on the left in all three parts of the territory."

    found = checked(checker, "Cars drive on the left in all two parts.", quote, question=question)
    assert found.verdict is Verdict.UNSUPPORTED


def test_another_name_of_the_sentence_before_does_not_replace_one_of_the_quote(
    checker: Checker,
) -> None:
    text = "Medvedev spoke on Friday. Tokayev dismissed the government that day."
    origin = quotes_of(text)[0].origin
    found = checker.check("Medvedev dismissed the government.", [0], [Quote(origin, 26, len(text))])

    assert found.verdict is Verdict.UNSUPPORTED


def test_the_date_of_the_source_completes_a_date_without_its_year(checker: Checker) -> None:
    quotes = quotes_of("The treaty was signed on January 5.", day=date(2022, 1, 9))

    supported = checker.check("The treaty was signed on 2022-01-05.", [0], quotes)
    assert supported.verdict is Verdict.SUPPORTED
    other = checker.check("The treaty was signed on January 5, 2021.", [0], quotes)
    assert other.verdict is Verdict.UNSUPPORTED


def test_a_quote_longer_than_the_window_is_read_whole(checker: Checker) -> None:
    long = "The committee met again and again to talk of roads and bridges. " * 40
    found = checked(checker, "Five doctors were injured.", f"{long}Then 5 doctors were injured.")

    assert found.verdict in Verdict


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,200 or 5.8 thousand or 3 million", [1200, 5800, 3_000_000]),
        ("two hundred and six, twenty-one", [206, 21]),
        ("no one and one of them and one another", []),
        ("COVID-19 and 7 people", [7]),
        ("in ten-15 years", [10, 15]),
        ("half a dozen", [12]),
    ],
)
def test_numbers_have_their_values(text: str, values: Sequence[int]) -> None:
    assert [each.value for each in amounts_in(text)] == values


def test_dates_have_their_parts() -> None:
    found = moments_in("On Sunday, January 9, 2022, in the 1990s, and in 477 BC")

    assert [(each.year, each.month, each.day, each.weekday) for each in found] == [
        (2022, 1, 9, 6),
        (None, None, None, None),
        (-477, None, None, None),
    ]
    assert found[1].decade == 1990


def test_names_are_told_from_words_that_begin_a_sentence() -> None:
    found = names_in("The President met Kassym-Zhomart Tokayev's aide. In Almaty, NATO met.")

    assert [each.text for each in found] == [
        "President",
        "Kassym-Zhomart Tokayev",
        "Almaty",
        "NATO",
    ]
