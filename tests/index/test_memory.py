"""Threads share the memory that they free, and somebody's own setting stays."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

_MODULE = Path(__file__).parents[2] / "index" / "machine.py"
_THREADS = 6
_COUNTING = f"""
import ctypes, runpy, threading

# Without its package, whose libraries may have begun a pool with a thread of their own.
runpy.run_path({str(_MODULE)!r})["share_freed_memory"]()
together = threading.Barrier({_THREADS})

def work():
    together.wait()
    held = [bytes(2_000) for _ in range(1_000)]
    together.wait()

threads = [threading.Thread(target=work) for _ in range({_THREADS})]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or not hasattr(ctypes.CDLL(None), "malloc_info"),
    reason="the C library is not glibc",
)


def _pools(**setting: str) -> int:
    kept = {name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"}
    command = [sys.executable, "-c", _COUNTING]
    done = subprocess.run(command, env=kept | setting, check=True, capture_output=True, text=True)
    return done.stdout.count("<heap nr")


def test_threads_share_two_pools() -> None:
    assert _pools() <= 2


def test_own_setting_of_pools_stays() -> None:
    assert 2 < _pools(MALLOC_ARENA_MAX="16") <= 16
