"""Checksums of the graph that Chroma writes: it has none of its own, and reads it unchecked."""

from __future__ import annotations

import json
from pathlib import Path

from index.home import checksum

SUMS_FILE = "checksums.json"


def write_checksums(folder: Path) -> bool:
    """Write down the checksums of the graph in a folder; return whether there is one."""
    sums = {path.relative_to(folder).as_posix(): _sum(path) for path in _graph(folder)}
    if sums:
        part = folder / f"{SUMS_FILE}.part"
        part.write_text(json.dumps(sums), "utf-8")
        part.replace(folder / SUMS_FILE)
    return bool(sums)


def graph_problem(folder: Path) -> str:
    """Return which file of Chroma's graph is not what was written; empty where none is known."""
    sums = folder / SUMS_FILE
    try:
        before = sums.read_text("utf-8")
        wanted = json.loads(before)
        for name, known in wanted.items():
            path = folder / name
            is_same = path.is_file() and _sum(path) == known
            if not is_same and sums.exists() and sums.read_text("utf-8") == before:
                return f"{path} is damaged."
    except FileNotFoundError:
        return ""
    except (ValueError, AttributeError, TypeError, OSError) as error:
        return f"{sums} is damaged: {error}."
    return ""


def _graph(folder: Path) -> list[Path]:
    """Return the files of the graph once Chroma has written it, from 1,000 vectors on.

    Until then it makes empty files anew whenever it is opened, with whatever was in memory.
    """
    written = [path.parent for path in folder.glob("*/index_metadata.pickle")]
    return sorted(path for each in written for path in each.iterdir() if path.is_file())


def size_of_graph(folder: Path) -> int:
    """Return the bytes of the graph in a folder."""
    return sum(path.stat().st_size for path in _graph(folder))


def _sum(path: Path) -> list[int]:
    return [path.stat().st_size, checksum(path)]
