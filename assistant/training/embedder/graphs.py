"""The encoder as ONNX graphs, written node by node: one in full precision, one quantised.

The quantised graph multiplies in eight bits: weights per output channel, ahead of time; inputs as
they come. Two things keep a large input from taking the whole range of eight bits. After a
normalisation, whose channels differ most, a channel is divided by what its weights are multiplied
by ("smoothing"). After the activation, whose rows differ most, each row has a scale of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Protocol

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper

from assistant.training.embedder.encoder import (
    DIMENSIONS,
    EPSILON,
    HEADS,
    Layer,
    Linear,
    Weights,
    layers,
)
from assistant.training.embedder.graph import Graph
from assistant.training.embedder.quantising import quantised, quantised_in_pairs

POSITIONS = 256
"""The most tokens of one text, special ones counted, that the quantised graph takes."""

_ZERO = 20
"""Of 0 to 255, what stands for zero after the activation: the 20 below are for what is negative."""
_LEAST_HEIGHT = 2
"""The activation is never below -0.17, which is 20 steps where 235 of them make 2."""
_SMOOTHING = 0.65
_SMALLEST_RANGE = 0.05
AFTER_A_NORMALISATION = ("query_key_value", "widened")


class Precision(Protocol):
    """How one precision multiplies."""

    def smoothing(self, linear: Linear) -> NDArray[np.float32] | None:
        """Return what the map wants its inputs divided by, (inputs,), or None for nothing."""
        ...

    def attention(self, graph: Graph, layer: Layer, states: str) -> str:
        """Return what the attention of a layer makes of the states."""
        ...

    def linear(self, graph: Graph, linear: Linear, states: str) -> str:
        """Return the states multiplied, with the bias added."""
        ...

    def activated(self, graph: Graph, wide: str) -> str:
        """Return the activation of the widened states."""
        ...

    def narrowed(self, graph: Graph, linear: Linear, wide: str) -> str:
        """Return the activated states multiplied, with the bias added."""
        ...


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
    states = add_positions(graph, states, weights["embeddings.position_embeddings.weight"])
    mask = graph.add("Cast", "attention_mask", to=TensorProto.INT32)
    graph.name(encode(graph, weights, states, _Full(mask)), "last_hidden_state")
    names = ("input_ids", "attention_mask", "token_type_ids")
    inputs = dict.fromkeys(names, (TensorProto.INT64, ("batch", "length")))
    return graph.model(inputs, {"last_hidden_state": ("batch", "length", DIMENSIONS)})


def quantised_model(
    weights: Weights,
    ranges: Mapping[str, NDArray[np.float64]],
    projection: NDArray[np.float32],
) -> onnx.ModelProto:
    """Return the graph in eight bits, smoothed for inputs of these ranges.

    Input `input_ids`: int32, (batch, length ≤ 256), special tokens included; all of a row count.
    Outputs `means` of the tokens' states: float32, (batch, 384), and `tokens`: the states projected
    to fewer numbers and brought to length 1, (batch, length, fewer).
    """
    graph = Graph()
    states = add_words(graph, weights)
    places = weights["embeddings.position_embeddings.weight"][:POSITIONS]
    states = add_positions(
        graph, states, places + weights["embeddings.token_type_embeddings.weight"][0]
    )
    states = encode(graph, weights, states, EightBits(ranges))
    kept = graph.add("MatMul", states, graph.constant("projection", projection))
    graph.name(graph.add("LpNormalization", kept, axis=-1, p=2), "tokens")
    along = graph.constant("along", np.array([1], np.int64))
    graph.name(graph.add("ReduceMean", states, along, keepdims=0), "means")
    inputs = {"input_ids": (TensorProto.INT32, ("batch", "length"))}
    sizes = {"means": ("batch", DIMENSIONS), "tokens": ("batch", "length", projection.shape[1])}
    return graph.model(inputs, sizes)


def add_words(graph: Graph, weights: Weights) -> str:
    """Return the vectors of the words of `input_ids`, from a table in eight bits."""
    rows, scales = quantised(weights["embeddings.word_embeddings.weight"].T)
    words = graph.add("Gather", graph.constant("words", rows.T), "input_ids")
    scale = graph.add("Gather", graph.constant("word_scales", scales[:, None]), "input_ids")
    return graph.add("Mul", graph.add("Cast", words, to=TensorProto.FLOAT), scale)


def add_positions(graph: Graph, states: str, places: NDArray[np.float32]) -> str:
    """Return the states plus the vectors of their positions, the rows of a table."""
    first = graph.constant("first", np.array([0], np.int64))
    length = graph.add("Shape", "input_ids", start=1, end=2)
    table = graph.constant("places", places)
    return graph.add("Add", states, graph.add("Slice", table, first, length, first))


def encode(graph: Graph, weights: Weights, embedded: str, precision: Precision) -> str:
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
        wide = precision.activated(graph, precision.linear(graph, layer.widened, states))
        total = graph.add("Add", precision.narrowed(graph, layer.narrowed, wide), residue)
        residue, states = norm(layer.output_norm, total, reader)
    return states


def _norm(
    graph: Graph,
    weights: Weights,
    precision: Precision,
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

    def activated(self, graph: Graph, wide: str) -> str:
        """Take the exact function."""
        return graph.add("Gelu", wide)

    def narrowed(self, graph: Graph, linear: Linear, wide: str) -> str:
        """Multiply, then add the bias."""
        return self.linear(graph, linear, wide)


class EightBits:
    """Eight bits where it multiplies weights; attention and normalisation stay in floats."""

    def __init__(self, ranges: Mapping[str, NDArray[np.float64]]) -> None:
        """Take the largest magnitude of each input of the maps that follow a normalisation."""
        self.ranges = ranges

    def smoothing(self, linear: Linear) -> NDArray[np.float32] | None:
        """Return what to divide the inputs by, (inputs,); only a normalisation can do it."""
        if not linear.name.endswith(AFTER_A_NORMALISATION):
            return None
        inputs = np.maximum(self.ranges[linear.name], _SMALLEST_RANGE)
        weights = np.abs(linear.weights.astype(np.float64)).max(axis=1)
        exponents = _SMOOTHING * np.log2(inputs) - (1 - _SMOOTHING) * np.log2(weights)
        # Eighths of an octave hide what two machines' arithmetic may differ by.
        rounded = np.rint((exponents - exponents.mean()) * 8) / 8
        smoothing: NDArray[np.float32] = np.exp2(rounded).astype(np.float32)
        return smoothing

    def attention(self, graph: Graph, layer: Layer, states: str) -> str:
        """Quantise all rows with one scale, multiply three times, attend over all of the row."""
        linear = layer.query_key_value
        rows, scale, zero = graph.add_several("DynamicQuantizeLinear", states, outputs=3)
        parts = []
        columns = zip(*(np.split(each, 3, axis=-1) for each in self._columns(linear)), strict=True)
        for name, (weights, scales, bias) in zip(("query", "key", "value"), columns, strict=True):
            parts.append(
                graph.add(
                    "MatMulIntegerToFloat",
                    rows,
                    graph.constant(f"{linear.name}.{name}.weights", weights),
                    scale,
                    graph.constant(f"{linear.name}.{name}.scales", scales),
                    zero,
                    "",
                    graph.constant(f"{linear.name}.{name}.bias", bias),
                    domain="com.microsoft",
                )
            )
        return graph.add("Attention", *parts, q_num_heads=HEADS, kv_num_heads=HEADS)

    def linear(self, graph: Graph, linear: Linear, states: str) -> str:
        """Quantise all rows with one scale, multiply and add the bias, in one node."""
        return graph.add(
            "DynamicQuantizeMatMul",
            states,
            *self._weights(graph, linear),
            "",
            self._bias(graph, linear),
            domain="com.microsoft",
        )

    def activated(self, graph: Graph, wide: str) -> str:
        """Take the approximation by tanh, which is within 0.0005 of it."""
        return graph.add("FastGelu", wide, domain="com.microsoft")

    def narrowed(self, graph: Graph, linear: Linear, wide: str) -> str:
        """Quantise each row with a scale of its own, multiply, then add the bias."""
        last = graph.constant("last", np.array([-1], np.int64))
        least = graph.constant("least_height", np.array(_LEAST_HEIGHT, np.float32))
        height = graph.add("Max", graph.add("ReduceMax", wide, last, keepdims=1), least)
        step = graph.add("Div", height, graph.constant("steps", np.array(255 - _ZERO, np.float32)))
        product = graph.add(
            "MatMulIntegerToFloat",
            self._stepped(graph, wide, graph.add("Reshape", step, last)),
            *self._weights(graph, linear, graph.constant("one", np.array(1, np.float32))),
            graph.constant("zero", np.array(_ZERO, np.uint8)),
            domain="com.microsoft",
        )
        return graph.add("Add", graph.add("Mul", product, step), self._bias(graph, linear))

    def _stepped(self, graph: Graph, wide: str, steps: str) -> str:
        """Return the rows counted in the steps, of which there is one a row."""
        zero = helper.make_tensor("zero", TensorProto.UINT8, [1], [_ZERO])
        zeros = graph.add("ConstantOfShape", graph.add("Shape", steps), value=zero)
        flat = graph.constant("flat", np.array([-1, 4 * DIMENSIONS], np.int64))
        rows = graph.add("Reshape", wide, flat)
        stepped = graph.add("QuantizeLinear", rows, steps, zeros, axis=0)
        return graph.add("Reshape", stepped, graph.add("Shape", wide))

    def _weights(self, graph: Graph, linear: Linear, *scale: str) -> tuple[str, ...]:
        """Return the names of the weights, of the inputs' scale if given, and of their scales."""
        quantised, scales, _ = self._columns(linear)
        weights = graph.constant(f"{linear.name}.weights", quantised)
        return (weights, *scale, graph.constant(f"{linear.name}.scales", scales))

    def _columns(
        self, linear: Linear
    ) -> tuple[NDArray[np.int8], NDArray[np.float32], NDArray[np.float32]]:
        """Return weights in eight bits, (inputs, outputs), each column's scale and its bias."""
        smoothing = self.smoothing(linear)
        factor = np.ones(1, np.float32) if smoothing is None else smoothing
        return *quantised_in_pairs(linear.weights * factor[:, None]), linear.bias

    def _bias(self, graph: Graph, linear: Linear) -> str:
        return graph.constant(f"{linear.name}.bias", linear.bias)
