"""Measures and learns the check of statements.

    python -m assistant.training.verifying.learning SETS

SETS is a folder with `squad2`, `mtrag-un` and `quotesum` as `NAME.documents.jsonl` and
`NAME.questions.jsonl`. What it prints is cross-validated over documents: every statement is
checked with weights that were learned without its document. With `--learn` it then learns from all
and writes `assistant/verifying/weights.json`.
"""

from __future__ import annotations

import argparse
import re
import time
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from scipy.stats import binomtest

from assistant import Quote
from assistant.answering.weights import Chance
from assistant.statement import Verdict
from assistant.training.question_sets import assistant_of
from assistant.training.verifying.corrupting import CORRUPTIONS
from assistant.training.verifying.stating import (
    Example,
    Sentences,
    from_answers,
    from_questions,
    from_references,
    from_sentences,
    lines,
)
from assistant.verifying.checker import Checker
from assistant.verifying.closeness import Closeness
from assistant.verifying.verdict import Checked, Judged
from index import Library
from index.sentences import split_sentences

_TARGET = Path(__file__).parents[2] / "verifying" / "weights.json"
_ABOUT = (
    "Learned on statements made from SQuAD 2.0 development articles, MTRAG-UN and QuoteSum "
    "with `python -m assistant.training.verifying.learning SETS --learn`."
)
_FOLDS = 5
_SENTENCES = {"squad2": 25, "quotesum": 1, "mtrag-un": 1}
_QUESTIONS = 200
_WRITTEN = 80
_EACH = 100
_SEED = 1
_KEPT = 0.96
_EXCHANGED = 0.7
_PENALTY = 3.0
_FARNESS = ("farthest word", "next farthest word", "longest gap", "words lacking")
# Of these the chance is learned; the others are for the rules to catch.
_OF_MEANING = frozenset({"neighbour's quote", "other document", "detail added", "word"})


Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tried:
    """An example and what its claimed quotes together are worth."""

    example: Example
    judged: Judged

    @property
    def fold(self) -> int:
        """The fold, by its document; parts of one document, `NAME-1` and so on, are together."""
        name = re.sub(r"-\d+(?:-\d+)?$", "", self.example.document)
        return zlib.crc32(name.encode()) % _FOLDS


class Bench:
    """The documents of the sets in a library, and the quotes of examples."""

    def __init__(self, library: Library, names: dict[str, str]) -> None:
        """Wrap a library and the document of each location."""
        self.library = library
        origins = {each.location: each.source or "" for each in library.files()}
        self._ids = {document: origins[place] for place, document in names.items()}

    def sentences(self, document: str) -> Sentences:
        """Return a document in sentences."""
        text = self.library.origin(self._ids[document]).text
        return Sentences(document, text, tuple(split_sentences(text, 0, len(text))))

    def quotes(self, example: Example) -> list[Quote]:
        """Return the quotes of an example."""
        return [
            Quote(self.library.origin(self._ids[name]), start, end)
            for name, start, end in example.quotes
        ]

    def judge(self, checker: Checker, example: Example) -> Judged:
        """Return what the claimed quotes of an example are worth together."""
        quotes = self.quotes(example)
        claimed = [quotes[place] for place in example.claimed]
        return checker.judge(
            checker.read(example.statement), example.claimed, claimed, example.question
        )


def documents_of(folder: Path) -> dict[str, str]:
    """Return the documents that statements are made from."""
    found: dict[str, str] = {}
    for name in ("squad2", "mtrag-un", "quotesum"):
        rows = lines(folder / f"{name}.questions.jsonl")
        used = {e["document"] for row in rows if row["answerable"] for e in row["evidence"]}
        for row in lines(folder / f"{name}.documents.jsonl"):
            if row["id"] in used:
                titled = name != "squad2" and row.get("title")
                found[row["id"]] = f"{row['title']}\n\n{row['text']}" if titled else row["text"]
    return found


