"""Writes the trained cross-encoder as an ONNX graph in eight bits, made as the embedder's is.

    python -m assistant.training.reader.export network.pt GROUPS.jsonl.gz reader.onnx

Inputs `input_ids` and `segments`: int32, (batch, length ≤ 256); all rows of a batch have one
length, so there is no mask. Outputs `start`, `end` and `evidence`: float32, (batch, length), and
`answers`: (batch,). All are absolute logits.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto
from torch import Tensor

from assistant.training.embedder.encoder import Weights
from assistant.training.embedder.graph import Graph
from assistant.training.embedder.graphs import (
    AFTER_A_NORMALISATION,
    EightBits,
    add_positions,
    add_words,
    encode,
)
from assistant.training.reader.encoding import RowEncoder
from assistant.training.reader.groups import read_groups
from assistant.training.reader.model import CrossEncoderNetwork, padded, published_weights
from index.cross_encoder import LONGEST, Row

_OUTPUTS = ("start", "end", "evidence")
# Groups on which the ranges of the inputs are measured, some 150 rows.
_CALIBRATION_GROUPS = 64

_Head = tuple[NDArray[np.float32], NDArray[np.float32]]


def read_network(path: Path) -> CrossEncoderNetwork:
    """Return the network of a file of weights that training wrote, ready to read."""
    network = CrossEncoderNetwork()
    network.load_state_dict(torch.load(path))
    network.eval()
    return network


def input_ranges(
    network: CrossEncoderNetwork, rows: Sequence[Row]
) -> dict[str, NDArray[np.float64]]:
    """Return the largest magnitude of each input of the maps that follow a normalisation."""
    ranges: dict[str, NDArray[np.float64]] = {}

    def record(name: str, _: object, inputs: tuple[Tensor]) -> None:
        largest = inputs[0].abs().amax((0, 1)).double().numpy()
        ranges[name] = np.maximum(ranges.get(name, largest), largest)

    hooks = [
        getattr(layer, part).register_forward_pre_hook(
            partial(record, f"encoder.layer.{number}.{part}")
        )
        for number, layer in enumerate(network.layers)
        for part in AFTER_A_NORMALISATION
    ]
    with torch.no_grad():
        for row in rows:
            network(*padded([row]))
    for hook in hooks:
        hook.remove()
    return ranges


def quantised_cross_encoder(
    weights: Weights, ranges: Mapping[str, NDArray[np.float64]], tokens: _Head, answers: _Head
) -> onnx.ModelProto:
    """Return the graph in eight bits; the heads stay in floats.

    Args:
        weights: the encoder's weights by their published names.
        ranges: of the inputs, as `input_ranges` returns them.
        tokens: weights, (384, 3), and biases of the head over each token.
        answers: weights, (384, 1), and bias of the head over the first token.
    """
    graph = Graph()
    states = add_words(graph, weights)
    kinds = graph.constant("kinds", weights["embeddings.token_type_embeddings.weight"])
    states = graph.add("Add", states, graph.add("Gather", kinds, "segments"))
    positions = weights["embeddings.position_embeddings.weight"][:LONGEST]
    states = add_positions(graph, states, positions)
    states = encode(graph, weights, states, EightBits(ranges))
    last = graph.constant("last", np.array([-1], np.int64))
    logits = _linear(graph, "token_head", states, tokens)
    for number, name in enumerate(_OUTPUTS):
        at = graph.constant(f"at_{name}", np.array([number], np.int64))
        graph.name(graph.add("Squeeze", graph.add("Gather", logits, at, axis=-1), last), name)
    first = graph.constant("first", np.array([0], np.int64))
    whole = _linear(graph, "answer_head", graph.add("Gather", states, first, axis=1), answers)
    both = graph.constant("both", np.array([1, 2], np.int64))
    graph.name(graph.add("Squeeze", whole, both), "answers")
    inputs = dict.fromkeys(("input_ids", "segments"), (TensorProto.INT32, ("batch", "length")))
    shapes = dict.fromkeys(_OUTPUTS, ("batch", "length"))
    return graph.model(inputs, shapes | {"answers": ("batch",)})


def _linear(graph: Graph, name: str, states: str, head: _Head) -> str:
    weights, bias = (graph.constant(f"{name}.{k}", v) for k, v in zip("wb", head, strict=True))
    return graph.add("Add", graph.add("MatMul", states, weights), bias)


def export(network: CrossEncoderNetwork, rows: Sequence[Row]) -> bytes:
    """Return the ONNX file of a network, with ranges measured on some rows."""
    tokens, answers = (
        (head.weight.detach().numpy().T.copy(), head.bias.detach().numpy())
        for head in (network.tokens, network.answers)
    )
    ranges = input_ranges(network, rows)
    model = quantised_cross_encoder(published_weights(network), ranges, tokens, answers)
    content: bytes = model.SerializeToString(deterministic=True)
    return content


def main() -> None:
    """Quantise, write, and print the file's size and SHA-256."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", type=Path)
    parser.add_argument("groups", type=Path, help="what to measure the ranges of the inputs on")
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    encoder = RowEncoder()
    groups = read_groups(options.groups)[:_CALIBRATION_GROUPS]
    rows = [each.row for group in groups for each in encoder.labelled_rows(group)]
    content = export(read_network(options.network), rows)
    options.target.write_bytes(content)
    print(f"{len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
