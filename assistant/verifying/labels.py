"""Whether a number stands after the same name: Article 17 is not Directive 17."""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction

from assistant.english.word_lists import lines_of, words_of
from assistant.verifying.alignment import Alignment
from assistant.verifying.faults import Fault
from assistant.verifying.wording import Wording

_LABEL = re.compile(
    r"(?<![\w.’'-])(?P<label>[A-Z][\w’'-]+)\.?(?:[ \xa0]No\.?)?[ \xa0]\Z",
)
_CURRENCY = re.compile(r"[A-Z]{3}$|Rs$")
_TIMES = frozenset(word.capitalize() for row in lines_of("calendar") for word in row)
_OPENERS = words_of("openers")
_REACH = 40
_ALIKE = 3


def faults_of_labels(pair: Alignment) -> list[Fault]:
    """Return the names that a statement puts before a number, where its quotes have others.

    A name that stands elsewhere in the other text merely happens to stand before the number here:
    "beat Brazil 7-1", "was beaten by Germany 7-1".
    """
    told = _labels(pair.quote)
    faults: list[Fault] = []
    for value, labels in _labels(pair.statement).items():
        others = told.get(value, set())
        if not others or "" in others | labels:
            continue
        for label in labels:
            if not any(
                _are_alike(label, other) or _has(pair.quote, label) or _has(pair.statement, other)
                for other in others
            ):
                faults.append(Fault("instead", label, min(others)))
    return faults


def _labels(wording: Wording) -> dict[Fraction, set[str]]:
    """Return by number the names before it; an empty one stands for a number that has none."""
    found: dict[Fraction, set[str]] = defaultdict(set)
    for amount in wording.amounts:
        label = _LABEL.search(wording.text, max(0, amount.start - _REACH), amount.start)
        said = label["label"] if label else ""
        # A currency stands before its amounts and has another name elsewhere: INR 500, Rs 500.
        if not amount.is_ordinal and not amount.is_percent and not _CURRENCY.match(said):
            found[amount.value].add("" if said in _TIMES or said.lower() in _OPENERS else said)
    return found


def _are_alike(one: str, other: str) -> bool:
    letters = min(_ALIKE, len(one), len(other))
    return one[:letters].lower() == other[:letters].lower()


def _has(wording: Wording, label: str) -> bool:
    return re.search(rf"\b{re.escape(label)}\b", wording.text) is not None
