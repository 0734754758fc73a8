"""Pairs of opposites: more and less, accept and reject."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from assistant.english.word_lists import read_rows

Pair = tuple[str, str]
_NONE: frozenset[str] = frozenset()


class Opposites:
    """Looks up the opposites of words.

    Example:
        >>> pairs = Opposites([("first", "last"), ("first", "next")])
        >>> sorted(pairs.of("first"))
        ['last', 'next']
    """

    def __init__(self, pairs: Iterable[Pair]) -> None:
        """Take pairs of words or of terms; each is the opposite of the other."""
        opposites: dict[str, set[str]] = {}
        for one, other in pairs:
            opposites.setdefault(one, set()).add(other)
            opposites.setdefault(other, set()).add(one)
        self._opposites = {word: frozenset(others) for word, others in opposites.items()}

    def of(self, word: str) -> frozenset[str]:
        """Return the opposites of a word; empty if none are known."""
        return self._opposites.get(word, _NONE)

    def count_contradicted(self, question: AbstractSet[str], sentence: AbstractSet[str]) -> int:
        """Return how many words of a question a sentence replaces by their opposite.

        A word that the sentence also has, or whose opposite the question also has, is not counted.
        """
        missing = (self.of(word) for word in question - sentence)
        return sum(bool(others & sentence) and not others & question for others in missing)


def read_pairs() -> tuple[list[Pair], list[Pair]]:
    """Return the general pairs and the pairs of comparing, in plain words."""
    sections: dict[str, list[Pair]] = {"[general]": [], "[comparing]": []}
    current: list[Pair] = []
    for row in read_rows("opposites"):
        if len(row) == 1:
            current = sections[row[0]]
        else:
            one, other = row
            current.append((one, other))
    return sections["[general]"], sections["[comparing]"]
