"""The encoder as ONNX graphs, written node by node: one in full precision, one quantised.

The quantised graph multiplies in eight bits: weights per output channel, ahead of time; inputs per
tensor, as they come. Two things keep a large input from taking the whole range of eight bits. After
a normalisation, whose channels differ most, a channel is divided by what its weights are multiplied
by ("smoothing"). After the activation, whose rows differ most, each is brought to the same height.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Protocol

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto

from index.minilm.encoder import DIMENSIONS, EPSILON, HEADS, Layer, Linear, Weights, layers
from index.minilm.graph import Graph

POSITIONS = 256
"""The most tokens of one text, special ones counted, that the quantised graph takes."""

_LARGEST = 127
_SMOOTHING = 0.65
_SMALLEST_RANGE = 0.05
_AFTER_A_NORMALISATION = ("query_key_value", "widened")


class _Precision(Protocol):
    """How one precision multiplies."""

    def smoothing(self, linear: Linear) -> NDArray[np.float32] | None:
        """Return what the map wants its inputs divided by, (inputs,), or None for nothing."""
        ...

    def attention(self, graph: Graph, layer: Layer, states: str) -> str: ...

    def linear(self, graph: Graph, linear: Linear, states: str) -> str: ...

    def narrowed(self, graph: Graph, linear: Linear, wide: str) -> str: ...


def full_precision_model(weights: Weights) -> onnx.ModelProto:
    """Return the graph in 32-bit floats, with the inputs and the output of the usual exports.

    Inputs `input_ids`, `attention_mask` and `token_type_ids`: int64, (batch, length ≤ 512).
    Output `last_hidden_state`: float32, (batch, length, 384).
    """
    graph = Graph()
    words = graph.constant("words", weights["embeddings.word_embeddings.weight"])
    kinds = graph.constant("kinds", weights["embeddings.token_type_embeddings.weight"])
    states = graph.add(
        "Add",
        graph.add("Gather", words, "input_ids"),
        graph.add("Gather", kinds, "token_type_ids"),
    )
    states = _placed(graph, states, weights["embeddings.position_embeddings.weight"])
    mask = graph.add("Cast", "attention_mask", to=TensorProto.INT32)
    graph.name(_encode(graph, weights, states, _Full(mask)), "last_hidden_state")
    names = ("input_ids", "attention_mask", "token_type_ids")
    inputs = dict.fromkeys(names, (TensorProto.INT64, ("batch", "length")))
    return graph.model(inputs, {"last_hidden_state": DIMENSIONS})


def quantised_model(
    weights: Weights,
    ranges: Mapping[str, NDArray[np.float64]],
    projection: NDArray[np.float32],
) -> onnx.ModelProto:
    """Return the graph in eight bits, smoothed for inputs of these ranges.

    Inputs `input_ids`: int32, (batch, length ≤ 256), and `lengths`: int32, (batch,), the tokens of
    each row that count, special ones included. Outputs `states`: float32, (batch, length, 384), and
    `tokens`: the same projected to fewer numbers and brought to length 1.
    """
    graph = Graph()
    rows, scales = _quantised(weights["embeddings.word_embeddings.weight"].T)
    words = graph.add("Gather", graph.constant("words", rows.T), "input_ids")
    scale = graph.add("Gather", graph.constant("word_scales", scales[:, None]), "input_ids")
    states = graph.add("Mul", graph.add("Cast", words, to=TensorProto.FLOAT), scale)
    places = weights["embeddings.position_embeddings.weight"][:POSITIONS]
    states = _placed(graph, states, places + weights["embeddings.token_type_embeddings.weight"][0])
    states = _encode(graph, weights, states, _Eight(ranges))
    kept = graph.add("MatMul", states, graph.constant("projection", projection))
    graph.name(graph.add("LpNormalization", kept, axis=-1, p=2), "tokens")
    graph.name(states, "states")
    inputs = {
        "input_ids": (TensorProto.INT32, ("batch", "length")),
        "lengths": (TensorProto.INT32, ("batch",)),
    }
    return graph.model(inputs, {"states": DIMENSIONS, "tokens": projection.shape[1]})


def _placed(graph: Graph, states: str, places: NDArray[np.float32]) -> str:
    first = graph.constant("first", np.array([0], np.int64))
    length = graph.add("Shape", "input_ids", start=1, end=2)
    table = graph.constant("places", places)
    return graph.add("Add", states, graph.add("Slice", table, first, length, first))


def _encode(graph: Graph, weights: Weights, embedded: str, precision: _Precision) -> str:
    """Return what the layers make of the embedded tokens."""
    every = layers(weights)
    readers = [layer.query_key_value for layer in every[1:]]
    norm = partial(_norm, graph, weights, precision)
    residue, states = norm("embeddings.LayerNorm", embedded, every[0].query_key_value)
    for layer, reader in zip(every, [*readers, None], strict=True):
        attention = precision.attention(graph, layer, states)
        attended = precision.linear(graph, layer.attended, attention)
        total = graph.add("Add", attended, residue)
        residue, states = norm(layer.attention_norm, total, layer.widened)
        wide = graph.add("Gelu", precision.linear(graph, layer.widened, states))
        total = graph.add("Add", precision.narrowed(graph, layer.narrowed, wide), residue)
        residue, states = norm(layer.output_norm, total, reader)
    return states


def _norm(
    graph: Graph,
    weights: Weights,
    precision: _Precision,
    name: str,
    rows: str,
    reader: Linear | None,
) -> tuple[str, str]:
    """Return the normalised rows, and the same divided as the map that reads them wants."""
    scale, shift = weights[f"{name}.weight"], weights[f"{name}.bias"]
    smoothing = precision.smoothing(reader) if reader else None
    divisor = np.float32(1) if smoothing is None else smoothing
    states = graph.add(
        "LayerNormalization",
        rows,
        graph.constant(f"{name}.scale", scale / divisor),
        graph.constant(f"{name}.shift", shift / divisor),
        axis=-1,
        epsilon=EPSILON,
    )
    if smoothing is None:
        return states, states
    return graph.add("Mul", states, graph.constant(f"{name}.smoothing", smoothing)), states


class _Full:
    """32-bit floats; a mask of ones and zeros over the tokens."""

    def __init__(self, mask: str) -> None:
        self.mask = mask

    def smoothing(self, linear: Linear) -> None:
        """Nothing overflows in floats."""

    def attention(self, graph: Graph, layer: Layer, states: str) -> str:
        """Multiply and attend in one node."""
        linear = layer.query_key_value
        return graph.add(
            "Attention",
            states,
            graph.constant(f"{linear.name}.weights", linear.weights),
            graph.constant(f"{linear.name}.bias", linear.bias),
            self.mask,
            domain="com.microsoft",
            num_heads=HEADS,
        )

    def linear(self, graph: Graph, linear: Linear, states: str) -> str:
        """Multiply, then add the bias."""
        weights = graph.constant(f"{linear.name}.weights", linear.weights)
        bias = graph.constant(f"{linear.name}.bias", linear.bias)
        return graph.add("Add", graph.add("MatMul", states, weights), bias)

    def narrowed(self, graph: Graph, linear: Linear, wide: str) -> str:
        """Multiply, then add the bias."""
        return self.linear(graph, linear, wide)


class _Eight:
    """Eight bits where it multiplies weights; attention and normalisation stay in floats."""

    def __init__(self, ranges: Mapping[str, NDArray[np.float64]]) -> None:
        self.ranges = ranges

    def smoothing(self, linear: Linear) -> NDArray[np.float32] | None:
        """Return what to divide the inputs by, (inputs,); only a normalisation can do it."""
        if not linear.name.endswith(_AFTER_A_NORMALISATION):
            return None
        inputs = np.maximum(self.ranges[linear.name], _SMALLEST_RANGE)
        weights = np.abs(linear.weights.astype(np.float64)).max(axis=1)
        exponents = _SMOOTHING * np.log2(inputs) - (1 - _SMOOTHING) * np.log2(weights)
        # Eighths of an octave hide what two machines' arithmetic may differ by.
        rounded = np.rint((exponents - exponents.mean()) * 8) / 8
        smoothing: NDArray[np.float32] = np.exp2(rounded).astype(np.float32)
        return smoothing

    def attention(self, graph: Graph, layer: Layer, states: str) -> str:
        """Multiply, then attend over the tokens that count."""
        parts = graph.split(self.linear(graph, layer.query_key_value, states), 3)
        return graph.add(
            "MultiHeadAttention", *parts, "", "lengths", domain="com.microsoft", num_heads=HEADS
        )

    def linear(self, graph: Graph, linear: Linear, states: str) -> str:
        """Multiply and add the bias in one node."""
        return self._product(graph, linear, states, "", self._bias(graph, linear))

    def narrowed(self, graph: Graph, linear: Linear, wide: str) -> str:
        """Bring each row to the same height, multiply, then add the bias."""
        last = graph.constant("last", np.array([-1], np.int64))
        smallest = graph.constant("smallest", np.array(1e-6, np.float32))
        # What the activation lets through below zero is too small to set a row's height.
        height = graph.add("Max", graph.add("ReduceMax", wide, last, keepdims=1), smallest)
        product = self._product(graph, linear, graph.add("Div", wide, height))
        return graph.add("Add", graph.add("Mul", product, height), self._bias(graph, linear))

    def _product(self, graph: Graph, linear: Linear, states: str, *bias: str) -> str:
        smoothing = self.smoothing(linear)
        factor = np.ones(1, np.float32) if smoothing is None else smoothing
        quantised, scales = _quantised_in_pairs(linear.weights * factor[:, None])
        return graph.add(
            "DynamicQuantizeMatMul",
            states,
            graph.constant(f"{linear.name}.weights", quantised),
            graph.constant(f"{linear.name}.scales", scales),
            *bias,
            domain="com.microsoft",
        )

    def _bias(self, graph: Graph, linear: Linear) -> str:
        return graph.constant(f"{linear.name}.bias", linear.bias)


def _quantised(columns: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return the columns in −127…127 and the scale of each."""
    return _divided(columns, np.abs(columns.astype(np.float64)).max(axis=0))


def _quantised_in_pairs(
    columns: NDArray[np.float32],
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return columns in which no two neighbours in a pair add up to more than ±128.

    Processors without VNNI add two products in 16 bits, and 255 · 128 is what fits.
    """
    exact = columns.astype(np.float64)
    sums = np.abs(exact[0::2] + exact[1::2]).max(axis=0)
    return _divided(columns, np.maximum(np.abs(exact).max(axis=0), sums))


def _divided(
    columns: NDArray[np.float32], largest: NDArray[np.float64]
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    scales = np.where(largest == 0, 1, largest) / _LARGEST
    return np.rint(columns / scales).astype(np.int8), scales.astype(np.float32)
