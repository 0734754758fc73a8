"""Hostile files beside a good one: `python -m tests.benchmarks.hostile_files --times 500 --seed 1`.

Each file comes from a number, the same each time, so that a failure can be made again. All are
indexed in folders of a hundred with a good file each.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from index import Embedder, FileReader, Library, open_shipped
from tests.index.hostile import GOOD, GOOD_NAME, hostile_file

_AT_A_TIME = 100
_SECONDS = 20.0


@dataclass(slots=True)
class Tally:
    """The results of some hostile files: how many were read, failed and were passed over."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def index_hostile(root: Path, numbers: range, embedder: Embedder) -> Tally:
    """Index some hostile files beside a good one, and return what is wrong afterwards."""
    tally = Tally()
    for first in range(numbers.start, numbers.stop, _AT_A_TIME):
        part = range(first, min(first + _AT_A_TIME, numbers.stop))
        folder = root / f"{first}"
        folder.mkdir()
        for number in part:
            name, content = hostile_file(number)
            (folder / name).write_bytes(content)
        (folder / GOOD_NAME).write_text(GOOD)
        try:
            with Library.open(root / f"home {first}", embedder) as library:
                tally.problems += _problems(library, folder, tally.counts)
        except Exception:  # noqa: BLE001 it is a problem whatever it is
            tally.problems.append(f"files {first} to {part[-1]}: {traceback.format_exc()}")
    return tally


def _problems(library: Library, folder: Path, counts: Counter[str]) -> list[str]:
    report = library.sync(folder, reader=FileReader(_SECONDS))
    counts.update(read=report.read - 1, failed=len(report.failures), ignored=len(report.ignored))
    problems = []
    found = {passage.source.location for passage in library.search(GOOD, limit=50)}
    if GOOD_NAME not in found:
        problems.append(f"{folder.name}: the good file is not found")
    for source in library.sources():
        text = library.origin(source.id).text
        (text + source.title).encode()  # raises for a lone surrogate
        if "\0" in text:
            problems.append(f"{source.location} has a NUL character")
    for failure in report.failures:
        if not failure.message.startswith(failure.name.partition("/")[0]):
            problems.append(f"{failure.name} is not named by its failure: {failure.message}")
        if "an engine failed" in failure.message or "gave up" in failure.message:
            counts["not foreseen"] += 1
    return problems


def main() -> None:
    """Index the files and print the tally."""
    parser = argparse.ArgumentParser(prog="hostile_files", description=__doc__)
    parser.add_argument("--times", type=int, default=500, help="how many files")
    parser.add_argument("--seed", type=int, default=1, help="which files")
    arguments = parser.parse_args()
    began = time.perf_counter()
    start = arguments.seed * 1_000_000
    with tempfile.TemporaryDirectory(prefix="hostile-") as scratch:
        numbers = range(start, start + arguments.times)
        tally = index_hostile(Path(scratch), numbers, open_shipped())
    print(dict(tally.counts), f"{time.perf_counter() - began:.0f} s")
    print("\n".join(tally.problems) or "No problem.")
    sys.exit(bool(tally.problems))


if __name__ == "__main__":
    main()
