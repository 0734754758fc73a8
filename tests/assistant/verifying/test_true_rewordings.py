"""True statements in other words than their quotes, which a strict rule would reject."""

from __future__ import annotations

import pytest

from assistant import Quote
from assistant.statement import Verdict
from assistant.verifying import Checker
from index import Source, SourceText
from tests.assistant.verifying.conftest import assert_supported, checked, quotes_of

FORMATS = [
    ("Keys are optional in Ruby 8.", "In Ruby 8.0, keys are optional."),
    ("Art. 17 says that boats must be free.", "Article 17 says that boats must be free."),
    ("There are 300 ships.", "He led an army of 30,000 men in 300 ships."),
    (
        "The settlers in Berlin built two new quarters.",
        "In Berlin, the Norman settlers built two new quarters.",
    ),
    ("Non-Catholics could settle there.", "The crown let non-Catholics settle there."),
    ("There are 40 boats.", "There are over 40 boats."),
    ("There are less than 40 boats.", "There are nearly 40 boats."),
    (
        "The club was founded by Bert Holm.",
        "Bert Holm founded the club, helped by Karl Brandt.",
    ),
]

LIMITS = [
    ("The law applies to children under the age of 18.", "It applies to children under 18."),
    ("The limit is 140 characters.", "A message may have less than 140 characters."),
    ("The hall holds 50 people.", "The hall holds up to 50 people."),
    ("As many as 40 people may board.", "Up to 40 people may board."),
    ("The particles are smaller than 5 mm.", "The particles are less than 5 mm in size."),
    ("It lasted 40 days or less.", "It lasted less than 40 days."),
    ("A notice of 30 days is required.", "Not less than 30 days' notice is required."),
    ("At least 40 boats came.", "40 boats or more came."),
    ("Up to 40 boats came.", "40 old boats at most came."),
    ("He served three kings.", "He served under three kings."),
    ("About 40 boats sank.", "A little less than 40 boats sank."),
    ("The group has 30 members.", "The group has 30 singers, up from 20 members."),
]

HOLDERS = [
    (
        "Ada Holm was the president of Dover College.",
        "Ada Holm was the president of Dover College in Sandwich, Kent, until 2018.",
    ),
    (
        "Holm is the director of Grey Waters.",
        "Holm, the director of Grey Waters, Black Sand and White Gulls, lives by the sea.",
    ),
    (
        "The mayor of Dover is Ada Holm.",
        "Ada Holm, who beat the Harbour candidate for mayor, Karl Brandt, is the mayor of Dover.",
    ),
    (
        "Holm was the inventor of the tide mill.",
        "Holm, inventor of the tide mill, worked for the inventor Karl Brandt.",
    ),
]

NAMES = [
    ("After Brexit, trade with the harbour fell.", "Post-Brexit trade with the harbour fell."),
    ("Citizens of countries outside the EU pay.", "Citizens of non-EU countries pay."),
    (
        "Harbour CEO Ada Holm was born in Dover.",
        "Ada Holm, who was born in Dover, Kent, and studied in Sandwich and Deal before she joined "
        "the firm, is CEO of Harbour.",
    ),
    ("The novel was written by Austen.", "Austen wrote the novel, which Murray published."),
    ("The scrolls were found in Qumran.", "The Qumran scrolls, kept in Jerusalem, were found."),
]

LABELS = [
    ("Norway beat Brazil 7-1 in the final.", "Brazil were beaten by Norway 7–1 in the final."),
    ("On Monday 30 people were hurt.", "In Kabul 30 people were hurt on Monday."),
    ("In Ohio 12 people fell.", "On Sunday 12 people fell in Ohio."),
    ("Holm paid Brandt 950 million dollars.", "Holm paid Brandt Boats 950 million dollars."),
    (
        "The central bank of the UK is the Bank of England.",
        "The Bank of England (BoE) is the central bank of the UK.",
    ),
]

