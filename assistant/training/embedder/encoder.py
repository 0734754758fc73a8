"""The encoder's shape, its weights by name, and its forward pass in plain numpy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erf

import numpy as np
from numpy.typing import NDArray

LAYERS = 6
HEADS = 12
DIMENSIONS = 384
EPSILON = 1e-12
"""What layer normalisation adds to the variance."""

Weights = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """One linear map: weights of shape (inputs, outputs) and a bias of shape (outputs,)."""

    name: str
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Layer:
    """The four linear maps of one layer and the names of its two normalisations."""

    query_key_value: Linear
    attended: Linear
    widened: Linear
    narrowed: Linear
    attention_norm: str
    output_norm: str


def layers(weights: Weights) -> tuple[Layer, ...]:
    """Return the six layers, with query, key and value side by side in one map."""
    return tuple(_layer(weights, f"encoder.layer.{number}") for number in range(LAYERS))


def _layer(weights: Weights, prefix: str) -> Layer:
    def linear(name: str, *parts: str) -> Linear:
        return Linear(
            f"{prefix}.{name}",
            np.concatenate([weights[f"{prefix}.{part}.weight"].T for part in parts], axis=1),
            np.concatenate([weights[f"{prefix}.{part}.bias"] for part in parts]),
        )

    heads = (f"attention.self.{part}" for part in ("query", "key", "value"))
    return Layer(
        query_key_value=linear("query_key_value", *heads),
        attended=linear("attended", "attention.output.dense"),
        widened=linear("widened", "intermediate.dense"),
        narrowed=linear("narrowed", "output.dense"),
        attention_norm=f"{prefix}.attention.output.LayerNorm",
        output_norm=f"{prefix}.output.LayerNorm",
    )


def input_ranges(
    weights: Weights, texts: Sequence[Sequence[int]]
) -> dict[str, NDArray[np.float64]]:
    """Return the largest magnitude that each input of each linear map takes over the texts' ids.

    In double precision, so that another machine's arithmetic gives the same model.
    """
    ranges: dict[str, NDArray[np.float64]] = {}
    for ids in texts:
        _forward(weights, ids, ranges)
    return ranges


def _forward(
    weights: Weights, ids: Sequence[int], ranges: dict[str, NDArray[np.float64]]
) -> NDArray[np.float64]:
    def through(linear: Linear, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        largest = np.abs(inputs).max(axis=0)
        ranges[linear.name] = np.maximum(ranges.get(linear.name, largest), largest)
        return inputs @ linear.weights.astype(np.float64) + linear.bias

    words = weights["embeddings.word_embeddings.weight"].astype(np.float64)[list(ids)]
    words += weights["embeddings.position_embeddings.weight"][: len(ids)]
    words += weights["embeddings.token_type_embeddings.weight"][0]
    states = _normalised(weights, "embeddings.LayerNorm", words)
    for layer in layers(weights):
        attended = _attention(through(layer.query_key_value, states))
        states = _normalised(
            weights, layer.attention_norm, states + through(layer.attended, attended)
        )
        wide = _gelu(through(layer.widened, states))
        states = _normalised(weights, layer.output_norm, states + through(layer.narrowed, wide))
    return states


def _normalised(weights: Weights, name: str, rows: NDArray[np.float64]) -> NDArray[np.float64]:
    centred = rows - rows.mean(axis=1, keepdims=True)
    unit = centred / np.sqrt(centred.var(axis=1, keepdims=True) + EPSILON)
    scaled: NDArray[np.float64] = unit * weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return scaled


def _attention(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    tokens = len(rows)
    query, key, value = rows.reshape(tokens, 3, HEADS, -1).transpose(1, 2, 0, 3)
    scores = query @ key.transpose(0, 2, 1) / np.sqrt(query.shape[-1])
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares /= shares.sum(axis=-1, keepdims=True)
    return np.asarray((shares @ value).transpose(1, 0, 2).reshape(tokens, -1))


def _gelu(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    errors = np.fromiter(map(erf, (rows / np.sqrt(2)).flat), np.float64, rows.size)
    return np.asarray(rows * (1 + errors.reshape(rows.shape)) / 2)
