"""What the process takes of the machine: its cores, and the memory that it has freed."""

from __future__ import annotations

import ctypes
import os
import sys

_ARENA_MAX = -8
"""`M_ARENA_MAX` of glibc's malloc.h."""
# Pools of memory that all threads share. With glibc's own eight a core, indexing took 160 MB more.
_POOLS = 2


def available_cores() -> int:
    """Return the cores that this process may run on, at least 1."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


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
