"""The network of the cross-encoder: the six-layer BERT of MiniLM with two small linear heads.

Every token gets a logit for the start and for the end of a short answer, and one for being in a
sentence that answers. The first token gets the logit that the passage answers at all. All logits
are absolute: 0 is the score of “no answer here”.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from assistant.training.embedder.encoder import DIMENSIONS, EPSILON, HEADS, LAYERS, Weights
from index.cross_encoder import Row

_WIDE = 4 * DIMENSIONS
_WORDS = 30522
_POSITIONS = 512
# The parts of our network, and what the published model calls the same.
_TABLES = {
    "words": "embeddings.word_embeddings",
    "positions": "embeddings.position_embeddings",
    "segments": "embeddings.token_type_embeddings",
}
_PARTS = {
    "attended": "attention.output.dense",
    "attention_norm": "attention.output.LayerNorm",
    "widened": "intermediate.dense",
    "narrowed": "output.dense",
    "output_norm": "output.LayerNorm",
}
_ATTENTION = ("query", "key", "value")


class Logits(NamedTuple):
    """Logits of a batch: for each token (rows, length), and for each passage (rows,)."""

    start: Tensor
    end: Tensor
    evidence: Tensor
    answers: Tensor


class _Layer(nn.Module):  # type: ignore[misc] # torch is not installed where types are checked
    """Self-attention and a feed-forward part, each with a residual and a normalisation."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query_key_value = nn.Linear(DIMENSIONS, 3 * DIMENSIONS)
        self.attended = nn.Linear(DIMENSIONS, DIMENSIONS)
        self.attention_norm = nn.LayerNorm(DIMENSIONS, eps=EPSILON)
        self.widened = nn.Linear(DIMENSIONS, _WIDE)
        self.narrowed = nn.Linear(_WIDE, DIMENSIONS)
        self.output_norm = nn.LayerNorm(DIMENSIONS, eps=EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, padding: Tensor) -> Tensor:
        """Return the next states; `padding` is added to the attention scores."""
        rows, length, _ = states.shape
        parts = self.query_key_value(states).view(rows, length, 3, HEADS, -1)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        scores = (query / math.sqrt(DIMENSIONS // HEADS)) @ key.transpose(-1, -2)
        # Autocast would compute the softmax in 32 bits, which is slower.
        with torch.autocast("cpu", enabled=False):
            shares = scores.add_(padding).softmax(-1)
        attended = (shares @ value).transpose(1, 2).flatten(2)
        states = self.attention_norm(states + self.dropout(self.attended(attended)))
        wide = functional.gelu(self.widened(states))
        return self.output_norm(states + self.dropout(self.narrowed(wide)))


class CrossEncoderNetwork(nn.Module):  # type: ignore[misc]
    """The encoder and its heads, in training."""

    def __init__(self, dropout: float = 0.0) -> None:
        """Build a network with random weights."""
        super().__init__()
        self.words = nn.Embedding(_WORDS, DIMENSIONS)
        self.positions = nn.Embedding(_POSITIONS, DIMENSIONS)
        self.segments = nn.Embedding(2, DIMENSIONS)
        self.norm = nn.LayerNorm(DIMENSIONS, eps=EPSILON)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(_Layer(dropout) for _ in range(LAYERS))
        self.tokens = nn.Linear(DIMENSIONS, 3)
        self.answers = nn.Linear(DIMENSIONS, 1)

    def forward(self, ids: Tensor, segments: Tensor, mask: Tensor) -> Logits:
        """Return the logits of a batch of rows; all three inputs are integers, (rows, length)."""
        positions = torch.arange(ids.shape[1])
        states = self.words(ids) + self.positions(positions) + self.segments(segments)
        states = self.dropout(self.norm(states))
        padding = (1 - mask.float())[:, None, None, :] * -1e4
        for layer in self.layers:
            states = layer(states, padding)
        start, end, evidence = self.tokens(states).float().unbind(-1)
        return Logits(start, end, evidence, self.answers(states[:, 0]).float().squeeze(-1))


def from_published(weights: Weights, dropout: float = 0.0) -> CrossEncoderNetwork:
    """Return a network with the published weights and with untrained heads.

    The table of words is not trained: it stays the embedder's, and most words in it are rare in
    the training data.
    """
    network = CrossEncoderNetwork(dropout)
    own = network.state_dict()
    for name, theirs in _published_names().items():
        values = np.concatenate([weights[each] for each in theirs])
        own[name] = torch.from_numpy(values)
    for head in ("tokens", "answers"):
        nn.init.normal_(own[f"{head}.weight"], std=0.02)
        own[f"{head}.bias"].zero_()
    network.load_state_dict(own)
    network.words.weight.requires_grad_(False)
    return network


def published_weights(network: CrossEncoderNetwork) -> Mapping[str, NDArray[np.float32]]:
    """Return the encoder's weights by the names of the published model."""
    own = {name: each.numpy() for name, each in network.state_dict().items()}
    return {
        name: part
        for ours, theirs in _published_names().items()
        for name, part in zip(theirs, np.split(own[ours], len(theirs)), strict=True)
    }


def _published_names() -> Mapping[str, Sequence[str]]:
    """Return, for each weight of the encoder, the published ones that it consists of."""
    names = {f"{ours}.weight": [f"{theirs}.weight"] for ours, theirs in _TABLES.items()}
    for kind in ("weight", "bias"):
        names[f"norm.{kind}"] = [f"embeddings.LayerNorm.{kind}"]
        for number in range(LAYERS):
            ours, theirs = f"layers.{number}", f"encoder.layer.{number}"
            attention = [f"{theirs}.attention.self.{part}.{kind}" for part in _ATTENTION]
            names[f"{ours}.query_key_value.{kind}"] = attention
            for part, other in _PARTS.items():
                names[f"{ours}.{part}.{kind}"] = [f"{theirs}.{other}.{kind}"]
    return names


def padded(rows: Sequence[Row]) -> tuple[Tensor, Tensor, Tensor]:
    """Return the ids, segments and mask of rows, each (rows, length of the longest)."""
    longest = max(len(row.ids) for row in rows)
    ids, segments, mask = (torch.zeros(len(rows), longest, dtype=torch.long) for _ in range(3))
    for number, row in enumerate(rows):
        ids[number, : len(row.ids)] = torch.tensor(row.ids)
        segments[number, row.second : len(row.ids)] = 1
        mask[number, : len(row.ids)] = 1
    return ids, segments, mask
