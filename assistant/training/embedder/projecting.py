"""Learn what to keep of a token's vector.

    python -m assistant.training.embedder.projecting SETS

`assistant.training.embedder.building` puts it into the model. It is made of the principal axes of
the token states of the sets' documents, turned so that no axis varies more than another, for every
number is kept in as few bits as the others.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import index
from index.onnx_embedding import TOKEN_DIMENSIONS, MiniLM

_TARGET = Path(index.__file__).parent / "minilm" / "projection.npy"
_TEXTS = 300
_CHARACTERS = 600


def texts_of(folder: Path) -> Iterator[str]:
    """Yield pieces of the documents of every set, as many of each."""
    random = np.random.default_rng(0)
    for file in sorted(folder.glob("*.documents.jsonl")):
        texts = [json.loads(line)["text"] for line in file.read_text("utf-8").splitlines()]
        for text in random.choice(texts, _TEXTS):
            start = int(random.integers(max(len(text) - _CHARACTERS, 1)))
            yield text[start : start + _CHARACTERS]


def states_of(texts: list[str]) -> NDArray[np.float32]:
    """Return the states of the texts' tokens, of length 1, (tokens, 384)."""
    model = MiniLM.open()
    encodings = model._tokenizer.encode_batch_fast(texts)
    states = np.concatenate(model._each(encodings, lambda _, states, __: states[1:-1]))
    unit: NDArray[np.float32] = states / np.linalg.norm(states, axis=1, keepdims=True)
    return unit


def projection_of(states: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the axes as columns, (384, 96), for states of length 1, (tokens, 384)."""
    _, axes = np.linalg.eigh(states.T.astype(np.float64) @ states)
    turn, _ = np.linalg.qr(
        np.random.default_rng(0).standard_normal((TOKEN_DIMENSIONS, TOKEN_DIMENSIONS))
    )
    kept: NDArray[np.float32] = (axes[:, ::-1][:, :TOKEN_DIMENSIONS] @ turn).astype(np.float32)
    return kept


def main() -> None:
    """Learn the projection, say what it keeps, and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path)
    folder = parser.parse_args().sets
    states = states_of(list(texts_of(folder)))
    projection = projection_of(states)
    kept = float(np.square(states @ projection).sum() / np.square(states).sum())
    print(f"{len(states)} tokens; {kept:.2f} of the squares of their numbers is kept")
    np.save(_TARGET, projection.astype(np.float16))


if __name__ == "__main__":
    main()
