"""The folder that Chroma's default embedder wants, made here for want of a network."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from assistant.training.embedder.building import published_model

_FILES = (
    "config.json",
    "special_tokens_map.json",
    "tokenizer_config.json",
    "tokenizer.json",
    "vocab.txt",
)


def make_stock_model(folder: Path) -> None:
    """Export the published weights in full precision, and put the tokenizer's files beside them."""
    onnx = folder / "onnx"
    onnx.mkdir(parents=True)
    published = published_model().parent
    for name in _FILES:
        shutil.copy(published / name, onnx / name)
    command = [sys.executable, "-m", "assistant.training.embedder.building", "--full-precision"]
    subprocess.run([*command, str(onnx / "model.onnx")], check=True)
