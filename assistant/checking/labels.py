"""Whether a number stands after the same name: Article 17 is not Directive 17."""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction

from assistant.checking.alignment import Alignment
from assistant.checking.faults import Fault
from assistant.checking.wording import Wording

_LABEL = re.compile(
    r"(?P<begins>(?:\A|[.!?:]\s+|[\n“\"(]\s*))?(?<![\w.’'-])"
    r"(?P<label>[A-Z][\w’'-]+\.?)(?:[ \xa0]No\.?)?[ \xa0]\Z"
)
_CURRENCY = re.compile(r"[A-Z]{3}$|Rs")
_REACH = 40
_ALIKE = 3


def faults_of_labels(pair: Alignment) -> list[Fault]:
    """Return the names that a statement puts before a number, where its quotes have others."""
    told = _labels(pair.quote)
    faults: list[Fault] = []
    for value, labels in _labels(pair.statement).items():
        others = told.get(value, {})
        plain = {} if "" in others else {each for each, begins in others.items() if not begins}
        for label, begins in labels.items():
            if not begins and label and plain and not _has_alike(label, others):
                faults.append(Fault("instead", label, min(plain)))
    return faults


def _labels(wording: Wording) -> dict[Fraction, dict[str, bool]]:
    """Return by number the words with a capital before it, and whether each begins a sentence.

    An empty word stands for a number that has none.
    """
    found: dict[Fraction, dict[str, bool]] = defaultdict(dict)
    for amount in wording.amounts:
        before = wording.text[max(0, amount.start - _REACH) : amount.start]
        label = _LABEL.search(before)
        # A currency stands before its amounts and has another name elsewhere: INR 500, Rs 500.
        if amount.is_ordinal or amount.is_percent or (label and _CURRENCY.match(label["label"])):
            continue
        said = label["label"].rstrip(".") if label else ""
        begins = label is not None and (label["begins"] is not None or label.start() == 0)
        found[amount.value][said] = found[amount.value].get(said, True) and begins
    return found


def _has_alike(label: str, others: dict[str, bool]) -> bool:
    return any(label[:_ALIKE].lower() == other[:_ALIKE].lower() for other in others)
