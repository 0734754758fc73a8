"""One ranking of the candidates from their standardised scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.passage import Passage, RankedPassage

# Below this all candidates score the same, but for rounding.
_LEAST_SPREAD = 1e-6
# Beside one for the dense and one for the lexical score: from 0.5 to 1 the sets hardly differ.
_INTERACTION = 0.7


def blend(
    passages: Mapping[int, Passage],
    similarity: Mapping[int, float],
    relevance: Mapping[int, float],
) -> list[RankedPassage]:
    """Return passages by the mean of their standardised dense and lexical scores, best first.

    Both scores are standardised over the union of the candidates, half and half; a passage that
    has no word of the question counts as 0 lexically.
    """
    ids = list(passages)
    dense = np.array([similarity[each] for each in ids])
    lexical = np.array([relevance.get(each, 0.0) for each in ids])
    scores = (_standardised(dense) + _standardised(lexical)) / 2
    columns = zip(scores, dense, lexical, strict=True)
    return _sorted(
        RankedPassage(passages[each], *map(float, values))
        for each, values in zip(ids, columns, strict=True)
    )


def reranked(
    ranked: Sequence[RankedPassage], interactions: NDArray[np.float32]
) -> list[RankedPassage]:
    """Return the passages by their scores and by how well they match the question's tokens.

    Args:
        ranked: what `blend` returned.
        interactions: of the first so many, standardised over these; the others count as the least
            of them.
    """
    levels = _standardised(interactions.astype(np.float64))
    rest = [levels.min()] * (len(ranked) - len(levels)) if len(levels) else [0.0] * len(ranked)
    above = [*levels.tolist(), *map(float, rest)]
    return _sorted(
        replace(each, score=(2 * each.score + _INTERACTION * level) / (2 + _INTERACTION))
        for each, level in zip(ranked, above, strict=True)
    )


def _sorted(ranked: Iterable[RankedPassage]) -> list[RankedPassage]:
    return sorted(ranked, key=lambda each: -each.score)


def _standardised(values: np.ndarray) -> np.ndarray:
    spread = values.std() if len(values) else 0.0
    return (values - values.mean()) / spread if spread > _LEAST_SPREAD else np.zeros_like(values)
