"""What a question asks and a sentence says the opposite of: negation and antonyms."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from importlib.resources import files

_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nor|without|cannot|except|unlike|least|fail\w*|refus\w*)\b|n[’']t\b",
    re.IGNORECASE,
)


def _read_pairs() -> dict[str, frozenset[str]]:
    """Return the opposites of each word, as stemmed; a line of the file is a pair."""
    lines = files("assistant.english").joinpath("antonyms.txt").read_text("utf-8").splitlines()
    opposites: dict[str, set[str]] = {}
    for one, other in map(str.split, lines):
        opposites.setdefault(one, set()).add(other)
        opposites.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in opposites.items()}


_OPPOSITES = _read_pairs()
_NONE: frozenset[str] = frozenset()


def is_negated(text: str) -> bool:
    """Tell whether a text says that something is not so."""
    return _NEGATION.search(text) is not None


def antonyms(asked: AbstractSet[str], said: AbstractSet[str]) -> int:
    """Return how many words of a question, as stemmed, a sentence has the opposite of alone."""
    lacking = (_OPPOSITES.get(word, _NONE) for word in asked - said)
    return sum(bool(others & said) and not others & asked for others in lacking)


def opposites_of(word: str) -> frozenset[str]:
    """Return the opposites of a word, as stemmed."""
    return _OPPOSITES.get(word, _NONE)
