"""What bounds the speed of indexing: python -m tests.benchmarks.bound [--documents 8].

In processor seconds, which other work on the machine hardly touches: what a token costs the
embedder that ships and the same model in full precision, in turn and on one core each; and how much
of what a sync costs is the embedder.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime

from assistant.training.embedder.building import full_precision_model, published_model, read_weights
from index import Library
from index.catalogue import Catalogue
from index.onnx_embedding import MiniLM
from tests.benchmarks.corpus import file_name, write_texts
from tests.benchmarks.embedding import texts
from tests.benchmarks.scale import documents

_STOCK_LENGTH = 256
_STOCK_BATCH = 8
_WORDS = 190
_TIMES = 12


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(prog="bound", description=__doc__)
    parser.add_argument("--documents", type=int, default=8, help="how many the sync reads")
    arguments = parser.parse_args()
    full, shipped = _a_token()
    print(f"full precision, µs a token     {full:10.0f}")
    print(f"as it ships, µs a token        {shipped:10.0f}   × {full / shipped:.2f}", flush=True)
    with tempfile.TemporaryDirectory(prefix="bound-", ignore_cleanup_errors=True) as scratch:
        whole, embedder = _a_sync(Path(scratch), arguments.documents)
    print(f"a sync, processor seconds      {whole:10.1f}")
    print(f"the embedder alone             {embedder:10.1f}   {embedder / whole:.0%} of it")


def _a_token() -> tuple[float, float]:
    """Return the microseconds of a core a token, in full precision and as it ships: medians."""
    session = _full_precision()
    ids = np.random.default_rng(0).integers(1_000, 20_000, (_STOCK_BATCH, _STOCK_LENGTH))
    ones = np.ones_like(ids)
    inputs = {"input_ids": ids, "attention_mask": ones, "token_type_ids": 0 * ones}
    shipped = MiniLM.open(threads=1)
    passages = texts(_STOCK_BATCH, _WORDS, _WORDS)
    tokens = _STOCK_BATCH * (_WORDS + 2)
    pairs = [
        (
            _worked(lambda: session.run(None, inputs)) / ids.size,
            _worked(lambda: shipped.embed_with_tokens(passages)) / tokens,
        )
        for _ in range(_TIMES)
    ]
    full, ours = (1e6 * statistics.median(each) for each in zip(*pairs, strict=True))
    return full, ours


def _full_precision() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    model = full_precision_model(read_weights(published_model())).SerializeToString()
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _a_sync(root: Path, count: int) -> tuple[float, float]:
    """Return the processor seconds of a sync, and of embedding its passages once more."""
    read = documents()[:count]
    write_texts(root / "folder", {file_name(number): text for number, text in enumerate(read)})
    embedder = MiniLM.open()
    embedder.embed_with_tokens(texts(8, _WORDS, _WORDS))
    with Library.open(root / "home", embedder) as library:
        whole = _worked(lambda: library.sync(root / "folder"))
    catalogue = Catalogue.open(root / "home" / "catalogue.sqlite")
    sources = [source.id for source in catalogue.sources()]
    passages = [each.text for source in sources for each in catalogue.passages_of(source)]
    catalogue.close()
    return whole, _worked(lambda: embedder.embed_with_tokens(passages))


def _worked(action: Callable[[], object]) -> float:
    """Return the processor seconds of an action."""
    before = time.process_time()
    action()
    return time.process_time() - before


if __name__ == "__main__":
    main()
