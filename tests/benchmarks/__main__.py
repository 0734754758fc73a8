"""Quoth beside the stock way, in one run: python -m tests.benchmarks [--help]."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.corpus import SHARED, Corpus, corpus_from_files, corpus_from_python
from tests.benchmarks.figures import Figures
from tests.benchmarks.sides import SIDES, STOCK_MODEL, STOCK_OVERLAP, STOCK_TOKENS
from tests.benchmarks.stock_model import make_stock_model

# What a row shows, the figure it comes from, its form, and whether more is better.
ROWS = (
    ("indexed, characters a second", "indexing", ",.0f", True),
    ("the same a processor second", "indexing_processor", ",.0f", True),
    ("search, p50 in ms", "search_p50", ".1f", False),
    ("search, p95 in ms", "search_p95", ".1f", False),
    ("whole reply, p50 in ms", "reply_p50", ".1f", False),
    ("whole reply, p95 in ms", "reply_p95", ".1f", False),
    ("answer in the first passage", "passage_1", ".3f", True),
    ("answer in the first five passages", "passage_5", ".3f", True),
    ("answer in the first quote", "quote_1", ".3f", True),
    ("answer in the first three quotes", "quote_3", ".3f", True),
    ("answerable, but refused", "refused", ".3f", False),
    ("memory after the questions, MB", "resident", ",.0f", False),
    ("memory at most, MB", "peak", ",.0f", False),
    ("index on disk, MB", "disk", ",.1f", False),
)


def main() -> None:
    """Measure both sides in turn, some rounds, and print the medians side by side."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        corpus = _corpus(arguments, Path(scratch))
        corpus.write()
        make_stock_model(corpus.root / STOCK_MODEL)
        _introduce(corpus, arguments.rounds)
        rounds = []
        for number in range(1, arguments.rounds + 1):
            rounds.append({side: _measured(side, corpus.root) for side in SIDES})
            print(f"round {number} of {arguments.rounds} done", file=sys.stderr)
    _print_table(rounds)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--documents", type=Path, help="JSON Lines: id, text")
    parser.add_argument("--questions", type=Path, help="JSON Lines: question, evidence, …")
    parser.add_argument("--sample", type=int, default=400, help="most questions asked")
    parser.add_argument("--rounds", type=int, default=3, help="times each side is measured")
    arguments = parser.parse_args()
    if bool(arguments.documents) != bool(arguments.questions):
        parser.error("--documents and --questions go together")
    return arguments


def _corpus(arguments: argparse.Namespace, root: Path) -> Corpus:
    documents = arguments.documents or SHARED / "squad2.documents.jsonl"
    questions = arguments.questions or SHARED / "squad2.questions.jsonl"
    if arguments.documents or documents.exists():
        print(f"Documents: {documents.name}")
        return corpus_from_files(root, documents, questions, arguments.sample)
    print("Documents: the topics of Python's own help, for speed alone; give others, with their")
    print("questions, to see whether the answers are found: --documents FILE --questions FILE")
    return corpus_from_python(root, arguments.sample)


def _introduce(corpus: Corpus, rounds: int) -> None:
    print(
        f"{len(corpus.texts):,} documents, {corpus.characters:,} characters,"
        f" {len(corpus.questions):,} questions; medians of {rounds} rounds, each side warmed up,"
        f" in turn and in a process of its own; Python {platform.python_version()},"
        f" {os.cpu_count()} cores."
    )
    print(
        f"Stock: LlamaIndex over embedded Chroma, {STOCK_TOKENS}-token pieces that overlap by"
        f" {STOCK_OVERLAP}, Chroma's default MiniLM in full precision.\n",
        flush=True,
    )


def _measured(side: str, root: Path) -> Figures:
    """Measure a side in a process of its own, so that neither holds the other's memory."""
    command = [sys.executable, "-m", "tests.benchmarks.measuring", side, str(root)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Figures(**json.loads(done.stdout.splitlines()[-1]))


def _print_table(rounds: list[dict[str, Figures]]) -> None:
    print(f"{'':36}{'stock':>12}{'Quoth':>12}{'better by':>12}")
    for label, name, form, more_is_better in ROWS:
        stock, quoth = (_median(rounds, side, name) for side in SIDES)
        print(f"{label:36}{_shown(stock, form):>12}{_shown(quoth, form):>12}", end="")
        print(f"{_better(rounds, name, more_is_better):>12}")
    print("\nTimes vary with what else the machine does: compare the two sides of one run only.")


def _median(rounds: list[dict[str, Figures]], side: str, name: str) -> float | None:
    values = [getattr(each[side], name) for each in rounds]
    return None if None in values else statistics.median(values)


def _better(rounds: list[dict[str, Figures]], name: str, more_is_better: bool) -> str:
    """Return how many times better Quoth is: the median of the rounds' own ratios."""
    pairs = [(getattr(each["quoth"], name), getattr(each["stock"], name)) for each in rounds]
    if any(not quoth or not stock for quoth, stock in pairs):
        return ""
    ratio = statistics.median(quoth / stock for quoth, stock in pairs)
    return f"× {ratio if more_is_better else 1 / ratio:.2f}"


def _shown(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)


if __name__ == "__main__":
    main()
