"""Making the model that ships; skipped where the extra `training` is not installed."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

onnx = pytest.importorskip("onnx", reason="needs the extra `training`")
pytest.importorskip("safetensors", reason="needs the extra `training`")

from assistant.training.embedder.building import (  # noqa: E402
    WrongModel,
    build,
    full_precision_model,
    published_model,
    read_weights,
)


@pytest.fixture(scope="module")
def published() -> Path:
    try:
        return published_model()
    except WrongModel as missing:
        pytest.skip(str(missing))


def test_building_gives_the_bytes_that_ship(published: Path, tmp_path: Path) -> None:
    build(published, tmp_path)
    for name in ("model.onnx", "tokenizer.json"):
        shipped = (files("index.minilm") / name).read_bytes()
        assert (tmp_path / name).read_bytes() == shipped, name


def test_other_weights_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "model.safetensors"
    other.write_bytes(b"not the model")
    with pytest.raises(WrongModel, match="53aa5117"):
        read_weights(other)


def test_full_precision_gives_the_reference_vectors(published: Path, tmp_path: Path) -> None:
    import onnxruntime

    from index.onnx_embedding import token_ids

    path = tmp_path / "model.onnx"
    path.write_bytes(full_precision_model(read_weights(published)).SerializeToString())
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    with np.load(Path(__file__).parents[2] / "index" / "reference_vectors.npz") as stored:
        sentences, vectors = stored["sentences"].tolist(), stored["vectors"]
    tokenizer = (files("index.minilm") / "tokenizer.json").read_text(encoding="utf-8")
    for ids, vector in zip(token_ids(tokenizer, sentences), vectors, strict=True):
        row = np.array([ids], np.int64)
        inputs = {
            "input_ids": row,
            "attention_mask": np.ones_like(row),
            "token_type_ids": np.zeros_like(row),
        }
        (states,) = session.run(["last_hidden_state"], inputs)
        mean = states[0].mean(axis=0)
        assert mean @ vector / np.linalg.norm(mean) > 0.99999
