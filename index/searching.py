"""From a question to ranked passages: by meaning, by words, and token by token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from index.embedding import TokenStates
from index.late_interaction import (
    Matches,
    best_matches_of_each,
    matches_of,
    rarities,
    token_weights,
)
from index.passage import RankedPassage
from index.query import AnalysedQuery, Query
from index.ranking import blend, reranked
from index.storing import Stores
from index.token_vectors import PassageTokens, expanded
from index.words import Word

_CANDIDATES = 50
_EARLIER_WEIGHT = 0.5
_SAID_WEIGHT = 0.3
# Cosine of a question and those before it: a tenth of MTRAG-UN's follow-ups lie below, and five in
# six of its questions put after another conversation.
_SAME_SUBJECT = 0.15
_NEAR = 5

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Searcher:
    """Searches the stores of a library."""

    stores: Stores

    def analyse(self, query: Query) -> AnalysedQuery:
        """Return a query taken apart; raises TextTooLong if it does not fit the window."""
        words = self.stores.words.analyse(query.text)
        frequencies = self.stores.words.frequencies(word.term for word in words)
        vector, states, goes_on = self._read(query)
        rarity = rarities(words, states, frequencies, self.stores.words.count())
        return AnalysedQuery(
            query=query,
            vector=vector,
            terms=self._terms(words, query.earlier if goes_on else ()),
            words=words,
            rarity=rarity,
            unknown=frozenset(term for term, held in frequencies.items() if not held),
            states=states,
            weights=token_weights(words, states, rarity),
        )

    def search(self, asked: AnalysedQuery, limit: int) -> list[RankedPassage]:
        """Return the passages that answer best, best first."""
        stores = self.stores
        limit = min(limit, stores.words.count())
        most = max(limit, _CANDIDATES)
        sources = asked.query.sources
        among = None if sources is None else stores.catalogue.passage_ids(sources)
        dense = dict(stores.vectors.search(asked.vector, most, among))
        lexical = dict(stores.words.search(asked.terms, most, sources))
        only_lexical = [each for each in lexical if each not in dense]
        for each, found in stores.vectors.fetch(only_lexical).items():
            dense[each] = float(found @ asked.vector)
        only_dense = [each for each in dense if each not in lexical]
        lexical |= stores.words.scores(asked.terms, only_dense)
        ranked = blend(stores.catalogue.passages(list(dense)), dense, lexical)
        if stores.reader is not None:
            ranked = reranked(ranked, self._interactions(asked, ranked[:_CANDIDATES]))
        return ranked[:limit]

    def matches(self, asked: AnalysedQuery, passages: Sequence[RankedPassage]) -> list[Matches]:
        """Return how well each of some passages, and each sentence of it, meets the question."""
        return [
            matches_of(asked.states.vectors, expanded(tokens.vectors), tokens.bounds)
            for tokens in self._tokens(passages)
        ]

    def spelled_like(self, word: Word) -> str | None:
        """Return the word of the library, as it is written there, nearest to one that it lacks."""
        found = self.stores.words.near(word.term, _NEAR)
        written: dict[str, str] = {}
        for passage in self.stores.catalogue.passages(found).values():
            for each in self.stores.words.analyse(passage.text):
                written.setdefault(each.term, passage.text[each.start : each.end])
        # One letter in six is 0.8 and more; the passages hold a term as near as that.
        nearest = get_close_matches(word.term, written, n=1, cutoff=0.8)
        return written[nearest[0]] if nearest else None

    def _read(self, query: Query) -> tuple[Floats, TokenStates, bool]:
        """Return the direction of a query, the tokens of its question, and whether it goes on.

        It goes on where what was asked before counts: where it leans on that or is near to it.
        """
        texts = [query.text]
        if query.earlier:
            texts += [" ".join(query.earlier), *([query.said] if query.said else [])]
        embedder, reader = self.stores.embedder, self.stores.reader
        if reader is not None and reader is embedder:
            vectors, states = reader.embed_with_tokens(texts)
        else:
            vectors = embedder.embed(texts)
            states = reader.tokens(texts[:1]) if reader is not None else [_no_tokens()]
        vector, before = vectors[0], vectors[1:]
        goes_on = len(before) > 0 and (query.leans or float(before[0] @ vector) >= _SAME_SUBJECT)
        if goes_on:
            shares = np.array([_EARLIER_WEIGHT, _SAID_WEIGHT], np.float32)
            vector = vector + shares[: len(before)] @ before
        unit: Floats = vector / max(float(np.linalg.norm(vector)), 1e-12)
        return unit, states[0], goes_on

    def _terms(self, words: Sequence[Word], earlier: Sequence[str]) -> list[tuple[str, float]]:
        weights = {word.term: 1.0 for word in words}
        for word in self.stores.words.analyse(" ".join(earlier)):
            weights.setdefault(word.term, _EARLIER_WEIGHT)
        return list(weights.items())

    def _interactions(self, asked: AnalysedQuery, passages: Sequence[RankedPassage]) -> Floats:
        vectors = [expanded(tokens.vectors) for tokens in self._tokens(passages)]
        met: Floats = best_matches_of_each(asked.states.vectors, vectors) @ asked.weights
        return met

    def _tokens(self, passages: Sequence[RankedPassage]) -> list[PassageTokens]:
        """Return the tokens of passages; those that are not stored are read now."""
        tokens, reader = self.stores.tokens, self.stores.reader
        if tokens is None or reader is None:
            return [PassageTokens.of(each.passage, _no_tokens()) for each in passages]
        held = tokens.fetch([each.passage.id for each in passages])
        missing = [each for each in passages if each.passage.id not in held]
        for each, states in zip(missing, reader.tokens([p.text for p in missing]), strict=True):
            held[each.passage.id] = PassageTokens.of(each.passage, states)
        return [held[each.passage.id] for each in passages]


def _no_tokens() -> TokenStates:
    return TokenStates(
        ids=np.zeros(0, np.int32),
        spans=np.zeros((0, 2), np.int32),
        vectors=np.zeros((0, 2), np.float32),
    )
