"""The word lists as an index stems words, so that they can be compared with its terms.

The lists are in plain words. Which stemmer an index uses is its own affair: the lists are stemmed
by its analyser when they are loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.english.opposites import Opposites, read_pairs
from assistant.english.stop_words import STOP_WORDS
from assistant.english.word_lists import read_words
from index import Word
from index.words import analyse

Analyser = Callable[[str], Sequence[Word]]
"""Returns the words of a text as an index stems them, for example `Library.words`."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Sets of terms.

    Attributes:
        stop_words: words of grammar.
        opposites: all known opposites.
        general_opposites: the opposites that the confidence of an answer was learned with.
        symmetric_words: words between two things that may change places, such as "met".
        superlatives: words that single one thing out, such as "oldest".
        titles: titles and offices of persons, such as "president".
        order_words: words that put two things in order: after, before, than.
        skipped_after_negation: words between a negation and the word that it negates.
    """

    stop_words: frozenset[str]
    opposites: Opposites
    general_opposites: Opposites
    symmetric_words: frozenset[str]
    superlatives: frozenset[str]
    titles: frozenset[str]
    order_words: frozenset[str]
    skipped_after_negation: frozenset[str]

    @classmethod
    def of(cls, analyse: Analyser) -> Lexicon:
        """Return the lists as an analyser stems them."""

        def terms(words: Iterable[str]) -> frozenset[str]:
            return frozenset(word.term for word in analyse(" ".join(sorted(words))))

        def stemmed(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
            return [(one.term, two.term) for one, two in map(analyse, map(" ".join, pairs))]

        general, comparing = map(stemmed, read_pairs())
        return cls(
            stop_words=terms(STOP_WORDS),
            opposites=Opposites([*general, *comparing]),
            general_opposites=Opposites(general),
            symmetric_words=terms(read_words("symmetric_words")),
            superlatives=terms(read_words("superlatives")),
            titles=terms(read_words("titles_and_offices")),
            order_words=terms({"after", "before", "than"}),
            skipped_after_negation=terms(read_words("skipped_after_negation")),
        )


LEXICON = Lexicon.of(analyse)
"""The lists as the libraries of this version stem them, made once."""
