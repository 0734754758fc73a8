"""An ONNX graph that grows node by node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

_OPERATORS = [helper.make_opsetid("", 23), helper.make_opsetid("com.microsoft", 1)]


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and constants in the order they were added."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: dict[str, onnx.TensorProto] = field(default_factory=dict)

    def constant(self, name: str, values: NDArray[Any]) -> str:
        """Keep the values under the name, once, and return the name."""
        if name not in self.constants:
            array = np.ascontiguousarray(values)
            self.constants[name] = numpy_helper.from_array(array, name)
        return name

    def add(self, operator: str, *inputs: str, domain: str = "", **attributes: object) -> str:
        """Append a node with one output and return the output's name."""
        output = f"{operator}_{len(self.nodes)}"
        self.nodes.append(
            helper.make_node(operator, inputs, [output], name=output, domain=domain, **attributes)
        )
        return output

    def add_several(self, operator: str, *inputs: str, outputs: int) -> list[str]:
        """Append a node with so many outputs and return their names."""
        name = f"{operator}_{len(self.nodes)}"
        names = [f"{name}_{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(operator, inputs, names, name=name))
        return names

    def name(self, output: str, name: str) -> None:
        """Give a node's output the name under which the model offers it."""
        for node in self.nodes:
            for names in (node.input, node.output):
                for place, found in enumerate(names):
                    if found == output:
                        names[place] = name

    def model(
        self,
        inputs: Mapping[str, tuple[int, Sequence[str]]],
        outputs: Mapping[str, Sequence[str | int]],
    ) -> onnx.ModelProto:
        """Close the graph, which takes inputs of a type and shape and offers floats of a shape."""
        graph = helper.make_graph(
            self.nodes,
            "all-MiniLM-L6-v2",
            [helper.make_tensor_value_info(name, *of) for name, of in inputs.items()],
            [
                helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
                for name, shape in outputs.items()
            ],
            list(self.constants.values()),
        )
        return helper.make_model(graph, opset_imports=_OPERATORS, ir_version=11)