SMALL_WORDS = [
    (
        "The bridge carries not only trains but also cars.",
        "The bridge, the only crossing of the river, carries both trains and cars.",
    ),
    (
        "The company makes not just phones but also computers.",
        "The company, which has just opened a new office, makes phones and computers.",
    ),
]

GENERAL_WORDS = [
    (
        "The company was founded by two brothers in a small town.",
        "The brewery was founded by two brothers in a small town.",
    ),
    (
        "The patients were given the drug by mouth every day.",
        "The patients were given the ibuprofen by mouth every day.",
    ),
    (
        "The user presses the button on the left side.",
        "The operator presses the button on the left side.",
    ),
]


@pytest.mark.parametrize(
    ("statement", "quote"),
    [*FORMATS, *LIMITS, *HOLDERS, *NAMES, *LABELS, *SMALL_WORDS, *GENERAL_WORDS],
)
def test_true_rewording_is_supported(checker: Checker, statement: str, quote: str) -> None:
    assert_supported(checker, statement, quote)


@pytest.mark.parametrize(
    ("before", "statement", "quote"),
    [
        ("Ada Newton-Holm sang. ", "Ada Newton-Holm won a cup.", "Newton-Holm won a cup."),
        (
            "The Kingdom of Sweden is in the north. ",
            "The Kingdom of Sweden has ten harbours.",
            "Sweden has ten harbours.",
        ),
        ("", "Prince Karl moved to Dover with her.", "The Duke of Deal moved to Dover with her."),
    ],
)
def test_full_name_is_supported_when_the_context_of_the_quote_has_it(
    checker: Checker, before: str, statement: str, quote: str
) -> None:
    text = f"{before}{quote}"
    title = "Prince Karl, Duke of Deal"
    source = Source("0" * 64, title, "deal.txt", None, len(text), len(text), "text/plain")
    held = Quote(SourceText(source, text), len(before), len(text))

    found = checker.check(statement, [0], [held])

    assert found.verdict is Verdict.SUPPORTED, found.reason


@pytest.mark.parametrize(
    ("statement", "cited", "other"),
    [
        (
            "The EU passed the law on data in spring.",
            "The Council passed the law on data in spring.",
            "The European Union passed the law on data in spring.",
        ),
        (
            "Five doctors were hurt in the clash near the port.",
            "Six doctors were hurt in the clash near the port.",
            "In the clash near the port 5 doctors were hurt.",
        ),
    ],
)
def test_uncited_quote_supports_what_the_cited_one_contradicts(
    checker: Checker, statement: str, cited: str, other: str
) -> None:
    found = checker.check(statement, [0], quotes_of(cited, other))

    assert found.verdict is Verdict.SUPPORTED, found.reason
    assert found.quotes == (1,)


@pytest.mark.parametrize(
    ("statement", "quote", "verdict"),
    [
        (
            "The alliance was led by Jens Holm.",
            "冷戦期に、NATOは千九百四十九年に北大西洋条約に基づいて設立された政府間の軍事同盟であり本部はある。",
            Verdict.UNCHECKED,
        ),
        (
            "The Aspirin study used insulin.",
            f"The protein {'MKTAYIAKQ' * 10} was found by Holm.",
            Verdict.UNSUPPORTED,
        ),
        (
            "The key has 12 digits.",
            f"The key 12 and {'9' * 90} are known, and it has 12 digits.",
            Verdict.SUPPORTED,
        ),
    ],
)
def test_word_too_long_for_the_index_is_ignored(
    checker: Checker, statement: str, quote: str, verdict: Verdict
) -> None:
    assert checked(checker, statement, quote).verdict is verdict


def test_acronym_spelled_like_a_stop_word_is_a_name(checker: Checker) -> None:
    found = checked(
        checker, "In spring, the WHO left the pact.", "In spring, the FDA left the pact."
    )

    assert found.verdict is Verdict.UNSUPPORTED
    assert "WHO" in found.reason
