"""Every regular expression that sees a user's or a document's text takes linear time."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from itertools import product

import pytest

import assistant.english
import assistant.verifying
import assistant.writing
from assistant.english.dates import find_dates
from assistant.english.lexicon import Lexicon
from assistant.english.names import find_names
from assistant.english.negation import find_negated_words
from assistant.english.numbers import find_numbers
from assistant.models.prompt_text import as_data
from assistant.verifying.language_rule import languages_of
from assistant.writing import StatementParser
from index.words import analyse

PACKAGES = (assistant.english, assistant.verifying, assistant.writing)
# Four times the text may take nine times as long: linear growth is four, quadratic sixteen.
SHORT, LONG = 1_000, 4_000
MOST_GROWTH = 9
# What takes less processor time for the long text is too fast to measure, and fast enough.
TOO_FAST = 0.006
# These are applied to a few characters alone, at most as many as are given here.
BOUNDED = {
    "assistant.english.names._SENTENCE_START": 3,
    "assistant.english.numbers._BOUND_BEFORE": 30,
    "assistant.verifying.role_rule._PASSIVE_AUXILIARY": 30,
    "assistant.verifying.quote_context._SENTENCE_END": 400,
    "assistant.verifying.placement_rule._PLACE_PREPOSITION": 40,
    "assistant.verifying.placement_rule._OTHER_PREPOSITION": 40,
    "assistant.writing.writer._DECLINES": 600,
}
# These are matched at one position, and not searched.
MATCHED = frozenset(
    {
        "assistant.english.names._FIRST_WORD",
        "assistant.english.numbers._BOUND_AFTER",
        "assistant.english.numbers._JOINT",
        "assistant.english.numbers._OF",
        "assistant.verifying.negation_rule._BUT_FOLLOWS",
        "assistant.verifying.role_rule._BY",
        "assistant.verifying.role_rule._REGULAR_FORM",
        "assistant.writing.statement_parser._CLOSING_MARKS",
        "assistant.writing.statement_parser._CONTINUES",
        "assistant.writing.statement_parser._THOUGHT_START",
        "assistant.writing.writer._NOT_ANSWERED",
    }
)
SEEDS = (
    *("a", "A", "1", " ", "\n", ".", "-", "(", "[", "“", "„", '"', "a ", "A ", "1 ", "a-", "1-"),
    *("A.", "1,", "a'", "A, ", "1,111,", "[1", "[1,", "[a", ".)", ". ", "\n ", "the ", "A of "),
    *("in the ", "not only a ", "one ", "a third ", "more than ", "5 aa ", "was the ", "AB is A "),
    *("A stands ", "most a ", ", the a", "co-", "A (", " by ", "January ", "1914–", "<think>"),
)


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for package in PACKAGES:
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern):
                    yield f"{module.name}.{name}", value


def growth(run: Callable[[str], object], seed: str, limit: int = LONG) -> float:
    """Return by how much the processor time grows with the text; 0 where it is too short."""
    long = _seconds(run, seed, min(LONG, limit))
    if long < TOO_FAST:
        return 0.0
    return long / _seconds(run, seed, min(SHORT, limit))


def _text(seed: str, length: int) -> str:
    return (seed * length)[:length] + "\x00"


def _seconds(run: Callable[[str], object], seed: str, length: int) -> float:
    """Return the least processor time of three runs on a seed repeated, with another ending."""
    text = _text(seed, length)
    times = []
    for _ in range(3):
        start = time.process_time()
        run(text)
        times.append(time.process_time() - start)
        if times[-1] < TOO_FAST:
            break
    return min(times)


PATTERNS = dict(patterns())


@pytest.mark.parametrize("name", PATTERNS)
def test_time_of_a_pattern_grows_linearly(name: str) -> None:
    pattern = PATTERNS[name]
    run = pattern.match if name in MATCHED else pattern.findall
    slow = {seed: growth(run, seed, BOUNDED.get(name, LONG)) for seed in SEEDS}

    assert {seed: times for seed, times in slow.items() if times > MOST_GROWTH} == {}


def parse(text: str) -> None:
    parser = StatementParser()
    list(parser.feed(text))
    list(parser.finish())


def negated(text: str) -> None:
    find_negated_words(text, WORDS[text], LEXICON)


LEXICON = Lexicon.of(analyse)
WORDS = {
    text: analyse(text)
    for seed, length in product(SEEDS, (SHORT, LONG))
    for text in [_text(seed, length)]
}
FUNCTIONS = (find_dates, find_numbers, find_names, negated, languages_of, as_data, parse)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_time_of_a_function_grows_linearly(function: Callable[[str], object]) -> None:
    slow = {seed: growth(function, seed) for seed in SEEDS}

    assert {seed: times for seed, times in slow.items() if times > MOST_GROWTH} == {}


def test_quadratic_pattern_is_detected() -> None:
    quadratic = re.compile(r"a*b")

    assert growth(quadratic.findall, "a") > MOST_GROWTH


def test_listed_patterns_exist() -> None:
    assert BOUNDED.keys() | MATCHED <= PATTERNS.keys()
