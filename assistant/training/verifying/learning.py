"""Measures the check of statements, and learns its weights.

    python -m assistant.training.verifying.learning SETS

SETS is a folder with `squad2`, `mtrag-un` and `quotesum` as `NAME.documents.jsonl` and
`NAME.questions.jsonl`. The printed figures are cross-validated over documents: every statement is
checked with weights that were learned without its document. With `--learn` it then learns from all
documents and writes `assistant/verifying/weights.json`.
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
from assistant.training.verifying.corruptions import CORRUPTIONS
from assistant.training.verifying.examples import (
    Document,
    Example,
    from_answers,
    from_questions,
    from_references,
    from_sentences,
    read_rows,
)
from assistant.verifying import Checker, CheckResult
from assistant.verifying.assessment import Assessment
from assistant.verifying.assessor import Assessor
from assistant.verifying.closeness import Closeness
from index import Library
from index.sentences import split_sentences

_TARGET = Path(__file__).parents[2] / "verifying" / "weights.json"
_ABOUT = (
    "Learned on statements made from SQuAD 2.0 development articles, MTRAG-UN and QuoteSum "
    "with `python -m assistant.training.verifying.learning SETS --learn`."
)
_FOLDS = 5
# How many statements are made: of the sentences of each document, of questions, of written answers.
_SENTENCES = {"squad2": 25, "quotesum": 1, "mtrag-un": 1}
_QUESTIONS = 200
_WRITTEN = 80
_EACH = 100  # most corruptions of a kind
_SEED = 1
_KEPT = 0.96  # the share of supported statements that the threshold keeps; a guess
_OTHER_QUOTE_THRESHOLD = 0.7  # a guess: surer than for a quote that the statement cites
_PENALTY = 3.0  # of the squared weights; a guess
# Features that fall as the quotes come closer; all others rise.
_DISTANCES = ("farthest word", "next farthest word", "longest gap", "words lacking")
# The probability is learned from these corruptions; the others are for the rules to find.
_OF_MEANING = frozenset({"neighbour's quote", "other document", "detail added", "word"})

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AssessedExample:
    """An example, and its assessment beside all quotes that it cites."""

    example: Example
    assessment: Assessment

    @property
    def fold(self) -> int:
        """The fold, by its document; parts of one document, `NAME-1` and so on, share a fold."""
        name = re.sub(r"-\d+(?:-\d+)?$", "", self.example.document)
        return zlib.crc32(name.encode()) % _FOLDS


class Sources:
    """A library of the sets' documents, which knows the quotes of examples."""

    def __init__(self, library: Library, names: dict[str, str]) -> None:
        """Take a library and the name of the document at each location."""
        self.library = library
        sources = {each.location: each.source or "" for each in library.files()}
        self._ids = {document: sources[location] for location, document in names.items()}

    def document(self, name: str) -> Document:
        """Return a document with its sentences."""
        text = self.library.origin(self._ids[name]).text
        return Document(name, text, tuple(split_sentences(text, 0, len(text))))

    def quotes(self, example: Example) -> list[Quote]:
        """Return the quotes of an example."""
        return [
            Quote(self.library.origin(self._ids[name]), start, end)
            for name, start, end in example.quotes
        ]

    def assess(self, assessor: Assessor, example: Example) -> AssessedExample:
        """Return an example with its assessment beside all quotes that it cites."""
        quotes = self.quotes(example)
        cited = [quotes[position] for position in example.cited]
        statement = assessor.analyse(example.statement)
        assessment = assessor.assess(statement, example.cited, cited, example.question)
        return AssessedExample(example, assessment)


def read_documents(folder: Path) -> dict[str, str]:
    """Return the texts of the documents that statements are made from, by name."""
    found: dict[str, str] = {}
    for name in ("squad2", "mtrag-un", "quotesum"):
        rows = read_rows(folder / f"{name}.questions.jsonl")
        used = {e["document"] for row in rows if row["answerable"] for e in row["evidence"]}
        for row in read_rows(folder / f"{name}.documents.jsonl"):
            if row["id"] in used:
                titled = name != "squad2" and row.get("title")
                found[row["id"]] = f"{row['title']}\n\n{row['text']}" if titled else row["text"]
    return found


