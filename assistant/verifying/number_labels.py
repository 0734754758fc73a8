"""Whether a number follows the same name: Article 17 is not Directive 17."""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction

from assistant.english.dates import MONTHS, WEEKDAYS
from assistant.english.names import LONG_CAPITALISED_WORD, SENTENCE_OPENERS
from assistant.verifying.alignment import Alignment
from assistant.verifying.analysed_text import AnalysedText
from assistant.verifying.fault import Fault, FaultKind

_LABEL = re.compile(
    rf"(?<![\w.’'-])(?P<label>{LONG_CAPITALISED_WORD})\.?(?:[ \xa0]No\.?)?[ \xa0]\Z"
)
_REACH = 40  # characters before a number in which a label may begin
_CURRENCY = re.compile(r"[A-Z]{3}$|Rs$")
_TIMES = frozenset(name.capitalize() for name in (*MONTHS, *WEEKDAYS))
_SAME_LETTERS = 3  # labels that begin with the same letters are the same: Art. and Article
_NO_LABEL = ""


def find_label_faults(pair: Alignment) -> list[Fault]:
    """Return the names before a number of a statement, where the quotes have another name there.

    A name that the other text has elsewhere is no label, but precedes the number by chance:
    "beat Brazil 7-1", "was beaten by Germany 7-1".
    """
    labels_in_quote = _labels(pair.quote)
    faults: list[Fault] = []
    for value, labels in _labels(pair.statement).items():
        others = labels_in_quote.get(value, set())
        if not others or _NO_LABEL in others | labels:
            continue
        for label in labels:
            if not any(_may_agree(pair, label, other) for other in others):
                faults.append(Fault(FaultKind.REPLACED, label, min(others)))
    return faults


def _may_agree(pair: Alignment, label: str, other: str) -> bool:
    letters = min(_SAME_LETTERS, len(label), len(other))
    is_same = label[:letters].lower() == other[:letters].lower()
    return is_same or _has_word(pair.quote, label) or _has_word(pair.statement, other)


def _labels(text: AnalysedText) -> dict[Fraction, set[str]]:
    """Return the labels before each number; `_NO_LABEL` for a number without one."""
    found: dict[Fraction, set[str]] = defaultdict(set)
    for number in text.numbers:
        match = _LABEL.search(text.text, max(0, number.start - _REACH), number.start)
        label = match["label"] if match else _NO_LABEL
        # A currency precedes its amounts and has several names: INR 500, Rs 500.
        if not number.is_ordinal and not number.is_percent and not _CURRENCY.match(label):
            is_label = label not in _TIMES and label.lower() not in SENTENCE_OPENERS
            found[number.value].add(label if is_label else _NO_LABEL)
    return found


def _has_word(text: AnalysedText, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", text.text) is not None
