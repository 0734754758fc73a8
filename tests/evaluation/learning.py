"""Learns `assistant/weights.json` from question sets, cross-validated over documents.

Run by hand: `python -m tests.evaluation.learning evidence SETS`, then
`python -m tests.evaluation.learning confidence SETS`, where SETS is a folder with
`squad2`, `mtrag-un` and `quotesum` as `NAME.documents.jsonl` and `NAME.questions.jsonl`.
It needs scikit-learn and SciPy (the dependency group `learn`).
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from assistant.confidence import confidence_measures
from assistant.evaluating import holds
from assistant.evidence import EvidenceRanker, Ranking, standardised
from assistant.measures import MEASURES
from assistant.quoting import quotes_from
from assistant.reply import Quote
from assistant.weights import Weights
from index import Library
from tests.evaluation.sets import Asked, library_of, read_set, small_libraries, swapped

_PENALTY = 10.0
_PASSAGES = 10
_TARGET = Path(__file__).parents[2] / "assistant" / "weights.json"
_FOLDS = 5
_SWAPPED = 400

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A question asked of a library: measures, and what was right."""

    kind: str
    fold: str
    measures: dict[str, float]
    right: bool


@dataclass(frozen=True, slots=True)
class Candidates:
    """The standardised measures (sentences, measures) for a question, and which hold it."""

    fold: str
    measures: Array
    hits: Array


def _rank(ranker: EvidenceRanker, library: Library, question: str) -> Ranking:
    query = library.analyse(question)
    return ranker.rank(query, library.search(query, limit=_PASSAGES))


def _holds(span: tuple[str, int, int], asked: Asked) -> bool:
    return any(
        span[0] == document and holds(span[1:], piece) for document, *piece in asked.evidence
    )


def _first_quote_holds(ranking: Ranking, asked: Asked, names: dict[str, str]) -> bool:
    quotes: list[Quote] = quotes_from(ranking, 6)
    first = quotes[0]
    return _holds((names[first.source.location], first.start, first.end), asked)


def candidates_of(documents: dict[str, str], questions: Sequence[Asked]) -> list[Candidates]:
    """Ask every question and return the sentences that were ranked."""
    found = []
    with library_of(documents) as (library, names):
        ranker = EvidenceRanker(library, Weights.learned())
        for asked in questions:
            sentences = _rank(ranker, library, asked.text).sentences
            hits = [
                _holds((names[s.passage.source.location], s.start, s.end), asked) for s in sentences
            ]
            measures = standardised(np.array([s.measures for s in sentences]))
            found.append(Candidates(asked.document, measures, np.array(hits, float)))
    return found


def fit_evidence(cases: Sequence[Candidates]) -> Array:
    """Return the weights under which the softmax over a question's sentences favours the right."""
    usable = [case for case in cases if case.hits.any()]
    measures = np.concatenate([case.measures for case in usable])
    hits = np.concatenate([case.hits for case in usable])
    sizes = [len(case.hits) for case in usable]
    starts, groups = np.r_[0, np.cumsum(sizes)[:-1]], np.repeat(np.arange(len(sizes)), sizes)

    def loss(weights: Array) -> tuple[float, Array]:
        scores = measures @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[groups])
        every = np.add.reduceat(powers, starts)
        right = np.add.reduceat(powers * hits, starts)
        slope = measures.T @ (powers / every[groups] - powers * hits / right[groups])
        total = -np.log(right / every).sum() + _PENALTY * weights @ weights
        return total / len(usable), (slope + 2 * _PENALTY * weights) / len(usable)

    return minimize(loss, np.zeros(len(MEASURES)), jac=True, method="L-BFGS-B").x


def learn_evidence(folder: Path) -> None:
    """Learn the weights of a sentence's measures and write them."""
    documents, answerable, _ = read_set(folder, "squad2")
    cases = candidates_of(documents, answerable)
    firsts, threes = [], []
    for fold in sorted({case.fold for case in cases}):
        weights = fit_evidence([case for case in cases if case.fold != fold])
        for case in (case for case in cases if case.fold == fold):
            order = np.argsort(-(case.measures @ weights), kind="stable")
            firsts.append(case.hits[order[:1]].any())
            threes.append(case.hits[order[:3]].any())
    print(f"sentences, cross-validated: first {np.mean(firsts):.3f}, three {np.mean(threes):.3f}")
    learned = dict(zip(MEASURES, map(float, fit_evidence(cases).round(4)), strict=True))
    _write(evidence=learned)


def cases_of(
    documents: dict[str, str],
    questions: Sequence[tuple[str, Asked]],
    fold: Callable[[Asked], str],
) -> list[Case]:
    """Ask questions of a kind each and return what the confidence is made of."""
    found = []
    with library_of(documents) as (library, names):
        ranker = EvidenceRanker(library, Weights.learned())
        for kind, asked in questions:
            ranking = _rank(ranker, library, asked.text)
            if not ranking.sentences:
                continue
            right = kind == "answerable" and _first_quote_holds(ranking, asked, names)
            found.append(Case(kind, fold(asked), confidence_measures(ranking), right))
    return found


