"""The embedder that ships: a quantised MiniLM, run by onnxruntime."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from typing import TypeVar

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.embedding import TokenStates
from index.errors import TextTooLong
from index.machine import available_cores

DIMENSIONS = 384
TOKEN_DIMENSIONS = 96
WINDOW = 254
"""The 256 tokens that the model was trained for, less [CLS] and [SEP]."""

_BATCH_TOKENS = 256
"""From 128 to 384 the speed is the same (`python -m tests.benchmarks.embedding`)."""

_Result = TypeVar("_Result")
_Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class MiniLM:
    """all-MiniLM-L6-v2 in eight bits; safe to share between threads.

    A text's vector depends on the texts beside it by rounding alone.
    """

    name: str
    _tokenizer: Tokenizer
    _session: onnxruntime.InferenceSession
    _workers: ThreadPoolExecutor

    @classmethod
    def open(cls, threads: int | None = None) -> MiniLM:
        """Load the model to run on this many cores (default: all that the process may use)."""
        folder = files("index.minilm")
        model = (folder / "model.onnx").read_bytes()
        digest = hashlib.sha256(model).hexdigest()
        return cls(
            name=f"all-MiniLM-L6-v2-int8:{digest[:8]}",
            _tokenizer=open_tokenizer((folder / "tokenizer.json").read_text(encoding="utf-8")),
            _session=open_session(model),
            _workers=ThreadPoolExecutor(threads or available_cores(), "embedding"),
        )

    @property
    def dimensions(self) -> int:
        """384."""
        return DIMENSIONS

    @property
    def token_dimensions(self) -> int:
        """96."""
        return TOKEN_DIMENSIONS

    @property
    def window(self) -> int:
        """254 word pieces."""
        return WINDOW

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Return how many word pieces each text has, special ones not counted."""
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encodings]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 for each text, in their order: (texts, 384).

        Raises TextTooLong for a text of more than 254 word pieces.
        """
        encodings = self._tokenizer.encode_batch_fast(list(texts))
        return _unit_means(self._each(encodings, lambda _, mean, __: mean))

    def tokens(self, texts: Sequence[str]) -> list[TokenStates]:
        """Return the word pieces of each text, in the texts' order; raises TextTooLong.

        A vector of 96 is what a projection keeps of the 384 (`assistant.training.embedder`).
        """
        return self._each(self._tokenizer.encode_batch(list(texts)), _token_states)

    def embed_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], list[TokenStates]]:
        """Return what `embed` and `tokens` return, read once; raises TextTooLong."""
        encodings = self._tokenizer.encode_batch(list(texts))
        read = self._each(
            encodings,
            lambda encoding, mean, tokens: (mean, _token_states(encoding, mean, tokens)),
        )
        return _unit_means([mean for mean, _ in read]), [states for _, states in read]

    def _each(
        self,
        encodings: Sequence[Encoding],
        finish: Callable[[Encoding, _Rows, _Rows], _Result],
    ) -> list[_Result]:
        """Return what `finish` makes of each text, its mean and its tokens, in their order."""
        longest = max(map(len, encodings), default=0) - 2
        if longest > WINDOW:
            raise TextTooLong(longest, WINDOW)

        def run(batch: list[int]) -> list[_Result]:
            chosen = [encodings[place] for place in batch]
            return [
                finish(text, mean, tokens)
                for text, mean, tokens in zip(chosen, *self._run(chosen), strict=True)
            ]

        batches = _batches([len(encoding) for encoding in encodings])
        # A lone batch, such as one question, is spared the hop to another thread.
        apply = self._workers.map if len(batches) > 1 else map
        results: dict[int, _Result] = {}
        for batch, finished in zip(batches, apply(run, batches), strict=True):
            results.update(zip(batch, finished, strict=True))
        return [results[place] for place in range(len(encodings))]

    def _run(self, encodings: Sequence[Encoding]) -> tuple[_Rows, _Rows]:
        """Return means, (texts, 384), and tokens, (texts, length, 96), of texts of one length."""
        ids = np.array([encoding.ids for encoding in encodings], np.int32)
        means, tokens = self._session.run(["means", "tokens"], {"input_ids": ids})
        return means, tokens


def token_ids(tokenizer_json: str, texts: Sequence[str]) -> list[list[int]]:
    """Return each text's ids by the tokenizer given, special ones included."""
    encodings = open_tokenizer(tokenizer_json).encode_batch_fast(list(texts))
    return [list(encoding.ids) for encoding in encodings]


def open_tokenizer(content: str) -> Tokenizer:
    """Return the tokenizer of a `tokenizer.json`."""
    tokenizer = Tokenizer.from_str(content)
    # "[SEP]" in a document is five characters of text, not the end of it.
    tokenizer.encode_special_tokens = True
    return tokenizer


def open_session(model: bytes) -> onnxruntime.InferenceSession:
    """Return a model that is ready to run, one thread a call."""
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # One thread a batch and a batch a core beat all the cores on one batch.
    options.intra_op_num_threads = 1
    options.enable_mem_pattern = False
    # The graph is fused by hand; onnxruntime would fuse it into slower nodes.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Group the places of texts of one length, longest first, at most 256 tokens a batch.

    Nothing is padded, so attention needs no mask, which would cost more than it saves.
    """
    batches: list[list[int]] = []
    places = sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True)
    for length, equal in groupby(places, lengths.__getitem__):
        same = list(equal)
        most = max(1, _BATCH_TOKENS // length)
        batches += [same[first : first + most] for first in range(0, len(same), most)]
    return batches


def _token_states(encoding: Encoding, _: _Rows, tokens: _Rows) -> TokenStates:
    return TokenStates(
        ids=np.array(encoding.ids[1:-1], np.int32),
        spans=np.array(encoding.offsets[1:-1], np.int32).reshape(-1, 2),
        vectors=tokens[1:-1].copy(),
    )


def _unit_means(means: Sequence[_Rows]) -> _Rows:
    return _unit(np.array(means, np.float32).reshape(len(means), DIMENSIONS))


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return np.asarray(rows / np.maximum(lengths, np.float32(1e-12))[:, None])
