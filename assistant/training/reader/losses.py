"""The losses of the cross-encoder, over all passages of a question at once.

Every softmax runs over the tokens or sentences of all passages of a group and has one more entry,
0, for “no answer here”. That makes scores comparable between passages and between questions (Clark
and Gardner, 2018, “Simple and Effective Multi-Paragraph Reading Comprehension”, shared
normalisation).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, pad

from assistant.training.reader.encoding import LabelledRow
from assistant.training.reader.groups import DOUBTFUL, POSITIVE
from assistant.training.reader.model import Logits

# The factor of each loss, all guesses. The sentence decides what is quoted, so it counts most.
FACTORS = {"answer": 0.5, "sentence": 1.0, "each sentence": 0.5, "passage": 0.3}


def group_loss(logits: Logits, rows: Sequence[LabelledRow]) -> Mapping[str, Tensor]:
    """Return the losses of one question by name, each times its factor.

    Args:
        logits: of the rows, in their order.
        rows: the labelled rows of the question, at least one.
    """
    each_row = zip(logits.evidence, rows, strict=True)
    scores = torch.cat([sentence_scores(evidence, row) for evidence, row in each_row])
    labels = torch.tensor(list(chain.from_iterable(row.labels for row in rows)))
    is_answering = torch.tensor([float(POSITIVE in row.labels) for row in rows])
    known = labels != DOUBTFUL
    positive = scores[labels == POSITIVE]
    right = (labels[known] == POSITIVE).float()
    losses = {
        "answer": _answer_loss(logits, rows),
        "sentence": _log_sum_with_null(scores[known]) - _log_sum_or_null(positive),
        "each sentence": binary_cross_entropy_with_logits(scores[known], right)
        if known.any()
        else torch.zeros(()),
        "passage": binary_cross_entropy_with_logits(logits.answers, is_answering),
    }
    return {name: FACTORS[name] * loss for name, loss in losses.items()}


def sentence_scores(evidence: Tensor, row: LabelledRow) -> Tensor:
    """Return the mean of the evidence over the tokens of each sentence, (sentences,)."""
    sums = pad(evidence, (1, 0)).cumsum(0)
    start, end = torch.tensor(row.sentences).T
    return (sums[end] - sums[start]) / (end - start)


def _answer_loss(logits: Logits, rows: Sequence[LabelledRow]) -> Tensor:
    """Return the loss of the short answer's first and last token.

    Any accepted short answer is right. Where none is marked, any token of a positive sentence is
    right, and where there is no such sentence, only the null is.
    """
    starts, ends, answers, inside = [], [], [], []
    for start, end, row in zip(logits.start, logits.end, rows, strict=True):
        allowed = _allowed(row, len(start))
        starts.append(start[allowed])
        ends.append(end[allowed])
        answers += [start[first] + end[last] for first, last in row.answers]
        for (left, right), label in zip(row.sentences, row.labels, strict=True):
            if label == POSITIVE:
                inside.append((start[left:right], end[left:right]))
    total = _log_sum_with_null(torch.cat(starts)) + _log_sum_with_null(torch.cat(ends))
    if answers:
        return total - torch.stack(answers).logsumexp(0)
    if inside:
        start, end = (torch.cat(part) for part in zip(*inside, strict=True))
        return total - start.logsumexp(0) - end.logsumexp(0)
    return total


def _allowed(row: LabelledRow, length: int) -> Tensor:
    """Return which tokens take part: the text, without doubtful sentences that have no answer."""
    allowed = torch.zeros(length, dtype=torch.bool)
    allowed[slice(*row.text)] = True
    for (left, right), label in zip(row.sentences, row.labels, strict=True):
        if label == DOUBTFUL:
            allowed[left:right] = False
    for first, last in row.answers:
        allowed[first : last + 1] = True
    return allowed


def _log_sum_with_null(scores: Tensor) -> Tensor:
    return pad(scores, (1, 0)).logsumexp(0)


def _log_sum_or_null(scores: Tensor) -> Tensor:
    return scores.logsumexp(0) if len(scores) else torch.zeros(())