def gather(folder: Path) -> list[Case]:
    """Return cases of every kind: answerable, adversarially unanswerable, and foreign."""
    squad, answerable, adversarial = read_set(folder, "squad2")
    mtrag, government, _ = read_set(folder, "mtrag-un")
    _, quotesum, _ = read_set(folder, "quotesum")
    asked = [("answerable", each) for each in answerable]
    asked += [("adversarial", each) for each in adversarial[::2]]
    asked += [("foreign", each) for each in [*government, *quotesum]]
    asked += swapped(answerable, answerable, " ".join(squad.values()))[:_SWAPPED]
    cases = cases_of(squad, asked, lambda each: each.document)
    random = np.random.default_rng(0)
    picked = random.choice(len(answerable), 300, replace=False)
    foreign = [("foreign", answerable[place]) for place in picked]
    own = [("answerable", each) for each in government]
    cases += cases_of(mtrag, [*own, *foreign], lambda each: each.document)
    for documents, small, fold in small_libraries(squad, answerable):
        cases += cases_of(documents, small, lambda _, fold=fold: fold)
    return cases


@dataclass(frozen=True, slots=True)
class Task:
    """One of the two chances: what it is learned on, in which shares, and what is right."""

    name: str
    shares: dict[str, float]
    is_right: Callable[[Case], bool]


TASKS = (
    Task("topic", {"answerable": 0.5, "foreign": 0.5}, lambda case: case.kind != "foreign"),
    Task(
        "answer",
        {"answerable": 0.7, "adversarial": 0.2, "swapped": 0.1},
        lambda case: case.right,
    ),
)


def learn_confidence(folder: Path) -> None:
    """Learn the confidence, print how good it is on folds that it has not seen, and write it."""
    cases = gather(folder)
    measures = np.array([list(case.measures.values()) for case in cases])
    folds = np.array([zlib.crc32(case.fold.encode()) % _FOLDS for case in cases])
    seen = np.ones(len(cases))
    for task in TASKS:
        for fold in range(_FOLDS):
            scaler, model = _fitted(task, cases, measures, folds != fold)
            held = folds == fold
            if held.any():
                seen[held] *= model.predict_proba(scaler.transform(measures[held]))[:, 1]
    _tell(cases, seen)
    names = list(cases[0].measures)
    every = np.ones(len(cases), bool)
    _write(**{task.name: _told(names, *_fitted(task, cases, measures, every)) for task in TASKS})


def _fitted(
    task: Task, cases: Sequence[Case], measures: Array, chosen: NDArray[np.bool_]
) -> tuple[StandardScaler, LogisticRegression]:
    used = chosen & np.array([case.kind in task.shares for case in cases])
    kinds = np.array([case.kind for case in cases])[used]
    right = np.array([task.is_right(case) for case in cases])[used]
    weights = np.array([task.shares[kind] / (kinds == kind).sum() for kind in kinds]) * len(kinds)
    scaler = StandardScaler().fit(measures[used])
    model = LogisticRegression(C=0.3, max_iter=2000)
    return scaler, model.fit(scaler.transform(measures[used]), right, sample_weight=weights)


def _told(names: list[str], scaler: StandardScaler, model: LogisticRegression) -> dict[str, object]:
    columns = zip(names, model.coef_[0], scaler.mean_, scaler.scale_, strict=True)
    return {
        "bias": round(float(model.intercept_[0]), 4),
        "measures": {
            name: {"weight": round(w, 4), "mean": round(m, 4), "spread": round(s, 4)}
            for name, w, m, s in columns
        },
    }


def _tell(cases: Sequence[Case], seen: Array) -> None:
    kinds = np.array([case.kind for case in cases])
    right = np.array([case.right for case in cases])
    answerable = kinds == "answerable"
    for other in ("adversarial", "swapped", "foreign"):
        both = answerable | (kinds == other)
        area = roc_auc_score(answerable[both], seen[both])
        print(f"area under ROC, answerable against {other}: {area:.3f} of {both.sum()}")
    print(f"right against wrong: area {roc_auc_score(right, seen):.3f}")
    others = ("adversarial", "swapped", "foreign")
    print("threshold  answerable refused" + "".join(f"{kind + ' answered':>22}" for kind in others))
    for threshold in np.arange(0.04, 0.62, 0.02):
        shares = [np.mean(seen[answerable] < threshold)]
        shares += [np.mean(seen[kinds == kind] >= threshold) for kind in others]
        print(f"{threshold:9.2f}" + "".join(f"{share:22.3f}" for share in shares))


def _write(**changes: object) -> None:
    held = json.loads(_TARGET.read_text("utf-8"))
    held |= changes
    held["about"] = (
        "Learned on SQuAD 2.0 development articles, MTRAG-UN and QuoteSum "
        "with `python -m tests.evaluation.learning evidence SETS`, then `… confidence SETS`."
    )
    _TARGET.write_text(json.dumps(held, indent=2) + "\n", "utf-8")


def main() -> None:
    """Learn what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["evidence", "confidence"])
    parser.add_argument("sets", type=Path)
    arguments = parser.parse_args()
    learn = learn_evidence if arguments.what == "evidence" else learn_confidence
    learn(arguments.sets)


if __name__ == "__main__":
    main()
