"""How well each part of a passage matches a question, token by token.

For every token of the question, the largest cosine with a token of the part, weighted by how rare
the token's word is: late interaction as in ColBERT (Khattab and Zaharia, 2020), over the states
that the shipped embedder gives the tokens of the whole passage, so that a part is read in place.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.embedding import TokenStates
from index.words import Word

# A small library says little of how rare a word is. The vocabulary of the embedder is ordered by
# frequency from its first whole word on, and speaks for this many passages by Zipf's law.
_PRIOR_PASSAGES = 200
_FIRST_WHOLE_WORD = 1996
_TOP_SHARE = 0.6
_ZIPF = 6.0

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """How well a passage matches a question.

    Attributes:
        sentences: largest cosine of each question token in each sentence, (sentences, tokens).
        whole: the same in the whole passage, (tokens,).
        likeness: cosine of the question's and each sentence's mean token, (sentences,).
    """

    sentences: Floats
    whole: Floats
    likeness: Floats


def rarities(
    words: Sequence[Word], states: TokenStates, frequencies: Mapping[str, int], passages: int
) -> dict[str, float]:
    """Return how rare each term of a question is: minus the log of its share of the passages.

    Args:
        words: the words of the question.
        states: its tokens.
        frequencies: in how many passages each term occurs.
        passages: how many passages there are.
    """
    starts = states.spans[:, 0]
    rarity: dict[str, float] = {}
    for word in words:
        inside = np.flatnonzero((starts >= word.start) & (starts < word.end))
        prior = _prior(int(states.ids[inside[0]])) if len(inside) else 0.01
        count = frequencies[word.term] + _PRIOR_PASSAGES * prior + 0.5
        rarity[word.term] = -math.log(min(count / (passages + _PRIOR_PASSAGES + 1), 0.999))
    return rarity


def token_weights(
    words: Sequence[Word], states: TokenStates, rarity: Mapping[str, float]
) -> Floats:
    """Return the weight of each token of a question, (tokens,), together 1."""
    weights = np.zeros(len(states.ids), np.float32)
    starts = states.spans[:, 0]
    for word in words:
        weights[(starts >= word.start) & (starts < word.end)] = rarity[word.term]
    return weights / max(float(weights.sum()), 1e-6)


def matches_of(question: Floats, passage: Floats, bounds: NDArray[np.integer]) -> Matches:
    """Return how well each sentence of a passage, and all of it, matches a question.

    Args:
        question: the vectors of the question's tokens.
        passage: the vectors of the passage's tokens.
        bounds: the first token of each sentence and the one after its last, (sentences, 2); a
            sentence without tokens matches nothing.
    """
    cosines = passage @ question.T
    direction = _unit(question.sum(axis=0))
    sentences = np.zeros((len(bounds), len(question)), np.float32)
    likeness = np.zeros(len(bounds), np.float32)
    for place, (first, last) in enumerate(bounds):
        if first < last:
            sentences[place] = cosines[first:last].max(axis=0)
            likeness[place] = _unit(passage[first:last].sum(axis=0)) @ direction
    whole = cosines.max(axis=0) if len(passage) else np.zeros(len(question), np.float32)
    return Matches(sentences, whole, likeness)


def best_matches_of_each(question: Floats, passages: Sequence[Floats]) -> Floats:
    """Return the largest cosine of each question token in each passage, (passages, tokens)."""
    found = np.zeros((len(passages), len(question)), np.float32)
    filled = [place for place, passage in enumerate(passages) if len(passage)]
    if filled and len(question):
        lengths = [len(passages[place]) for place in filled]
        cosines = np.concatenate([passages[place] for place in filled]) @ question.T
        found[filled] = np.maximum.reduceat(cosines, np.r_[0, np.cumsum(lengths)[:-1]], axis=0)
    return found


def _unit(vector: Floats) -> Floats:
    unit: Floats = vector / max(float(np.linalg.norm(vector)), 1e-6)
    return unit


def _prior(token: int) -> float:
    rank = token - _FIRST_WHOLE_WORD + 1
    return min(_TOP_SHARE, _ZIPF / rank) if rank > 0 else _TOP_SHARE