def supported(folder: Path, documents: dict[str, Sentences]) -> list[Example]:
    """Return statements that their quotes support."""
    random = Random(0)
    made: list[Example] = []
    for name, most in _SENTENCES.items():
        rows = lines(folder / f"{name}.documents.jsonl")
        for row in rows:
            if row["id"] in documents:
                made += from_sentences(documents[row["id"]], random, most)
    asked = list(from_questions(folder / "squad2.questions.jsonl", documents, random))
    made += random.sample(asked, min(_QUESTIONS, len(asked)))
    made += from_references(folder / "quotesum.questions.jsonl", documents)
    written = list(from_answers(folder / "mtrag-un.questions.jsonl", documents))
    return made + random.sample(written, min(_WRITTEN, len(written)))


def corrupted(
    examples: Sequence[Example], documents: dict[str, Sentences], most: int, seed: int
) -> list[Example]:
    """Return at most so many corruptions of each kind of the statements."""
    random = Random(seed)
    made: list[Example] = []
    own = [each for each in examples if each.kind != "written"]
    for corruption in CORRUPTIONS.values():
        found = 0
        for example in random.sample(own, len(own)):
            if found == most:
                break
            bad = corruption(example, documents[example.document], random)
            if bad:
                made.append(bad)
                found += 1
    for example in random.sample(own, min(most, len(own))):
        other = random.choice([each for each in own if each.document != example.document])
        made.append(
            replace(
                example,
                kind="other document",
                quotes=other.quotes,
                claimed=other.claimed,
                is_supported=False,
            )
        )
    return made


def learned_from(tried: Iterable[Tried]) -> Closeness:
    """Return the chance fitted to statements, and the threshold that keeps the supported ones."""
    used = [each for each in tried if each.example.is_supported or each.example.kind in _OF_MEANING]
    names = list(used[0].judged.measures)
    values = np.array([[each.judged.measures[name] for name in names] for each in used])
    right = np.array([each.example.is_supported for each in used])
    kinds = Counter(each.example.kind for each in used)
    weights = np.array([kinds[each.example.kind] ** -0.5 for each in used])
    for side in (right, ~right):
        weights[side] *= len(used) / 2 / weights[side].sum()
    mean, spread = values.mean(axis=0), values.std(axis=0)
    fitted = _fitted((values - mean) / spread, right, weights, [n in _FARNESS for n in names])
    columns = zip(names, fitted[1:], mean, spread, strict=True)
    scaled = {
        name: {"weight": round(w, 4), "mean": round(m, 4), "spread": round(s, 4)}
        for name, w, m, s in columns
    }
    bias = round(float(fitted[0]), 4)
    chance = Chance.model_validate({"bias": bias, "measures": scaled})
    kept = [chance.of(each.judged.measures) for each in used if each.example.is_supported]
    threshold = round(float(np.quantile(kept, 1 - _KEPT)), 3)
    return Closeness(about=_ABOUT, chance=chance, threshold=threshold, exchanged=_EXCHANGED)


def _fitted(values: Array, right: Array, weights: Array, is_farness: Sequence[bool]) -> Array:
    """Return the bias and the weights of a logistic regression, each of the sign that it must have.

    Free ones would trade measures that go together against each other, and take what is like
    nothing they have seen, such as three words about something else, for near.
    """
    columns = np.c_[np.ones(len(values)), values]
    signs = np.where(right, 1.0, -1.0)

    def loss(fitted: Array) -> tuple[float, Array]:
        margins = signs * (columns @ fitted)
        slope = -(weights * signs * expit(-margins)) @ columns
        penalty = _PENALTY * np.r_[0.0, fitted[1:]]
        total = (weights * np.logaddexp(0.0, -margins)).sum() + penalty @ fitted / 2
        return float(total), slope + penalty

    bounds = [(None, None), *((None, 0.0) if far else (0.0, None) for far in is_farness)]
    start = np.zeros(columns.shape[1])
    found: Array = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def held_out(bench: Bench, tried: Sequence[Tried]) -> Iterator[tuple[Example, Checked]]:
    """Yield what the check of each statement finds with what was learned from other folds."""
    for fold in range(_FOLDS):
        closeness = learned_from(each for each in tried if each.fold != fold)
        checker = Checker(bench.library, closeness)
        for each in (each.example for each in tried if each.fold == fold):
            found = checker.check(each.statement, each.claimed, bench.quotes(each), each.question)
            yield each, found


