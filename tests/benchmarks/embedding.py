"""How fast the embedder that ships is: python -m tests.benchmarks.embedding [--budgets 128 256 …].

Passages of about 200 tokens and sentences of about 25, cut from words of the tokenizer's table.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import time
from collections.abc import Callable
from importlib.resources import files

from index import onnx_embedding
from index.onnx_embedding import MiniLM

PASSAGES = 128
SENTENCES = 40
ROUNDS = 5


def texts(count: int, fewest: int, most: int) -> list[str]:
    """Return texts of so many words, each one token, the same each time."""
    content = (files("index.minilm") / "tokenizer.json").read_text(encoding="utf-8")
    table = json.loads(content)["model"]["vocab"]
    words = sorted(word for word in table if word.isascii() and word.isalpha())
    chance = random.Random(0)
    return [" ".join(chance.choices(words, k=chance.randint(fewest, most))) for _ in range(count)]


def fastest(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the seconds of the fastest of several rounds, after one that warms up."""
    action()
    taken = []
    for _ in range(rounds):
        before = time.perf_counter()
        action()
        taken.append(time.perf_counter() - before)
    return min(taken)


def report(threads: int, budget: int) -> None:
    """Print one line of figures."""
    onnx_embedding._BATCH_TOKENS = budget
    before = time.perf_counter()
    model = MiniLM.open(threads)
    opening = time.perf_counter() - before
    passages, sentences = texts(PASSAGES, 160, 240), texts(SENTENCES, 10, 40)
    states = fastest(lambda: model.tokens(sentences))
    print(
        f"{threads} threads, {budget:4d} tokens a batch: opened in {opening * 1000:.0f} ms,"
        f" {PASSAGES / fastest(lambda: model.embed(passages)):.0f} passages/s,"
        f" tokens of {SENTENCES} sentences {states * 1000:.0f} ms,"
        f" one question {fastest(lambda: model.embed(sentences[:1]), 50) * 1000:.1f} ms,"
        f" peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB",
        flush=True,
    )


def main() -> None:
    """Measure each budget with one thread a core, and the default one with one thread."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--budgets", type=int, nargs="*", default=[onnx_embedding._BATCH_TOKENS])
    budgets = parser.parse_args().budgets
    for budget in budgets:
        report(os.cpu_count() or 1, budget)
    report(1, budgets[0])


if __name__ == "__main__":
    main()