def make_supported(folder: Path, documents: dict[str, Document]) -> list[Example]:
    """Return statements that their quotes support."""
    random = Random(0)
    made: list[Example] = []
    for name, most in _SENTENCES.items():
        rows = read_rows(folder / f"{name}.documents.jsonl")
        for row in rows:
            if row["id"] in documents:
                made += from_sentences(documents[row["id"]], random, most)
    asked = list(from_questions(folder / "squad2.questions.jsonl", documents, random))
    made += random.sample(asked, min(_QUESTIONS, len(asked)))
    made += from_references(folder / "quotesum.questions.jsonl", documents)
    written = list(from_answers(folder / "mtrag-un.questions.jsonl", documents))
    return made + random.sample(written, min(_WRITTEN, len(written)))


def make_corrupted(
    examples: Sequence[Example], documents: dict[str, Document], most: int, seed: int
) -> list[Example]:
    """Return corruptions of statements, at most so many of each kind."""
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
                cited=other.cited,
                is_supported=False,
            )
        )
    return made


def learn(assessed: Iterable[AssessedExample]) -> Closeness:
    """Return the weights fitted to statements, and the threshold that keeps the supported ones."""
    used = [e for e in assessed if e.example.is_supported or e.example.kind in _OF_MEANING]
    names = list(used[0].assessment.features)
    values = np.array([[each.assessment.features[name] for name in names] for each in used])
    is_right = np.array([each.example.is_supported for each in used])
    weights = _example_weights([each.example.kind for each in used], is_right)
    mean, spread = values.mean(axis=0), values.std(axis=0)
    is_distance = [name in _DISTANCES for name in names]
    fitted = _fit((values - mean) / spread, is_right, weights, is_distance)
    columns = zip(names, fitted[1:], mean, spread, strict=True)
    scaled = {
        name: {"weight": round(w, 4), "mean": round(m, 4), "spread": round(s, 4)}
        for name, w, m, s in columns
    }
    bias = round(float(fitted[0]), 4)
    chance = Chance.model_validate({"bias": bias, "features": scaled})
    supported = [each for each in used if each.example.is_supported]
    probabilities = [chance.of(each.assessment.features) for each in supported]
    return Closeness(
        about=_ABOUT,
        chance=chance,
        threshold=round(float(np.quantile(probabilities, 1 - _KEPT)), 3),
        other_quote_threshold=_OTHER_QUOTE_THRESHOLD,
    )


def _example_weights(kinds: Sequence[str], is_right: NDArray[np.bool_]) -> Array:
    """Return the weight of each example: rare kinds weigh more, right and wrong ones the same."""
    counts = Counter(kinds)
    weights = np.array([counts[kind] ** -0.5 for kind in kinds])
    for side in (is_right, ~is_right):
        weights[side] *= len(kinds) / 2 / weights[side].sum()
    return weights


def _fit(
    values: Array, is_right: NDArray[np.bool_], weights: Array, is_distance: Sequence[bool]
) -> Array:
    """Return bias and weights of a logistic regression, each weight with the sign it must have.

    Without that, correlated features would get opposite signs, and a text unlike all examples, such
    as three words about something else, might count as close.
    """
    columns = np.c_[np.ones(len(values)), values]
    signs = np.where(is_right, 1.0, -1.0)

    def loss(fitted: Array) -> tuple[float, Array]:
        margins = signs * (columns @ fitted)
        slope = -(weights * signs * expit(-margins)) @ columns
        penalty = _PENALTY * np.r_[0.0, fitted[1:]]
        total = (weights * np.logaddexp(0.0, -margins)).sum() + penalty @ fitted / 2
        return float(total), slope + penalty

    bounds = [(None, None), *((None, 0.0) if falls else (0.0, None) for falls in is_distance)]
    start = np.zeros(columns.shape[1])
    found: Array = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def cross_validate(
    sources: Sources, assessed: Sequence[AssessedExample]
) -> Iterator[tuple[Example, CheckResult]]:
    """Yield each example with the result of its check by weights learned from other folds."""
    for fold in range(_FOLDS):
        closeness = learn(each for each in assessed if each.fold != fold)
        checker = Checker(sources.library, closeness)
        for each in (each.example for each in assessed if each.fold == fold):
            quotes = sources.quotes(each)
            yield each, checker.check(each.statement, each.cited, quotes, each.question)


