"""The table of rules: each finds its own example, and the first fault decides."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.english.lexicon import Lexicon
from assistant.statement import Verdict
from assistant.verifying import Checker
from assistant.verifying.assessor import Assessor
from assistant.verifying.closeness import Closeness
from assistant.verifying.name_match import NameMatcher
from assistant.verifying.rules import RULES, Comparison, Rule, first_fault
from tests.assistant.verifying.conftest import checked, quotes_of


def comparison_of(quoth: Assistant, quote: str, statement: str) -> Comparison:
    assessor = Assessor(quoth.library, Closeness.learned())
    pair, context = assessor.compare(assessor.analyse(statement), quotes_of(quote), "")
    return Comparison(pair, context, assessor.meaning_of)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_finds_its_example_before_any_other_rule(quoth: Assistant, rule: Rule) -> None:
    comparison = comparison_of(quoth, *rule.example)

    faults = list(rule.find(comparison))
    assert faults
    assert first_fault(comparison) == faults[0]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_statement_equal_to_its_quote_breaks_no_rule(quoth: Assistant, rule: Rule) -> None:
    quote, _ = rule.example

    assert first_fault(comparison_of(quoth, quote, quote)) is None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_example_of_a_rule_is_not_supported(checker: Checker, rule: Rule) -> None:
    quote, statement = rule.example

    assert checked(checker, statement, quote).verdict is not Verdict.SUPPORTED


def test_names_of_rules_differ() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.detects for rule in RULES)


def test_lookup_of_a_name_does_not_change_later_lookups(quoth: Assistant) -> None:
    statement = "The University of Dover wrote to Of Holm and to the University of Deal."
    quote = "the university of Dover and the University of Deal wrote to Of Holm"
    comparison = comparison_of(quoth, quote, statement)
    matcher = NameMatcher(comparison.pair, comparison.context)
    names = comparison.pair.statement.names

    first = [matcher.find(name) for name in names]
    again = [matcher.find(name) for name in reversed(names)]

    assert len(names) > 2
    assert first == again[::-1]


def test_lexicon_of_a_checker_is_that_of_its_library(quoth: Assistant) -> None:
    analysed = Assessor(quoth.library, Closeness.learned()).analyse("Many boats.")

    assert analysed.lexicon.stop_words == Lexicon.of(quoth.library.words).stop_words
    assert analysed.content_positions() == [1]
