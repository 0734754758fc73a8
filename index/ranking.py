"""Two lists of candidates become one: dense and lexical scores, standardised and blended."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from index.passage import Passage, RankedPassage

_LEAST_SPREAD = 1e-6


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
    order = np.argsort(-scores, kind="stable")
    return [
        RankedPassage(
            passages[ids[place]], float(scores[place]), float(dense[place]), float(lexical[place])
        )
        for place in order
    ]


def _standardised(values: np.ndarray) -> np.ndarray:
    spread = values.std() if len(values) else 0.0
    return (values - values.mean()) / spread if spread > _LEAST_SPREAD else np.zeros_like(values)
