"""Tokens, counted wherever a budget is set; the one module that imports tiktoken."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

import tiktoken

_ENCODING = "cl100k_base"
_SLICE = 20_000
_CACHE_VARIABLE = "TIKTOKEN_CACHE_DIR"
_loading = Lock()


def count_tokens(texts: Iterable[str]) -> list[int]:
    """Return how many cl100k_base tokens each text has; no text is read as a special token."""
    return [sum(map(_count, _slices(text))) for text in texts]


def _count(text: str) -> int:
    return len(_encoding().encode_ordinary(text))


def _slices(text: str) -> Iterator[str]:
    """Yield a text in parts: one run of a million spaces would be too much for tiktoken."""
    return (text[start : start + _SLICE] for start in range(0, len(text), _SLICE))


@cache
def _encoding() -> tiktoken.Encoding:
    with _loading, _bundled_encodings():
        return tiktoken.get_encoding(_ENCODING)


@contextmanager
def _bundled_encodings() -> Iterator[None]:
    """Point tiktoken at the file that LlamaIndex ships, for it would download its own."""
    spec = find_spec("llama_index")
    roots = [Path(root) for root in (spec.submodule_search_locations or ())] if spec else []
    folders = [root / "core" / "_static" / "tiktoken_cache" for root in roots]
    before = os.environ.get(_CACHE_VARIABLE)
    os.environ[_CACHE_VARIABLE] = str(next(folder for folder in folders if folder.is_dir()))
    try:
        yield
    finally:
        if before is None:
            del os.environ[_CACHE_VARIABLE]
        else:
            os.environ[_CACHE_VARIABLE] = before
