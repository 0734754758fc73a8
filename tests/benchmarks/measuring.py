"""One side measured in a process of its own: python -m tests.benchmarks.measuring SIDE ROOT."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.corpus import Corpus, Question, read_corpus, write_texts
from tests.benchmarks.figures import (
    Figures,
    on_disk,
    peak,
    percentile,
    processor,
    resident,
    timed,
)
from tests.benchmarks.sides import SIDES, Found, Reply, Side

_WARMING = {f"{number}.txt": f"Document {number} warms the model up. " * 20 for number in range(8)}


def measure(kind: type[Side], corpus: Corpus) -> Figures:
    """Index the corpus and ask its questions, once each, when everything is loaded."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as scratch:
        _warm_up(kind, corpus.root, Path(scratch))
        home = Path(scratch) / "home"
        before = processor()
        side, seconds = timed(lambda: kind.index(corpus.folder, home, corpus.root))
        return _figures(side, corpus, home, seconds, processor() - before)


def _warm_up(kind: type[Side], tools: Path, scratch: Path) -> None:
    write_texts(scratch / "warming", _WARMING)
    side = kind.index(scratch / "warming", scratch / "warmed", tools)
    side.search("What warms up?", 5)
    side.reply("What warms up?")


def _figures(
    side: Side, corpus: Corpus, home: Path, seconds: float, processor_seconds: float
) -> Figures:
    searches = [timed(lambda q=q: side.search(q.text, 5)) for q in corpus.questions]
    replies = [timed(lambda q=q: side.reply(q.text)) for q in corpus.questions]
    found = [passages for passages, _ in searches]
    shown = [reply for reply, _ in replies if reply]
    quotes = [list(reply.quotes) for reply in shown]
    searching = [1000 * seconds for _, seconds in searches]
    replying = [1000 * seconds for reply, seconds in replies if reply]
    return Figures(
        indexing=corpus.characters / seconds,
        indexing_processor=corpus.characters / processor_seconds,
        search_p50=percentile(searching, 0.5),
        search_p95=percentile(searching, 0.95),
        reply_p50=percentile(replying, 0.5) if replying else None,
        reply_p95=percentile(replying, 0.95) if replying else None,
        passage_1=_share(corpus, found, 1),
        passage_5=_share(corpus, found, 5),
        quote_1=_share(corpus, quotes, 1),
        quote_3=_share(corpus, quotes, 3),
        refused=_refused(shown) if corpus.is_judged else None,
        resident=resident(),
        peak=peak(),
        disk=on_disk(home),
    )


def _share(corpus: Corpus, found: list[list[Found]], first: int) -> float | None:
    """Return the share of the questions whose answer is among the first pieces found."""
    if not found or not corpus.is_judged:
        return None
    pairs = zip(corpus.questions, found, strict=True)
    return statistics.fmean(_is_in(corpus, question, each[:first]) for question, each in pairs)


def _is_in(corpus: Corpus, question: Question, found: Iterable[Found]) -> bool:
    return any(corpus.holds(question, each.file, each.text) for each in found)


def _refused(replies: list[Reply]) -> float | None:
    return statistics.fmean(reply.is_refusal for reply in replies) if replies else None


def main() -> None:
    """Print the figures of a side as JSON on the last line."""
    side, root = sys.argv[1:]
    print(json.dumps(asdict(measure(SIDES[side], read_corpus(Path(root))))))


if __name__ == "__main__":
    main()
