"""Quoth over many passages: python -m tests.benchmarks.scale [--passages 10000] [--help].

With --borrow only so many passages are embedded, and the others borrow their vectors, each turned a
little: the figures of memory and time stay what they are, and the answers mean nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.corpus import (
    SHARED,
    Question,
    corpus_from_python,
    file_name,
    read_lines,
    sampled,
    write_texts,
)
from tests.benchmarks.figures import on_disk, peak, percentile, resident, timed

_SETS = ("squad2", "mtrag-un")
_CHARACTERS_A_PASSAGE = 800
_COLD_STARTS = 5
_NO_BYTE_CODE = "PYTHONDONTWRITEBYTECODE"


def main() -> None:
    """Grow a library to the size asked for, then measure it in fresh processes."""
    parser = argparse.ArgumentParser(prog="scale", description=__doc__)
    parser.add_argument("--passages", type=int, default=10_000, help="how many at least")
    parser.add_argument("--borrow", type=int, help="embed this many, the others borrow vectors")
    parser.add_argument("--sample", type=int, default=200, help="most questions asked")
    parser.add_argument("--root", type=Path, help="keep the documents and the library here")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(_asked(arguments.root, arguments.sample)))
    elif arguments.root:
        _run(arguments.root, arguments)
    else:
        with tempfile.TemporaryDirectory(prefix="scale-", ignore_cleanup_errors=True) as scratch:
            _run(Path(scratch), arguments)


def _run(root: Path, arguments: argparse.Namespace) -> None:
    count, seconds = timed(lambda: _grow(root, arguments.passages, arguments.borrow))
    print(f"passages                     {count:12,}")
    print(f"grown in, s                  {seconds:12,.0f}   (0 or so where --root had them)")
    print(f"memory at most, MB           {peak():12,.0f}   while indexing")
    print(f"library on disk, MB          {on_disk(root / 'home'):12,.0f}", flush=True)
    command = [sys.executable, "-m", "tests.benchmarks.scale", "--measure", "--root", str(root)]
    done = subprocess.run(
        [*command, "--sample", str(arguments.sample)], check=True, stdout=subprocess.PIPE, text=True
    )
    for label, value in json.loads(done.stdout.splitlines()[-1]).items():
        print(f"{label:29}{value:12,.1f}")
    cold = [_cold_start(root) for _ in range(_COLD_STARTS + 1)][1:]
    print(f"quoth ask, cold start, s     {statistics.median(cold):12,.2f}")
    print(f"\n{os.cpu_count()} cores; times vary with what else the machine does.")


def _grow(root: Path, passages: int, borrow: int | None) -> int:
    """Add documents to the library until it has this many passages; return how many it has."""
    from index import Library, open_shipped
    from tests.benchmarks.borrowing import Borrowing

    folder, home = root / "documents", root / "home"
    folder.mkdir(parents=True, exist_ok=True)
    embedder = Borrowing(open_shipped(), borrow) if borrow else open_shipped()
    texts = _endless_texts()
    number = 0
    with Library.open(home, embedder) as library:
        while (count := library.count_passages()) < passages:
            wanted = (passages - count) * _CHARACTERS_A_PASSAGE
            while wanted > 0:
                text = next(texts)
                write_texts(folder, {file_name(number): text})
                number += 1
                wanted -= len(text)
            library.sync(folder)
    return count


def _endless_texts() -> Iterator[str]:
    """Yield the documents that are there, then the same with their sentences mixed, for ever."""
    texts = documents()
    yield from texts
    sentences = [each for text in texts for each in re.split(r"(?<=[.!?])\s+", text)]
    mixer = random.Random(0)
    while True:
        yield " ".join(mixer.choices(sentences, k=60))


def documents() -> list[str]:
    """Return the texts of the evaluation sets, or of Python's help where there are none."""
    files = [SHARED / f"{name}.documents.jsonl" for name in _SETS]
    texts = [line["text"] for file in files if file.exists() for line in read_lines(file)]
    return texts or list(corpus_from_python(Path(), 0).texts.values())


def _questions(sample: int) -> tuple[Question, ...]:
    file = SHARED / "squad2.questions.jsonl"
    if not file.exists():
        return corpus_from_python(Path(), sample).questions
    return sampled((Question(line["question"]) for line in read_lines(file)), sample)


def _asked(root: Path, sample: int) -> dict[str, float]:
    """Open the library that is there, ask, and return what it took by name."""
    from assistant import Assistant

    with Assistant.open(root / "documents", home=root / "home") as quoth:
        questions = [question.text for question in _questions(sample)]
        for question in questions[:5]:
            quoth.ask(question)
        searching = [1000 * timed(lambda q=q: quoth.search(q))[1] for q in questions]
        replying = [1000 * timed(lambda q=q: quoth.ask(q))[1] for q in questions]
        return {
            "search, p50 in ms": percentile(searching, 0.5),
            "search, p95 in ms": percentile(searching, 0.95),
            "whole reply, p50 in ms": percentile(replying, 0.5),
            "whole reply, p95 in ms": percentile(replying, 0.95),
            "memory after, MB": resident(),
            "memory at most, MB": peak(),
        }


def _cold_start(root: Path) -> float:
    """Return the seconds of one `quoth ask` in a new process."""
    asked = [sys.executable, "-m", "assistant", "ask", _questions(1)[0].text]
    folders = ["--folder", str(root / "documents"), "--home", str(root / "home")]
    # Byte code is kept, as it is for whoever starts Python with no such variable.
    kept = {name: value for name, value in os.environ.items() if name != _NO_BYTE_CODE}
    done, seconds = timed(lambda: subprocess.run([*asked, *folders], capture_output=True, env=kept))
    if done.returncode not in (0, 3):
        raise RuntimeError(done.stderr.decode())
    return seconds


if __name__ == "__main__":
    main()
