"""The description of the models that ship, compared with the files."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files

import pytest

FOLDER = files("index.minilm")


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "projection.npy", "reader.onnx"])
def test_hash_in_the_table_is_that_of_the_file(name: str) -> None:
    text = (FOLDER / "PROVENANCE.md").read_text(encoding="utf-8")
    (stated,) = re.findall(rf"\| SHA-256 of `{re.escape(name)}` \| `(\w+)` \|", text)
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == stated
