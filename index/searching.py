"""From a question to ranked passages: by meaning, by words, and token by token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from index.embedding import TokenStates
from index.errors import Part, PartDamaged
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

# Passages taken from each engine and reranked by token: a guess, four times what is shown.
_CANDIDATES = 50
# Weight of the earlier questions beside this one: MTRAG-UN, nDCG@5 0.815 without and 0.873 with.
_EARLIER_WEIGHT = 0.5
# Weight of the last reply: a guess, below that of what the person asked.
_SAID_WEIGHT = 0.3
# Cosine of a question and those before it: a tenth of MTRAG-UN's follow-ups lie below, and five in
# six of its questions put after another conversation.
_SAME_SUBJECT = 0.15
# Passages looked through for the spelling of a word: a guess.
_NEAR = 5

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Searcher:
    """Searches the stores of a library."""

    stores: Stores

    def analyse(self, query: Query) -> AnalysedQuery:
        """Return a query with its vector, words and tokens; raises TextTooLong."""
        words = self.stores.words.analyse(query.text)
        frequencies = self.stores.words.frequencies(word.term for word in words)
        vector, states, is_follow_up = self._read(query)
        rarity = rarities(words, states, frequencies, self.stores.words.count())
        return AnalysedQuery(
            query=query,
            vector=vector,
            terms=self._terms(words, query.earlier if is_follow_up else ()),
            words=words,
            rarity=rarity,
            unknown=frozenset(term for term, passages in frequencies.items() if not passages),
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
        for each, found in self._vectors(only_lexical).items():
            dense[each] = float(found @ asked.vector)
        only_dense = [each for each in dense if each not in lexical]
        lexical |= stores.words.scores(asked.terms, only_dense)
        ranked = blend(stores.catalogue.passages(list(dense)), dense, lexical)
        if stores.reader is not None:
            ranked = reranked(ranked, self._interactions(asked, ranked[:_CANDIDATES]))
        return ranked[:limit]

    def _vectors(self, passages: Sequence[int]) -> dict[int, Floats]:
        """Return the vectors of passages whose sources are ready.

        Raises:
            PartDamaged: one has none, which is stored before its words are.
        """
        stores = self.stores
        found = stores.vectors.fetch(passages)
        if len(found) == len(passages):
            return found
        # The words may be newer than the vectors, where another process has just written both.
        stores.vectors.refresh()
        found = stores.vectors.fetch(passages)
        if lost := stores.catalogue.passages([each for each in passages if each not in found]):
            what = f"The vectors of {len(lost)} passages of a search are missing."
            raise PartDamaged(Part.VECTORS, what)
        return found

    def matches(self, asked: AnalysedQuery, passages: Sequence[RankedPassage]) -> list[Matches]:
        """Return how well each passage, and each sentence of it, matches the question."""
        return [
            matches_of(asked.states.vectors, expanded(tokens.vectors), tokens.bounds)
            for tokens in self._tokens(passages)
        ]

    def spelled_like(self, word: Word) -> str | None:
        """Return the word of the library, as it is written there, nearest to one that it lacks."""
        found = self.stores.words.near(word.term, _NEAR)
        spellings: dict[str, str] = {}
        for passage in self.stores.catalogue.passages(found).values():
            for each in self.stores.words.analyse(passage.text):
                spellings.setdefault(each.term, passage.text[each.start : each.end])
        # One letter in six is 0.8 and more; the passages contain a term as similar as that.
        nearest = get_close_matches(word.term, spellings, n=1, cutoff=0.8)
        return spellings[nearest[0]] if nearest else None

    def _read(self, query: Query) -> tuple[Floats, TokenStates, bool]:
        """Return the vector of a query, the tokens of its question, and whether it is a follow-up.

        The earlier questions count where the question depends on them or is similar to them.
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
        is_follow_up = len(before) > 0 and (
            query.leans or float(before[0] @ vector) >= _SAME_SUBJECT
        )
        if is_follow_up:
            shares = np.array([_EARLIER_WEIGHT, _SAID_WEIGHT], np.float32)
            vector = vector + shares[: len(before)] @ before
        unit: Floats = vector / max(float(np.linalg.norm(vector)), 1e-12)
        return unit, states[0], is_follow_up

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
        stored = tokens.fetch([each.passage.id for each in passages])
        missing = [each for each in passages if each.passage.id not in stored]
        for each, states in zip(missing, reader.tokens([p.text for p in missing]), strict=True):
            stored[each.passage.id] = PassageTokens.of(each.passage, states)
        return [stored[each.passage.id] for each in passages]


def _no_tokens() -> TokenStates:
    return TokenStates(
        ids=np.zeros(0, np.int32),
        spans=np.zeros((0, 2), np.int32),
        vectors=np.zeros((0, 2), np.float32),
    )
