"""Kills at random moments of a sync: python -m tests.benchmarks.kills [--times 1000] [--help].

A folder is changed at random, a process makes the library equal to it and is killed meanwhile,
perhaps the one that mends it too; then one runs to its end, and the library must be what a fresh
one of that folder would be: every passage in catalogue, vectors, words and tokens, once.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.index.killing import Nursery, Outcome, Task

_FILES = 40
_AGAIN = 0.3
_FRESH_HOME = 0.02


@dataclass(slots=True)
class Tally:
    """What came of the kills.

    Attributes:
        killed: processes that were, of those that should be.
        missed: those that had ended before.
        problems: what was wrong after the next run.
    """

    killed: int = 0
    missed: int = 0
    problems: list[str] = field(default_factory=list)


def kill_many(
    nursery: Nursery,
    root: Path,
    times: int,
    *,
    seed: int,
    files: int = _FILES,
    tally: Tally | None = None,
) -> Tally:
    """Kill syncs of a folder of about so many files until so many were killed."""
    chance, tally = random.Random(seed), tally or Tally()
    folder, homes = root / "documents", 0
    folder.mkdir(parents=True)
    for number in range(files):
        _write(folder / f"{number}.txt", chance)
    usual = nursery.run(Task(str(root / "warming"), str(folder))).seconds
    while tally.killed < times:
        _change(folder, files, chance)
        homes += chance.random() < _FRESH_HOME
        home = str(root / f"home{homes}")
        is_going_on = True
        while is_going_on:
            after = chance.uniform(0, usual)
            killed = nursery.run(Task(home, str(folder), after=after)).killed
            tally.killed += killed
            tally.missed += not killed
            is_going_on = killed and tally.killed < times and chance.random() < _AGAIN
        ended = nursery.run(Task(home, str(folder), check=True))
        usual = _usual(usual, ended)
        tally.problems += ended.problems
        for problem in ended.problems:
            print(f"after kill {tally.killed:,}: {problem}", flush=True)
    return tally


def _usual(before: float, ended: Outcome) -> float:
    """Return the time within which to kill: about a run's, so that kills meet all of it."""
    return 0.5 * before + 0.5 * ended.seconds


def _write(path: Path, chance: random.Random) -> None:
    facts = (chance.randrange(10_000) for _ in range(chance.randint(1, 200)))
    path.write_text(
        " ".join(f"The fact {each} is told here, and so it is in all." for each in facts)
    )


def _change(folder: Path, usual: int, chance: random.Random) -> None:
    """Change, add, remove, rename and copy some files."""
    for _ in range(chance.randint(1, usual // 3)):
        files = sorted(folder.iterdir())
        chosen = chance.choice(files)
        other = folder / f"{chance.randrange(10**9)}.txt"
        action = chance.randrange(5)
        if action == 0 or len(files) < usual // 2:
            _write(other, chance)
        elif action == 1:
            _write(chosen, chance)
        elif action == 2:
            chosen.unlink()
        elif action == 3:
            chosen.rename(other)
        else:
            other.write_bytes(chosen.read_bytes())


def main() -> None:
    """Kill, and print what came of it; the exit status is 1 where a library was not whole."""
    parser = argparse.ArgumentParser(prog="kills", description=__doc__)
    parser.add_argument("--times", type=int, default=1000, help="processes to kill")
    parser.add_argument("--seed", type=int, default=0, help="of what is changed and when to kill")
    arguments = parser.parse_args()
    began, tally = time.perf_counter(), Tally()
    try:
        with (
            tempfile.TemporaryDirectory(prefix="kills-", ignore_cleanup_errors=True) as scratch,
            Nursery.open() as nursery,
        ):
            kill_many(nursery, Path(scratch), arguments.times, seed=arguments.seed, tally=tally)
    except KeyboardInterrupt:
        print("ended early")
    seconds = time.perf_counter() - began
    print(f"{tally.killed:,} processes killed, {tally.missed:,} ended before, in {seconds:,.0f} s")
    print(f"{len(tally.problems):,} problems")
    sys.exit(1 if tally.problems else 0)


if __name__ == "__main__":
    main()
