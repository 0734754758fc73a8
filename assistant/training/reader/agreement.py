"""Compares the cross-encoder in eight bits with the one in full precision.

    python -m assistant.training.reader.agreement network.pt reader.onnx HELD_OUT.jsonl.gz

Prints, over the questions, how often both put the same sentence first, how often both say that it
answers or that nothing does, and how often both choose the same short answer in it; and how far
apart the scores of the sentences are.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from assistant.training.reader.encoding import LabelledRow, RowEncoder
from assistant.training.reader.export import read_network
from assistant.training.reader.groups import read_groups
from assistant.training.reader.model import CrossEncoderNetwork, padded
from index.cross_encoder import Row, best_span
from index.onnx_embedding import open_session

_Floats = NDArray[np.float32]
# Start, end and evidence logits of the tokens of a row, (3, length).
_Reader = Callable[[Row], _Floats]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one of the two makes of a question.

    Attributes:
        scores: the evidence of each sentence, (sentences,).
        answers: the first and the last token of the likeliest short answer of each sentence.
    """

    scores: _Floats
    answers: Sequence[tuple[int, int]]


def in_full_precision(network: CrossEncoderNetwork) -> _Reader:
    """Return what reads a row with a network."""

    def read(row: Row) -> _Floats:
        with torch.no_grad():
            logits = network(*padded([row]))
        return np.stack([each[0].numpy() for each in logits[:3]])

    return read


def in_eight_bits(model: bytes) -> _Reader:
    """Return what reads a row with an exported model."""
    session = open_session(model)

    def read(row: Row) -> _Floats:
        ids = np.array([row.ids], np.int32)
        segments = (np.arange(len(row.ids)) >= row.second).astype(np.int32)[None]
        names = ["start", "end", "evidence"]
        logits = session.run(names, {"input_ids": ids, "segments": segments})
        return np.concatenate(logits)

    return read


def _reading(read: _Reader, rows: Sequence[LabelledRow]) -> _Reading:
    scores: list[np.float32] = []
    answers = []
    for each in rows:
        logits = read(each.row)
        for left, right in each.sentences:
            start, end, evidence = logits[:, left:right]
            scores.append(evidence.mean())
            first, last, _ = best_span(start, end)
            answers.append((first, last))
    return _Reading(np.array(scores, np.float32), answers)


def compare(
    one: _Reader, other: _Reader, questions: Sequence[Sequence[LabelledRow]]
) -> dict[str, float]:
    """Return how often, from 0 to 1, two agree, and how far apart they are, in logits."""
    same: list[tuple[bool, bool, bool]] = []
    apart: list[_Floats] = []
    for rows in filter(None, questions):
        left, right = _reading(one, rows), _reading(other, rows)
        first, second = int(left.scores.argmax()), int(right.scores.argmax())
        is_same_null = (left.scores[first] > 0) == (right.scores[second] > 0)
        is_same_answer = first == second and left.answers[first] == right.answers[first]
        same.append((first == second, bool(is_same_null), is_same_answer))
        apart.append(np.abs(left.scores - right.scores))
    names = ("first sentence", "answered or not", "short answer")
    shares = dict(zip(names, map(float, np.mean(same, axis=0)), strict=True))
    every = np.concatenate(apart)
    return shares | {"mean": float(every.mean()), "99 in 100": float(np.quantile(every, 0.99))}


def main() -> None:
    """Compare on the questions of a file of groups."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("groups", type=Path)
    options = parser.parse_args()
    encoder = RowEncoder()
    questions = [encoder.labelled_rows(group) for group in read_groups(options.groups)]
    full = in_full_precision(read_network(options.network))
    eight = in_eight_bits(options.model.read_bytes())
    for name, value in compare(full, eight, questions).items():
        print(f"{name}: {value:.3f}")


if __name__ == "__main__":
    main()
