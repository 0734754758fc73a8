"""What to search for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.embedding import TokenStates
from index.words import Word


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for.

    Attributes:
        text: the question.
        earlier: what was asked before, oldest first; together it counts half as much.
        said: what was replied last, or how that begins; it counts a little.
        leans: whether the question needs what came before; what stands by itself is searched with
            it only where the two are near in meaning, for the subject may have changed.
        sources: ids of the sources to search; None for all that there are.
    """

    text: str
    earlier: tuple[str, ...] = ()
    said: str = ""
    leans: bool = True
    sources: frozenset[str] | None = None

    @classmethod
    def of(cls, query: Query | str) -> Query:
        """Return a query without lone surrogates, which no engine takes."""
        whole = cls(query) if isinstance(query, str) else query
        earlier = tuple(map(without_surrogates, whole.earlier))
        return replace(
            whole,
            text=without_surrogates(whole.text),
            earlier=earlier,
            said=without_surrogates(whole.said),
        )


@dataclass(frozen=True, slots=True, eq=False)
class AnalysedQuery:
    """A query taken apart once, for searching and for what comes after.

    Attributes:
        query: what was asked.
        vector: its direction among the passages' vectors, of length 1, (dimensions,).
        terms: what to look for among the passages' words, with a weight each.
        words: the words of the question.
        rarity: weight of each of its terms, larger for rarer ones.
        unknown: those of its terms that no passage has.
        states: the tokens of the question; none where the embedder has no tokens.
        weights: weight of each of these tokens, together 1.
    """

    query: Query
    vector: NDArray[np.float32]
    terms: Sequence[tuple[str, float]]
    words: Sequence[Word]
    rarity: Mapping[str, float]
    unknown: frozenset[str]
    states: TokenStates
    weights: NDArray[np.float32]


def without_surrogates(text: str) -> str:
    """Return a text that can be written as UTF-8, with a question mark for what cannot."""
    return text.encode("utf-8", "replace").decode()
