"""A text taken apart for checking: its words with their meanings, facts and negations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.answering.features import FUNCTION_WORDS
from assistant.english.dates import Moment, moments_in
from assistant.english.names import Name, names_in
from assistant.english.negation import negated_words
from assistant.english.numbers import Amount, amounts_in
from index import Library, TextTooLong, Word

Floats = NDArray[np.float32]
Fact = Amount | Moment | Name
_Said = TypeVar("_Said", Amount, Moment, Name)


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """A text taken apart.

    Attributes:
        text: the text.
        words: its words as the index knows them.
        rarity: weight of each of its terms, larger for rarer ones.
        vectors: direction of each word in its place, of length 1, (words, dimensions); zeros where
            nothing tells tokens apart.
        tokens: the vectors of its tokens, (tokens, dimensions).
        weights: weight of each token, (tokens,), together 1.
        amounts, moments, names: its facts.
        negated: places of words that are said not to be so, with what negates them.
        terms: its words, stemmed.
    """

    text: str
    words: tuple[Word, ...]
    rarity: Mapping[str, float]
    vectors: Floats = field(repr=False)
    tokens: Floats = field(repr=False)
    weights: Floats = field(repr=False)
    amounts: tuple[Amount, ...]
    moments: tuple[Moment, ...]
    names: tuple[Name, ...]
    negated: Mapping[int, str]
    terms: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Keep the terms, which are asked for often."""
        object.__setattr__(self, "terms", tuple(word.term for word in self.words))

    def content(self) -> list[int]:
        """Return the places of the words that are more than grammar."""
        return [place for place, term in enumerate(self.terms) if term not in FUNCTION_WORDS]

    def places(self, start: int, end: int) -> list[int]:
        """Return the places of the words between two offsets."""
        return [
            place
            for place, word in enumerate(self.words)
            if start <= word.start and word.end <= end
        ]


def read(library: Library, text: str) -> Wording:
    """Return a text taken apart with what a library knows of its words.

    A text longer than the embedder's window is read in two.
    """
    try:
        told = library.analyse(text)
    except TextTooLong:
        middle = text.find(" ", len(text) // 2)
        if middle < 0:
            middle = len(text) // 2
        return joined([read(library, text[:middle]), read(library, text[middle:])], between="")
    moments = moments_in(text)
    amounts = amounts_in(text, [(each.start, each.end) for each in moments])
    taken = [(each.start, each.end) for each in moments]
    taken += [(each.start, each.end) for each in amounts if not each.is_ordinal]
    words = tuple(told.words)
    return Wording(
        text=text,
        words=words,
        rarity=told.rarity,
        vectors=_of_words(words, told.states.spans, told.states.vectors),
        tokens=told.states.vectors,
        weights=told.weights,
        amounts=tuple(amounts),
        moments=tuple(moments),
        names=tuple(names_in(text, taken)),
        negated=negated_words(text, words),
    )


def joined(parts: Sequence[Wording], between: str = "\n") -> Wording:
    """Return several texts as one."""
    whole = parts[0]
    for part in parts[1:]:
        whole = _followed(whole, part, len(whole.text) + len(between), between)
    return whole


def _followed(one: Wording, two: Wording, by: int, between: str) -> Wording:
    words = tuple(replace(word, start=word.start + by, end=word.end + by) for word in two.words)
    weights = np.concatenate([one.weights, two.weights]) / 2
    negated = {place + len(one.words): cue for place, cue in two.negated.items()}
    return Wording(
        text=f"{one.text}{between}{two.text}",
        words=one.words + words,
        rarity={**one.rarity, **two.rarity},
        vectors=np.concatenate([one.vectors, two.vectors]),
        tokens=np.concatenate([one.tokens, two.tokens]),
        weights=weights.astype(np.float32),
        amounts=one.amounts + tuple(_moved(each, by) for each in two.amounts),
        moments=one.moments + tuple(_moved(each, by) for each in two.moments),
        names=one.names + tuple(_moved(each, by) for each in two.names),
        negated={**one.negated, **negated},
    )


def _moved(fact: _Said, by: int) -> _Said:
    return replace(fact, start=fact.start + by, end=fact.end + by)


def _of_words(words: Sequence[Word], spans: NDArray[np.int32], states: Floats) -> Floats:
    """Return the mean direction of each word's tokens."""
    vectors = np.zeros((len(words), states.shape[1]), np.float32)
    starts = spans[:, 0]
    for place, word in enumerate(words):
        inside = (starts >= word.start) & (starts < word.end)
        if inside.any():
            mean = states[inside].mean(axis=0)
            vectors[place] = mean / max(float(np.linalg.norm(mean)), 1e-6)
    return vectors
