"""What is measured of one side, and how."""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

_Result = TypeVar("_Result")
_STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Figures:
    """One side's figures; None where the side has no such thing or nothing is known of answers.

    Attributes:
        indexing: characters a second, from an empty home to one that can be searched.
        indexing_processor: the same a second that a core worked on it.
        search_p50, search_p95, reply_p50, reply_p95: milliseconds.
        passage_1, passage_5, quote_1, quote_3: share of the questions whose answer is in the
            first passage, the first five, the first quote, the first three.
        refused: share of the questions, all answerable, that were refused.
        resident, peak: millions of bytes of memory after the last question and at most.
        disk: millions of bytes of the index on disk.
    """

    indexing: float
    indexing_processor: float
    search_p50: float
    search_p95: float
    reply_p50: float | None
    reply_p95: float | None
    passage_1: float | None
    passage_5: float | None
    quote_1: float | None
    quote_3: float | None
    refused: float | None
    resident: float
    peak: float
    disk: float


def timed(call: Callable[[], _Result]) -> tuple[_Result, float]:
    """Return what a call returns and the seconds it took."""
    began = time.perf_counter()
    result = call()
    return result, time.perf_counter() - began


def processor() -> float:
    """Return the seconds that cores have worked for this process and its ended children."""
    return sum(os.times()[:4])


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def resident() -> float:
    """Return this process's resident memory in millions of bytes, its peak where it is untold."""
    return _status("VmRSS") or peak()


def peak() -> float:
    """Return the most memory this process was resident with, in millions of bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return _status("VmHWM") or most * (1 if sys.platform == "darwin" else 1024) / 1e6


def _status(name: str) -> float:
    """Return what Linux says of this process's memory, in millions of bytes; 0 elsewhere."""
    if not _STATUS.exists():
        return 0.0
    lines = dict(line.split(":", 1) for line in _STATUS.read_text().splitlines())
    return int(lines[name].split()[0]) * 1024 / 1e6


def on_disk(folder: Path) -> float:
    """Return the size of the files below a folder in millions of bytes."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
