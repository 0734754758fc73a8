"""Losses of groups, and how well the cross-encoder does on groups that it is not trained on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import torch
from torch import Tensor
from torch.nn.functional import pad

from assistant.training.reader.encoding import LabelledRow, RowEncoder
from assistant.training.reader.groups import POSITIVE, Group
from assistant.training.reader.losses import group_loss, sentence_scores
from assistant.training.reader.model import CrossEncoderNetwork, Logits, padded

# Tokens of a batch with its padding: a whole step at once needs more memory and is no faster.
_BATCH_TOKENS = 3072
_GROUPS = 16


def losses_of(
    network: CrossEncoderNetwork, groups: Sequence[Sequence[LabelledRow]]
) -> tuple[list[Mapping[str, Tensor]], list[Logits]]:
    """Return the losses and the logits of each group, given as its rows."""
    logits = _logits_of(network, [row for group in groups for row in group])
    parts, first = [], 0
    for group in groups:
        parts.append(Logits(*(each[first : first + len(group)] for each in logits)))
        first += len(group)
    return [group_loss(part, group) for part, group in zip(parts, groups, strict=True)], parts


def _logits_of(network: CrossEncoderNetwork, rows: Sequence[LabelledRow]) -> Logits:
    """Return the logits of rows, in their order; rows of similar length are read together."""
    order = sorted(range(len(rows)), key=lambda number: len(rows[number].row.ids))
    longest = len(rows[order[-1]].row.ids)
    parts: list[tuple[Tensor, ...]] = []
    for batch in _batches(order, rows):
        with torch.autocast("cpu", torch.bfloat16):
            logits = network(*padded([rows[number].row for number in batch]))
        missing = longest - logits.start.shape[1]
        tokens = (pad(each, (0, missing)) for each in logits[:3])
        parts.append((*tokens, logits.answers))
    back = torch.tensor(order).argsort()
    return Logits(*(torch.cat(part)[back] for part in zip(*parts, strict=True)))


def _batches(order: Sequence[int], rows: Sequence[LabelledRow]) -> Iterator[list[int]]:
    batch: list[int] = []
    for number in order:
        if batch and (len(batch) + 1) * len(rows[number].row.ids) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(number)
    yield batch


def evaluate(
    network: CrossEncoderNetwork, encoder: RowEncoder, groups: Sequence[Group]
) -> dict[str, float]:
    """Return figures of some groups, which are not empty.

    They are the mean of each loss; `first`, the share of the answerable questions whose best
    sentence answers; and `area`, the area under the ROC curve of the best sentence's score as a
    sign that the question is answerable.
    """
    sums: dict[str, float] = defaultdict(float)
    best: list[tuple[float, bool, bool]] = []
    network.eval()
    with torch.no_grad():
        for start in range(0, len(groups), _GROUPS):
            encoded = map(encoder.labelled_rows, groups[start : start + _GROUPS])
            batch = [rows for rows in encoded if rows]
            for rows, losses, logits in zip(batch, *losses_of(network, batch), strict=True):
                best.append(_best_sentence(logits, rows))
                for name, loss in losses.items():
                    sums[name] += float(loss)
    network.train()
    figures = {name: total / len(best) for name, total in sums.items()}
    hits = [is_right for _, is_right, is_answerable in best if is_answerable]
    scores = [(score, is_answerable) for score, _, is_answerable in best]
    return figures | {"first": sum(hits) / max(len(hits), 1), "area": area_under_curve(scores)}


def _best_sentence(logits: Logits, rows: Sequence[LabelledRow]) -> tuple[float, bool, bool]:
    """Return the best score, whether that sentence answers, and whether any does."""
    pairs = zip(logits.evidence, rows, strict=True)
    scores = torch.cat([sentence_scores(evidence, row) for evidence, row in pairs])
    labels = [label for row in rows for label in row.labels]
    top = int(scores.argmax())
    return float(scores[top]), labels[top] == POSITIVE, POSITIVE in labels


def area_under_curve(scores: Sequence[tuple[float, bool]]) -> float:
    """Return the chance that a positive scores above a negative, ties counting half; else 0."""
    positive = [score for score, is_positive in scores if is_positive]
    negative = [score for score, is_positive in scores if not is_positive]
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / max(len(positive) * len(negative), 1)