def tell(checked: Sequence[tuple[Example, Checked]]) -> None:
    """Print what was caught and what was flagged without cause, by kind."""
    flagged: dict[tuple[bool, str], list[bool]] = {}
    for example, found in checked:
        key = (example.is_supported, example.kind)
        flagged.setdefault(key, []).append(found.verdict is not Verdict.SUPPORTED)
    every = [
        f for (good, kind), each in flagged.items() if good and kind != "written" for f in each
    ]
    alarms = sum(every) / len(every)
    print(f"supported, kept, {len(every)}: {share([not each for each in every])}")
    for (good, kind), each in sorted(flagged.items(), key=lambda pair: -pair[0][0]):
        if good:
            print(f"  {kind}, {len(each)}: {share([not flag for flag in each])}")
    print("corrupted, caught (and the share that is, of what is flagged amid as many supported)")
    for (good, kind), each in flagged.items():
        if not good:
            recall = sum(each) / len(each)
            print(f"  {kind}, {len(each)}: {share(each)}, {recall / (recall + alarms):.3f}")


def share(held: Sequence[bool]) -> str:
    """Return a share with its 95% interval (Wilson)."""
    found = binomtest(sum(held), len(held)).proportion_ci(method="wilson")
    return f"{np.mean(held):.3f} ({found.low:.3f} to {found.high:.3f})"


def tell_wrong(
    bench: Bench, checked: Sequence[tuple[Example, Checked]], kinds: Collection[str]
) -> None:
    """Print what was judged wrongly, of all kinds if none is given, each with its quotes."""
    for example, found in checked:
        is_right = (found.verdict is Verdict.SUPPORTED) == example.is_supported
        if is_right or kinds and example.kind not in kinds:
            continue
        print(f"{example.kind} | {example.statement} | {found.reason} | {found.support:.2f}")
        quotes = bench.quotes(example)
        for place in dict.fromkeys([*example.claimed, *found.quotes]):
            print(f"    {quotes[place].source.title}: {' '.join(quotes[place].text.split())}")


def main() -> None:
    """Tell how good it is on what it has not seen; learn from everything if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path)
    parser.add_argument("--learn", action="store_true", help="write the weights")
    parser.add_argument(
        "--wrong", nargs="*", metavar="KIND", help="print what was judged wrongly, with its quotes"
    )
    parser.add_argument("--each", type=int, default=_EACH, help="corruptions of a kind, at most")
    parser.add_argument("--seed", type=int, default=_SEED, help="draws other corruptions")
    asked = parser.parse_args()
    if asked.learn and (asked.each, asked.seed) != (_EACH, _SEED):
        parser.error("The weights are those of the usual corruptions: leave out --each and --seed.")
    with assistant_of(documents_of(asked.sets)) as (quoth, names):
        bench = Bench(quoth.library, names)
        documents = {name: bench.sentences(name) for name in names.values()}
        good = supported(asked.sets, documents)
        examples = [*good, *corrupted(good, documents, asked.each, asked.seed)]
        examples.sort(key=lambda each: each.document)
        checker = Checker(bench.library)
        tried = [Tried(each, bench.judge(checker, each)) for each in examples]
        start = time.perf_counter()
        checked = list(held_out(bench, tried))
        each = (time.perf_counter() - start) / len(checked)
        tell(checked)
        print(f"{len(checked)} statements, {1000 * each:.1f} ms each, quotes read once")
        if asked.wrong is not None:
            tell_wrong(bench, checked, asked.wrong)
        if asked.learn:
            _TARGET.write_text(learned_from(tried).model_dump_json(indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
