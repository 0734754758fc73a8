"""A text analysed for checking: its words with their meanings, its facts and its negations."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.english.dates import DateMention, find_dates
from assistant.english.lexicon import Lexicon
from assistant.english.names import NameMention, find_names
from assistant.english.negation import find_negated_words
from assistant.english.numbers import NumberMention, find_numbers
from index import Library, TextTooLong, Word

Floats = NDArray[np.float32]
Fact = NumberMention | DateMention | NameMention
_Mention = TypeVar("_Mention", NumberMention, DateMention, NameMention)


@dataclass(frozen=True, slots=True, eq=False)
class AnalysedText:
    """A text with everything that the rules look at.

    A position is the index of a word among `words`.

    Attributes:
        text: the text.
        words: its words as the index analyses them, in order.
        rarity: the weight of each of its terms, larger for rarer ones.
        vectors: the direction of each word in its context, of length 1, (words, dimensions); zeros
            for a word without tokens.
        token_vectors: the vectors of its tokens, (tokens, dimensions).
        token_weights: the weight of each token, (tokens,), with sum 1.
        numbers, dates, names: its facts.
        negated: the positions of negated words, each with the words that negate it.
        lexicon: the word lists, stemmed as the words are.
        terms: its words, stemmed.
    """

    text: str
    words: tuple[Word, ...]
    rarity: Mapping[str, float]
    vectors: Floats = field(repr=False)
    token_vectors: Floats = field(repr=False)
    token_weights: Floats = field(repr=False)
    numbers: tuple[NumberMention, ...]
    dates: tuple[DateMention, ...]
    names: tuple[NameMention, ...]
    negated: Mapping[int, str]
    lexicon: Lexicon = field(repr=False)
    terms: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Keep the terms, which every rule asks for."""
        object.__setattr__(self, "terms", tuple(word.term for word in self.words))

    def is_stop_word(self, position: int) -> bool:
        """Tell whether a word is a word of grammar."""
        return self.terms[position] in self.lexicon.stop_words

    def content_positions(self) -> list[int]:
        """Return the positions of the words that are not stop words."""
        return [position for position in range(len(self.words)) if not self.is_stop_word(position)]

    def positions_between(self, start: int, end: int) -> list[int]:
        """Return the positions of the words that lie between two offsets."""
        first = bisect_left(self.words, start, key=lambda word: word.start)
        after = range(first, len(self.words))
        return list(takewhile(lambda position: self.words[position].end <= end, after))

    def positions_of(self, fact: Fact) -> list[int]:
        """Return the positions of the words that a fact consists of or overlaps."""
        first = bisect_right(self.words, fact.start, key=lambda word: word.end)
        after = range(first, len(self.words))
        return list(takewhile(lambda position: self.words[position].start < fact.end, after))

    def written(self, position: int) -> str:
        """Return a word as it is written."""
        word = self.words[position]
        return self.text[word.start : word.end]

    def is_capitalised(self, position: int) -> bool:
        """Tell whether a word begins with a capital."""
        return self.text[self.words[position].start].isupper()


def analyse(library: Library, lexicon: Lexicon, text: str) -> AnalysedText:
    """Return a text analysed with what a library knows of its words.

    A text longer than the embedder's window is split in two.
    """
    try:
        query = library.analyse(text)
    except TextTooLong:
        middle = text.find(" ", len(text) // 2)
        if middle < 0:
            middle = len(text) // 2
        halves = text[:middle], text[middle:]
        return join([analyse(library, lexicon, half) for half in halves], between="")
    dates = find_dates(text)
    spans = [(date.start, date.end) for date in dates]
    numbers = find_numbers(text, spans)
    spans += [(number.start, number.end) for number in numbers if not number.is_ordinal]
    words = tuple(query.words)
    return AnalysedText(
        text=text,
        words=words,
        rarity=query.rarity,
        vectors=_word_vectors(words, query.states.spans, query.states.vectors),
        token_vectors=query.states.vectors,
        token_weights=query.weights,
        numbers=tuple(numbers),
        dates=tuple(dates),
        names=tuple(find_names(text, spans)),
        negated=find_negated_words(text, words, lexicon),
        lexicon=lexicon,
    )


def join(parts: Sequence[AnalysedText], between: str = "\n") -> AnalysedText:
    """Return several texts, at least one, as one text."""
    whole = parts[0]
    for part in parts[1:]:
        whole = _join_two(whole, part, between)
    return whole


def _join_two(first: AnalysedText, second: AnalysedText, between: str) -> AnalysedText:
    shift = len(first.text) + len(between)
    words = tuple(
        replace(word, start=word.start + shift, end=word.end + shift) for word in second.words
    )
    weights = np.concatenate([first.token_weights, second.token_weights]) / 2
    negated = {position + len(first.words): cue for position, cue in second.negated.items()}
    return AnalysedText(
        text=f"{first.text}{between}{second.text}",
        words=first.words + words,
        rarity={**first.rarity, **second.rarity},
        vectors=np.concatenate([first.vectors, second.vectors]),
        token_vectors=np.concatenate([first.token_vectors, second.token_vectors]),
        token_weights=weights.astype(np.float32),
        numbers=first.numbers + tuple(_shifted(number, shift) for number in second.numbers),
        dates=first.dates + tuple(_shifted(date, shift) for date in second.dates),
        names=first.names + tuple(_shifted(name, shift) for name in second.names),
        negated={**first.negated, **negated},
        lexicon=first.lexicon,
    )


def _shifted(mention: _Mention, shift: int) -> _Mention:
    return replace(mention, start=mention.start + shift, end=mention.end + shift)


def _word_vectors(words: Sequence[Word], spans: NDArray[np.int32], states: Floats) -> Floats:
    """Return the mean direction of each word's tokens."""
    vectors = np.zeros((len(words), states.shape[1]), np.float32)
    starts = spans[:, 0]
    for position, word in enumerate(words):
        inside = (starts >= word.start) & (starts < word.end)
        if inside.any():
            mean = states[inside].mean(axis=0)
            vectors[position] = mean / max(float(np.linalg.norm(mean)), 1e-6)
    return vectors