def print_figures(checked: Sequence[tuple[Example, CheckResult]]) -> None:
    """Print the shares of supported statements kept and of corrupted ones caught, by kind."""
    flags: dict[tuple[bool, str], list[bool]] = {}
    for example, result in checked:
        key = (example.is_supported, example.kind)
        flags.setdefault(key, []).append(result.verdict is not Verdict.SUPPORTED)
    every = [
        flag
        for (is_good, kind), of_kind in flags.items()
        if is_good and kind != "written"
        for flag in of_kind
    ]
    alarms = sum(every) / len(every)
    print(f"supported, kept, {len(every)}: {format_share([not flag for flag in every])}")
    for (is_good, kind), of_kind in sorted(flags.items(), key=lambda pair: -pair[0][0]):
        if is_good:
            print(f"  {kind}, {len(of_kind)}: {format_share([not flag for flag in of_kind])}")
    print("corrupted, caught (and the precision among as many supported statements)")
    for (is_good, kind), of_kind in flags.items():
        if not is_good:
            recall = sum(of_kind) / len(of_kind)
            precision = recall / (recall + alarms)
            print(f"  {kind}, {len(of_kind)}: {format_share(of_kind)}, {precision:.3f}")


def format_share(values: Sequence[bool]) -> str:
    """Return the share of true values with its 95% interval (Wilson)."""
    interval = binomtest(sum(values), len(values)).proportion_ci(method="wilson")
    return f"{np.mean(values):.3f} ({interval.low:.3f} to {interval.high:.3f})"


def print_wrong(
    sources: Sources, checked: Sequence[tuple[Example, CheckResult]], kinds: Collection[str]
) -> None:
    """Print the statements with a wrong verdict and their quotes; of all kinds if none is given."""
    for example, result in checked:
        is_right = (result.verdict is Verdict.SUPPORTED) == example.is_supported
        if is_right or kinds and example.kind not in kinds:
            continue
        print(f"{example.kind} | {example.statement} | {result.reason} | {result.support:.2f}")
        quotes = sources.quotes(example)
        for position in dict.fromkeys([*example.cited, *result.quotes]):
            quote = quotes[position]
            print(f"    {quote.source.title}: {' '.join(quote.text.split())}")


def main() -> None:
    """Print the cross-validated figures, and learn from all documents if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path)
    parser.add_argument("--learn", action="store_true", help="write the weights")
    parser.add_argument(
        "--wrong", nargs="*", metavar="KIND", help="print wrong verdicts with their quotes"
    )
    parser.add_argument("--each", type=int, default=_EACH, help="most corruptions of a kind")
    parser.add_argument("--seed", type=int, default=_SEED, help="selects other corruptions")
    options = parser.parse_args()
    if options.learn and (options.each, options.seed) != (_EACH, _SEED):
        parser.error("Leave out --each and --seed: the weights are learned with their defaults.")
    with assistant_of(read_documents(options.sets)) as (quoth, names):
        sources = Sources(quoth.library, names)
        documents = {name: sources.document(name) for name in names.values()}
        good = make_supported(options.sets, documents)
        examples = [*good, *make_corrupted(good, documents, options.each, options.seed)]
        examples.sort(key=lambda example: example.document)
        assessor = Assessor(sources.library, Closeness.learned())
        assessed = [sources.assess(assessor, example) for example in examples]
        start = time.perf_counter()
        checked = list(cross_validate(sources, assessed))
        seconds = (time.perf_counter() - start) / len(checked)
        print_figures(checked)
        print(f"{len(checked)} statements, {1000 * seconds:.1f} ms each, quotes analysed once")
        if options.wrong is not None:
            print_wrong(sources, checked, options.wrong)
        if options.learn:
            _TARGET.write_text(learn(assessed).model_dump_json(indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
