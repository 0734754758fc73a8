"""A statement beside a quote: which words correspond, and how similar their contexts are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.verifying.analysed_text import AnalysedText, Floats

# Least cosine of two words in context that count as the same: "arrest" and "detain" have 0.65,
# "rose" and "fell" 0.41.
SAME_WORD = 0.62
_LEAST_SIMILARITY = 0.5  # less similar words add nothing to a context; a guess
_TIE = 0.05  # words that are less similar than the best by this much still correspond; a guess

# How far a context reaches, in content words on each side, and what each of them counts. Guesses,
# with which the figures of `assistant.training.verifying.learning` were measured.
_CONTEXT_REACH = 4
_WEIGHT_BY_RANK = (1.0, 0.8, 0.6, 0.45)
_OTHER_SIDE = 0.8
_COUNTED_THING = 1.6  # the word after a number says what is counted

_NEIGHBOURS = 3  # most words on each side that `shared_neighbours` compares
_STOP_WORD_SHARE = 0.5  # what an equal stop word counts, where a content word counts 1

_ASIDE = re.compile(r"\([^()]*\)|, (?:who|which|a|an|the)\b[^,.]*,")
_CLAUSE_END = re.compile(r"[.!?;:,()\n—–]| - ")
_SENTENCE_END = re.compile(r"[.!?;][”\"’)]*\s+(?=[A-Z“\"])|\n")
_RELATIVE_PRONOUNS = frozenset({"who", "which"})


class _ContextWord(NamedTuple):
    """A word near another: on its left (-1) or right (1), and the how manieth on that side."""

    position: int
    side: int
    rank: int


@dataclass(frozen=True, eq=False)
class Alignment:
    """A statement beside a quote, or beside several quotes as one text."""

    statement: AnalysedText
    quote: AnalysedText

    @cached_property
    def similarity(self) -> Floats:
        """How similar each two words are, in [0, 1], (words of the statement, of the quote)."""
        similarity: Floats = np.clip(self.statement.vectors @ self.quote.vectors.T, 0.0, 1.0)
        positions: dict[str, list[int]] = {}
        for position, term in enumerate(self.quote.terms):
            positions.setdefault(term, []).append(position)
        for position, term in enumerate(self.statement.terms):
            similarity[position, positions.get(term, [])] = 1.0
        return similarity

    @cached_property
    def _both_content(self) -> NDArray[np.bool_]:
        """Which pairs of words, in the shape of `similarity`, are both no stop words."""
        statement, quote = (
            np.array([not text.is_stop_word(p) for p in range(len(text.words))], np.bool_)
            for text in (self.statement, self.quote)
        )
        both: NDArray[np.bool_] = statement[:, None] & quote[None, :]
        return both

    def in_quote(self, position: int, least: float = SAME_WORD) -> list[int]:
        """Return the words of the quote that correspond to a word of the statement.

        The same word where the quote has it, otherwise the most similar ones.
        """
        return _most_similar(self.similarity[position], self._both_content[position], least)

    def in_statement(self, position: int, least: float = SAME_WORD) -> list[int]:
        """Return the words of the statement that correspond to a word of the quote."""
        return _most_similar(self.similarity[:, position], self._both_content[:, position], least)

    def best_in_context(self, position: int, candidates: Sequence[int]) -> int:
        """Return which of some words of the quote has the context of a word of the statement."""
        return max(candidates, key=lambda each: self.context_similarity([position], [each]))

    def context_similarity(
        self, own: Sequence[int], other: Sequence[int], *, is_number: bool = False
    ) -> float:
        """Return how similar the words around two groups of words are, in [0, 1].

        Args:
            own: positions in the statement.
            other: positions in the quote.
            is_number: whether the group is a number, so that the word after it counts more.
        """
        around_own = _context(self.statement, own)
        around_other = _context(self.quote, other)
        total = reached = 0.0
        for word in around_own:
            is_counted = is_number and word.side > 0 and word.rank == 0
            weight = _WEIGHT_BY_RANK[word.rank] * (_COUNTED_THING if is_counted else 1.0)
            total += weight
            reached += weight * max(
                (self._context_word_similarity(word, each) for each in around_other), default=0.0
            )
        return reached / total if total else 0.0

    def _context_word_similarity(self, own: _ContextWord, other: _ContextWord) -> float:
        similarity = float(self.similarity[own.position, other.position])
        if similarity < _LEAST_SIMILARITY:
            return 0.0
        side = 1.0 if own.side == other.side else _OTHER_SIDE
        nearness: float = _WEIGHT_BY_RANK[other.rank] ** 0.5
        return similarity * nearness * side

    def shared_neighbours(self, own: Sequence[int], other: Sequence[int]) -> float:
        """Return how many words in a row are the same beside two groups, on both sides together.

        At most three a side. A stop word counts half, and so does a clause that ends on both
        sides at the same word. Parentheses and clauses between commas are skipped.
        """
        if not own or not other:
            return 0.0
        return self.shared_on_side(own, other, -1) + self.shared_on_side(own, other, 1)

    def shared_on_side(self, own: Sequence[int], other: Sequence[int], side: int) -> float:
        """Return how many words in a row are the same on one side, as `shared_neighbours`."""
        here = neighbours(self.statement, own, side)
        there = neighbours(self.quote, other, side)
        shared = 0.0
        for one, two in zip(here, there, strict=False):
            if self.statement.terms[one] != self.quote.terms[two]:
                return shared
            shared += _STOP_WORD_SHARE if self.statement.is_stop_word(one) else 1.0
        if len(here) == len(there) and len(here) < _NEIGHBOURS:
            shared += _STOP_WORD_SHARE  # both clauses end here
        return shared


def _most_similar(similarity: Floats, both_content: NDArray[np.bool_], least: float) -> list[int]:
    same = np.flatnonzero(similarity >= 1.0)
    if len(same):
        return same.tolist()
    content = np.where(both_content, similarity, 0.0)
    bound = max(least, float(content.max(initial=0.0)) - _TIE)
    return [int(each) for each in np.flatnonzero(content >= bound)]


def _context(text: AnalysedText, positions: Sequence[int]) -> list[_ContextWord]:
    """Return the content words around some words, within their sentence."""
    if not positions:
        return []
    found: list[_ContextWord] = []
    skipped = _positions_in_asides(text, positions)
    for side, start in ((-1, min(positions) - 1), (1, max(positions) + 1)):
        rank, position = 0, start
        while 0 <= position < len(text.words) and rank < _CONTEXT_REACH:
            if _separates(_SENTENCE_END, text, position, position - side, beyond=1):
                break
            if position not in skipped and not text.is_stop_word(position):
                found.append(_ContextWord(position, side, rank))
                rank += 1
            position += side
    return found


def neighbours(text: AnalysedText, positions: Sequence[int], side: int) -> list[int]:
    """Return the words of the same clause on one side of some words, at most three, nearest first.

    A relative pronoun continues the clause: in "Ada, who sailed" the neighbour of Ada is "sailed".
    """
    if not positions:
        return []
    skipped = _positions_in_asides(text, positions)
    found: list[int] = []
    last = min(positions) if side < 0 else max(positions)
    position = last + side
    while 0 <= position < len(text.words) and len(found) < _NEIGHBOURS:
        if position not in skipped:
            if side > 0 and position == last + 1 and _is_relative_pronoun(text, position):
                last = position
                position += side
                continue
            if abs(position - last) == 1 and _separates(_CLAUSE_END, text, position, last):
                break
            found.append(position)
            last = position
        position += side
    return found


def _is_relative_pronoun(text: AnalysedText, position: int) -> bool:
    """Tell whether a word is "who" or "which" after a comma."""
    start = text.words[position].start
    return text.terms[position] in _RELATIVE_PRONOUNS and text.text.startswith(", ", start - 2)


def _separates(
    pattern: re.Pattern[str], text: AnalysedText, one: int, other: int, beyond: int = 0
) -> bool:
    """Tell whether a pattern occurs between two neighbouring words, or some characters beyond."""
    first, second = sorted((one, other))
    start, end = text.words[first].end, text.words[second].start
    return pattern.search(text.text, start, end + beyond) is not None


def _positions_in_asides(text: AnalysedText, positions: Sequence[int]) -> set[int]:
    """Return the words of the asides that contain none of some words."""
    excluded = set(positions)
    return {p for aside in _asides(text) if excluded.isdisjoint(aside) for p in aside}


@lru_cache(maxsize=64)
def _asides(text: AnalysedText) -> tuple[tuple[int, ...], ...]:
    """Return the words of each parenthesis and of each clause between commas."""
    spans = (match.span() for match in _ASIDE.finditer(text.text))
    return tuple(tuple(text.positions_between(*span)) for span in spans)
