"""What the process keeps of memory that it has freed."""

from __future__ import annotations

import ctypes
import os
import sys

_ARENA_MAX = -8
"""`M_ARENA_MAX` of glibc's malloc.h."""
_POOLS = 2


def share_freed_memory() -> None:
    """Let the threads share two pools of memory, where the C library is glibc; else do nothing.

    By itself it gives threads pools of their own, up to eight a core, and keeps what is freed in
    each. Every change of the words is made by new threads, so that indexing would hold 160 MB for
    nothing. Somebody's own `MALLOC_ARENA_MAX` stays.
    """
    if not sys.platform.startswith("linux") or "MALLOC_ARENA_MAX" in os.environ:
        return
    tune = getattr(ctypes.CDLL(None), "mallopt", None)
    if tune is not None:
        tune(_ARENA_MAX, _POOLS)
