"""A folder kept in step: python -m tests.benchmarks.folder [--files 2000] [--help].

Builds a folder of real documents in five formats of what this machine ships, indexes it the stock
way and with Quoth, each in a process of its own, and then measures what it costs to stay in step.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.figures import on_disk, peak, processor, timed
from tests.benchmarks.shipped import write_shipped
from tests.benchmarks.sides import SIDES, STOCK_MODEL

_COMPARED = ("first, s", "first, processor seconds")
_NO_BYTE_CODE = "PYTHONDONTWRITEBYTECODE"


def main() -> None:
    """Build the folder, index it both ways, and print what each took."""
    parser = argparse.ArgumentParser(prog="folder", description=__doc__)
    parser.add_argument("--files", type=int, default=2_000, help="how many")
    parser.add_argument("--characters", type=int, default=2_000, help="most in a file")
    parser.add_argument("--without-stock", action="store_true", help="measure Quoth alone")
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        side, root = arguments.measure[0], Path(arguments.measure[1])
        figures = _first(side, root)
        figures |= _in_step(root) if side == "quoth" else {}
        print(json.dumps(figures))
        return
    with tempfile.TemporaryDirectory(prefix="folder-", ignore_cleanup_errors=True) as scratch:
        root = Path(scratch)
        characters = write_shipped(root / "documents", arguments.files, arguments.characters)
        print(f"{arguments.files:,} files in five formats, {characters:,} characters", flush=True)
        _compare(root, characters, with_stock=not arguments.without_stock)
        for name, seconds in _commands(root).items():
            print(f"  {name:44}{seconds:10.2f}")
        print(f"{os.cpu_count()} cores; times vary with what else the machine does.")


def _compare(root: Path, characters: int, *, with_stock: bool) -> None:
    sides = list(SIDES) if with_stock else ["quoth"]
    if with_stock:
        from tests.benchmarks.stock_model import make_stock_model

        make_stock_model(root / STOCK_MODEL)
    figures = {side: _measured(side, root) for side in sides}
    for side, found in figures.items():
        print(f"{side}: {characters / found['first, s']:,.0f} characters a second")
        for name, figure in found.items():
            print(f"  {name:44}{figure:10,.2f}")
    if with_stock:
        ratios = [figures["stock"][name] / figures["quoth"][name] for name in _COMPARED]
        print(f"Quoth indexes {ratios[0]:.1f} times as fast as the stock way,")
        print(f"and with {ratios[1]:.1f} times fewer processor seconds", flush=True)


def _measured(side: str, root: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.folder", "--measure", side, str(root)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _first(side: str, root: Path) -> dict[str, float]:
    """Index the folder, when everything is loaded."""
    warming = root / f"warming-{side}"
    write_shipped(warming / "documents", 10, 1_000)
    SIDES[side].index(warming / "documents", warming / "home", root)
    home = root / f"home-{side}"
    before = processor()
    _, seconds = timed(lambda: SIDES[side].index(root / "documents", home, root))
    worked = processor() - before
    figures = {"first, s": seconds, "first, processor seconds": worked}
    return figures | {"memory at most, MB": peak(), "on disk, MB": on_disk(home)}


def _in_step(root: Path) -> dict[str, float]:
    """Measure syncs of the library that is there, open all the time."""
    from assistant import Assistant

    files = sorted(path for path in (root / "documents").rglob("*") if path.is_file())
    time.sleep(2.5)  # A file changed less than two seconds ago is looked at again.
    with Assistant.open(root / "documents", home=root / "home-quoth") as quoth:
        # The first run settles files that were too new when they were read; a look, no more.
        quoth.refresh()
        unchanged = min(timed(quoth.refresh)[1] for _ in range(3))
        files[0].write_text("The wombat digs a burrow, and sleeps in it all day long.", "utf-8")
        _, changed = timed(quoth.refresh)
        files[1].unlink()
        _, removed = timed(quoth.refresh)
        for file in files[2:102]:
            file.unlink()
        _, hundred = timed(quoth.refresh)
        return {
            "nothing changed, s": unchanged,
            "nothing changed, files a second": len(files) / unchanged,
            "one file changed, s": changed,
            "one source removed, s": removed,
            "a hundred sources removed, s": hundred,
        }


def _commands(root: Path) -> dict[str, float]:
    """Measure whole commands, from the shell and back."""
    changing = next(path for path in (root / "documents").rglob("*") if path.is_file())
    unchanged = [_command(root) for _ in range(4)][1:]
    changing.write_text("The emu runs as fast as a horse, and cannot fly.", "utf-8")
    return {
        "quoth index, nothing changed, s": min(unchanged),
        "quoth index, one file changed, s": _command(root),
    }


def _command(root: Path) -> float:
    indexed = [sys.executable, "-m", "assistant", "index", str(root / "documents")]
    # Byte code is kept, as it is for whoever starts Python with no such variable.
    kept = {name: value for name, value in os.environ.items() if name != _NO_BYTE_CODE}
    command = [*indexed, "--home", str(root / "home-quoth")]
    done, seconds = timed(lambda: subprocess.run(command, capture_output=True, env=kept))
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode())
    return seconds


if __name__ == "__main__":
    main()
