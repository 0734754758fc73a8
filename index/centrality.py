"""What a library is about: the sentences nearest to the middle of its passages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.passage import Passage
from index.storing import Stores

# Passages whose mean is taken: of a larger library, a sample of so many is near enough. A guess.
_SAMPLE = 2_000
# Weight of unlikeness to what was chosen before, the λ of maximal marginal relevance: a guess.
_ALIKE = 0.5
# Characters of a sentence that reads well by itself: a guess.
_SHORTEST, _LONGEST = 40, 400
# What the first sentence of a passage is preferred by, as a cosine: a guess.
_OPENING = 0.1

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class CentralSentence:
    """A sentence that is typical of many.

    Attributes:
        passage: the passage it is in.
        start, end: offsets into the canonical text.
        similarity: its cosine with the middle of the passages, in [-1, 1].
    """

    passage: Passage
    start: int
    end: int
    similarity: float


def central_sentences(
    stores: Stores, limit: int, sources: Collection[str] | None = None
) -> list[CentralSentence]:
    """Return a sentence from each of the most typical passages, in reading order.

    Passages are chosen one by one for being near the middle and unlike those chosen before
    (maximal marginal relevance, Carbonell and Goldstein, 1998); of more than 2,000, a sample.
    Only the passages of `sources` count, if they are given.
    """
    ids = stores.catalogue.passage_ids(sources)
    vectors = stores.vectors.fetch(ids[:: len(ids) // _SAMPLE + 1])
    passages = stores.catalogue.passages(list(vectors))
    if not passages:
        return []
    rows = np.array([vectors[each] for each in passages])
    middle = rows.mean(axis=0)
    middle /= max(float(np.linalg.norm(middle)), 1e-12)
    every = list(passages.values())
    chosen = [every[place] for place in _spread(rows, middle, limit)]
    chosen.sort(key=lambda each: (each.source.location, each.start))
    return _best_sentences(stores, chosen, middle)


def _spread(rows: Floats, middle: Floats, limit: int) -> list[int]:
    near = rows @ middle
    chosen: list[int] = []
    alike = np.zeros(len(rows), np.float32)
    while len(chosen) < min(limit, len(rows)):
        gains = (1 - _ALIKE) * near - _ALIKE * alike
        gains[chosen] = -np.inf
        chosen.append(int(gains.argmax()))
        alike = np.maximum(alike, rows @ rows[chosen[-1]])
    return chosen


def _best_sentences(
    stores: Stores, passages: Sequence[Passage], middle: Floats
) -> list[CentralSentence]:
    texts = [each.origin.slice(*span) for each in passages for span in each.sentences]
    near = iter((stores.embedder.embed(texts) @ middle).tolist())
    best = []
    for passage in passages:
        found = [CentralSentence(passage, *span, next(near)) for span in passage.sentences]
        best.append(max(found, key=_worth))
    return best


def _worth(sentence: CentralSentence) -> float:
    """Return how well a sentence represents its passage: central, of readable length, early."""
    length = sentence.end - sentence.start
    opens = sentence.start == sentence.passage.sentences[0][0]
    fits = _SHORTEST <= length <= _LONGEST
    return sentence.similarity + fits + _OPENING * opens
