"""The cross-encoder that ships: reads a question and a passage together, run by onnxruntime.

Where the embedder compares two vectors, this reads both texts at once: every token of the passage
gets a logit for the start and the end of a short answer, and one for belonging to a sentence that
answers (Clark and Gardner, 2018, for scores that are comparable between passages). All logits are
absolute: 0 is the score of “no answer here”. `assistant/training/reader/` makes the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.machine import available_cores
from index.onnx_embedding import open_session, open_tokenizer
from index.passage import Passage, Span

LONGEST = 256
"""Tokens of a row: the question, the surroundings and the passage. The model knows no more."""

# The question and the surroundings leave most of the row to the passage. Both limits are those of
# the training data.
_LONGEST_QUESTION = 64
_LONGEST_SURROUNDINGS = 32
_LONGEST_TITLE = 100
_LONGEST_SECTION = 80
# Tokens of a short answer. Longer spans are sentences, not short answers.
_LONGEST_SHORT_ANSWER = 24
_CLS, _SEP = 101, 102

_Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """What the model makes of one sentence.

    Attributes:
        evidence: logit that the sentence answers, the mean over its tokens; 0 is undecided.
        short_answer: the likeliest short answer in it, as offsets into the canonical text.
        short_answer_score: the start logit and the end logit of that, added.
    """

    evidence: float
    short_answer: Span
    short_answer_score: float


@dataclass(frozen=True, slots=True)
class PassageReading:
    """What the model makes of a passage.

    Attributes:
        answers: logit that the passage answers the question; 0 is undecided.
        sentences: a reading for each sentence of the passage, in its order.
    """

    answers: float
    sentences: tuple[SentenceReading, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A question and a passage as one row of tokens.

    Attributes:
        ids: the tokens, special ones included.
        second: the first token of the passage's part, which begins with its surroundings.
        start: the first token of the passage's own text.
        offsets: the span of each token of that text, in the passage.
    """

    ids: list[int]
    second: int
    start: int
    offsets: Sequence[Span]


@dataclass(frozen=True, slots=True, eq=False)
class CrossEncoder:
    """A fine-tuned MiniLM in eight bits; safe to share between threads."""

    _tokenizer: Tokenizer
    _session: onnxruntime.InferenceSession
    _workers: ThreadPoolExecutor

    @classmethod
    def open(cls, threads: int | None = None) -> CrossEncoder:
        """Load the model to run on this many cores (default: all that the process may use)."""
        folder = files("index.minilm")
        return cls(
            _tokenizer=open_tokenizer((folder / "tokenizer.json").read_text(encoding="utf-8")),
            _session=open_session((folder / "reader.onnx").read_bytes()),
            _workers=ThreadPoolExecutor(threads or available_cores(), "reading"),
        )

    def read(self, question: str, passages: Sequence[Passage]) -> list[PassageReading]:
        """Return a reading for each passage, in their order."""
        texts = [(surroundings_of(each), each.text) for each in passages]
        rows = rows_of(self._tokenizer, question, texts)
        return list(self._workers.map(self._read, rows, passages))

    def _read(self, row: Row, passage: Passage) -> PassageReading:
        ids = np.array([row.ids], np.int32)
        segments = (np.arange(len(row.ids)) >= row.second).astype(np.int32)[None]
        names = ["start", "end", "evidence", "answers"]
        outputs = self._session.run(names, {"input_ids": ids, "segments": segments})
        tokens = np.stack([each[0] for each in outputs[:3]])
        sentences = tuple(_sentence(row, tokens, passage, span) for span in passage.sentences)
        return PassageReading(float(outputs[3][0]), sentences)


def surroundings_of(passage: Passage) -> str:
    """Return the line that tells the model where a passage is: title › section · file name."""
    origin = passage.origin
    title = _line(origin.source.title, _LONGEST_TITLE)
    sections = [
        _line(place.name, _LONGEST_SECTION)
        for place in origin.places
        if place.kind == "section" and place.start <= passage.start < place.end
    ]
    names = [title, *(name for name in sections[-1:] if name != title)]
    return f"{' › '.join(names)} · {origin.source.location.rsplit('/', 1)[-1]}"


def _line(text: str, longest: int) -> str:
    return " ".join(text.split())[:longest]


def rows_of(tokenizer: Tokenizer, question: str, passages: Sequence[tuple[str, str]]) -> list[Row]:
    """Return a row for each passage, given as its surroundings and its text, in their order.

    The model is trained on these rows (`assistant/training/reader/encoding.py`).
    """
    texts = [question, *(around for around, _ in passages), *(text for _, text in passages)]
    asked, *rest = tokenizer.encode_batch(texts, add_special_tokens=False)
    pairs = zip(rest[: len(passages)], rest[len(passages) :], strict=True)
    return [_row(asked, around, text) for around, text in pairs]


def _row(question: Encoding, surroundings: Encoding, text: Encoding) -> Row:
    ids = [_CLS, *question.ids[:_LONGEST_QUESTION], _SEP]
    second = len(ids)
    # No passage of a library is without surroundings; some of the training data are.
    if surroundings.ids:
        ids += [*surroundings.ids[:_LONGEST_SURROUNDINGS], _SEP]
    start = len(ids)
    room = LONGEST - start - 1
    return Row([*ids, *text.ids[:room], _SEP], second, start, text.offsets[:room])


def _sentence(row: Row, tokens: _Floats, passage: Passage, span: Span) -> SentenceReading:
    """Return the reading of a sentence; one that was cut off is read as no answer.

    Args:
        row: the row that the model read.
        tokens: start, end and evidence logits of its tokens, (3, length).
        passage: the passage.
        span: the sentence, in offsets of the canonical text.
    """
    left, right = span[0] - passage.start, span[1] - passage.start
    inside = [n for n, (a, b) in enumerate(row.offsets) if b > left and a < right]
    if not inside:
        return SentenceReading(_CUT_OFF, span, 2 * _CUT_OFF)
    first, last = inside[0], inside[-1] + 1
    start, end, evidence = tokens[:, row.start + first : row.start + last]
    one, other, score = best_span(start, end)
    short = (
        passage.start + row.offsets[first + one][0],
        passage.start + row.offsets[first + other][1],
    )
    return SentenceReading(float(evidence.mean()), short, score)


# What a sentence beyond the row gets in place of a logit: far below every real one.
_CUT_OFF = -20.0


def best_span(start: _Floats, end: _Floats) -> tuple[int, int, float]:
    """Return the first and last token of the likeliest short answer, and its score."""
    sums = start[:, None] + end[None, :]
    length = len(start)
    allowed = np.triu(np.ones((length, length), np.bool_))
    allowed &= ~np.triu(np.ones((length, length), np.bool_), _LONGEST_SHORT_ANSWER)
    best = int(np.where(allowed, sums, -np.inf).argmax())
    one, other = divmod(best, length)
    return one, other, float(sums[one, other])
