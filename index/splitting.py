"""Blocks into passages: whole sentences, near a budget of tokens, never beyond a window."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.passage import Span
from index.reading import Block
from index.sentences import split_sentences
from index.tokens import count_tokens

Lengths = Callable[[Sequence[str]], list[int]]

# An embedder may see a very long word as one unknown token, so that its parts would go unseen.
_LONGEST_WORD = 400
_BATCH = 10_000
_ENOUGH_AT_PARAGRAPH = 0.6
_ENOUGH_AT_HEADING = 0.3
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Draft:
    """The span of a passage and of its sentences, before it is stored."""

    start: int
    end: int
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, or a part of one that fits no window, on its way into a passage.

    What stands between it and the piece before, a list's mark or a comment, is in the passage too
    if both are: `gap` is the embedder's count of that.
    """

    start: int
    end: int
    tokens: int
    units: int
    gap: int
    heading: bool = False
    ends_block: bool = False


@dataclass(frozen=True, slots=True)
class Splitter:
    """Splits texts into passages.

    Attributes:
        budget: tiktoken tokens that a passage aims at.
        window: most tokens of the embedder in a passage, special ones not counted.
        lengths: the embedder's count of tokens of each text.
    """

    budget: int
    window: int
    lengths: Lengths

    def split(self, text: str, blocks: Sequence[Block]) -> list[Draft]:
        """Return the passages of a text in order; every word of every block is in one."""
        return [_draft(pieces) for pieces in self._packed(self._pieces(text, blocks))]

    def _pieces(self, text: str, blocks: Sequence[Block]) -> Iterator[_Piece]:
        spans = list(_sentence_spans(text, blocks))
        for first in range(0, len(spans), _BATCH):
            batch = spans[first : first + _BATCH]
            texts = [text[start:end] for start, end, _, _ in batch]
            ends = [batch[0][0], *(end for _, end, _, _ in batch)]
            gaps = [text[left:right] for left, (right, *_) in zip(ends, batch, strict=False)]
            counts = count_tokens(texts), self._units(texts), self.lengths(gaps)
            for (start, end, heading, last), tokens, units, gap in zip(batch, *counts, strict=True):
                if units <= self.window:
                    yield _Piece(start, end, tokens, units, gap, heading, last)
                else:
                    yield from self._cut(text, start, end, last)

    def _units(self, texts: list[str]) -> list[int]:
        """Return the embedder's counts; a text with a word that must be cut counts as too long."""
        over = self.window + 1
        cut = [len(text) > _LONGEST_WORD and _longest_word(text) > _LONGEST_WORD for text in texts]
        kept = iter(self.lengths([text for text, long in zip(texts, cut, strict=True) if not long]))
        return [over if long else next(kept) for long in cut]

    def _cut(self, text: str, start: int, end: int, last: bool) -> Iterator[_Piece]:
        """Cut a sentence that fits no window: at its spaces, and inside a word that fits none."""
        held: list[Span] = []
        units = 0
        for word, count, whole in self._words(text, start, end):
            if held and (units + count > self.window or not whole):
                yield self._piece(text, held, units)
                held, units = [], 0
            held.append(word)
            units = units + count if whole else self.window
        if held:
            yield self._piece(text, held, units, ends_block=last)

    def _words(self, text: str, start: int, end: int) -> Iterator[tuple[Span, int, bool]]:
        """Yield the words of a span with their counts; a part of a word is not whole."""
        words = [match.span() for match in _WORD.finditer(text, start, end)]
        for first in range(0, len(words), _BATCH):
            batch = words[first : first + _BATCH]
            counts = self._units([text[left:right] for left, right in batch])
            for span, count in zip(batch, counts, strict=True):
                if count <= self.window:
                    yield span, count, True
                else:
                    yield from ((part, self.window, False) for part in self._parts(text, *span))

    def _parts(self, text: str, start: int, end: int) -> Iterator[Span]:
        """Yield parts of a word, each of which fits the window by itself."""
        step = _LONGEST_WORD
        while start < end:
            stop = min(start + step, end)
            if self.lengths([text[start:stop]])[0] > self.window and stop - start > 1:
                step = (stop - start) // 2
                continue
            yield start, stop
            start = stop

    def _piece(
        self, text: str, words: list[Span], units: int, *, ends_block: bool = False
    ) -> _Piece:
        start, end = words[0][0], words[-1][1]
        tokens = count_tokens([text[start:end]])[0]
        return _Piece(start, end, tokens, units, self.window, ends_block=ends_block)

    def _packed(self, pieces: Iterator[_Piece]) -> Iterator[list[_Piece]]:
        """Join pieces while they fit, preferring to end where a paragraph or a section does."""
        held: list[_Piece] = []
        for piece in pieces:
            if held and self._ends_before(piece, held):
                yield held
                held = []
            held.append(piece)
        if held:
            yield held

    def _ends_before(self, piece: _Piece, held: list[_Piece]) -> bool:
        units = held[0].units + sum(other.gap + other.units for other in held[1:])
        if units + piece.gap + piece.units > self.window:
            return True
        if all(other.heading for other in held):
            return False
        tokens = sum(other.tokens for other in held)
        if tokens + piece.tokens > self.budget:
            return True
        enough = _ENOUGH_AT_HEADING if piece.heading else _ENOUGH_AT_PARAGRAPH
        return held[-1].ends_block and tokens >= enough * self.budget


def _sentence_spans(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int, bool, bool]]:
    for block in blocks:
        if block.heading or block.whole:
            yield block.start, block.end, block.heading, True
            continue
        spans = split_sentences(text, block.start, block.end)
        for place, (start, end) in enumerate(spans, 1):
            yield start, end, False, place == len(spans)


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _draft(pieces: Sequence[_Piece]) -> Draft:
    spans = tuple((piece.start, piece.end) for piece in pieces if not piece.heading)
    spans = spans or tuple((piece.start, piece.end) for piece in pieces)
    return Draft(pieces[0].start, pieces[-1].end, spans)
