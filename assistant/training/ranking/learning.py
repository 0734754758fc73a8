"""Learns the weights of ranking and confidence, `assistant/answering/weights.json`.

    python -m assistant.training.ranking.learning SETS

SETS is a folder with `squad2`, `mtrag-un` and `quotesum` as `NAME.documents.jsonl` and
`NAME.questions.jsonl`. What it prints is cross-validated over documents: every figure is of
questions, and about documents, that nothing was learned from.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest
from sklearn.metrics import roc_auc_score

from assistant.answering.confidence import Confidence, confidence_of
from assistant.answering.features import FEATURES
from assistant.answering.weights import Weights
from assistant.training.ranking.cases import ANSWERABLE, FOLDS, Case, gather
from assistant.training.ranking.fitting import TASKS, fit_chance, fit_evidence

_TARGET = Path(__file__).parents[2] / "answering" / "weights.json"
_ABOUT = (
    "Learned on SQuAD 2.0 development articles, MTRAG-UN and QuoteSum "
    "with `python -m assistant.training.ranking.learning SETS`."
)
_OPPOSED = (
    ("answerable", "adversarial"),
    ("answerable", "swapped"),
    ("answerable", "foreign"),
    ("follow-up", "unanswered follow-up"),
    ("follow-up", "foreign follow-up"),
)
_THRESHOLDS = np.arange(0.04, 0.42, 0.02)
_PRECISION_AT = np.arange(0.0, 0.9, 0.05)


def learned_from(cases: Sequence[Case]) -> tuple[Weights, list[Case]]:
    """Return what is learned from cases, and these in the order of the learned weights."""
    evidence = fit_evidence(cases).round(4)
    cases = [case.reordered(evidence) for case in cases]
    chances = {task.name: fit_chance(task, cases) for task in TASKS}
    named = dict(zip(FEATURES, map(float, evidence), strict=True))
    topic, answer = chances["topic"], chances["answer"]
    return Weights(about=_ABOUT, evidence=named, topic=topic, answer=answer), cases


def held_out(cases: Sequence[Case]) -> list[tuple[Case, Confidence]]:
    """Return every case as ranked and judged by what was learned from the other folds."""
    judged = []
    for fold in range(FOLDS):
        weights, _ = learned_from([case for case in cases if case.fold != fold])
        for case in (case for case in cases if case.fold == fold):
            seen = case.reordered(weights.of_evidence())
            judged.append((seen, confidence_of(seen.ranking, weights)))
        print(f"fold {fold + 1} of {FOLDS} done", flush=True)
    return judged


def tell_quotes(cases: Iterable[Case]) -> None:
    """Print how often the first quote, and one of the first three, answers."""
    right: dict[tuple[str, str], list[list[bool]]] = {}
    for case in cases:
        if case.is_answerable:
            right.setdefault((case.library, case.kind), []).append(case.right_quotes())
    for (library, kind), quotes in right.items():
        shares = " ".join(
            f"{name} {_share([any(each[:most]) for each in quotes])}"
            for name, most in (("first quote", 1), ("first three", 3), ("any", 6))
        )
        print(f"{library}, {kind}, {len(quotes)}: {shares}")


def tell_confidence(judged: Sequence[tuple[Case, Confidence]]) -> None:
    """Print how well the confidence tells what can be answered from what cannot."""
    kinds = np.array([case.kind for case, _ in judged])
    values = np.array([confidence.value for _, confidence in judged])
    for own, other in _OPPOSED:
        both = (kinds == own) | (kinds == other)
        low, high = _interval(kinds[both] == own, values[both])
        area = roc_auc_score(kinds[both] == own, values[both])
        print(f"area under ROC, {own} against {other}, {both.sum()}: {area:.3f} ({low} to {high})")
    right = [case.is_answerable and case.right_quotes()[0] for case, _ in judged]
    print(f"area under ROC, right against wrong: {roc_auc_score(right, values):.3f}")
    names = sorted(set(kinds), key=lambda kind: (kind not in ANSWERABLE, kind))
    print("share answered of " + ", ".join(names))
    for threshold in _THRESHOLDS:
        shares = [np.mean(values[kinds == kind] >= threshold) for kind in names]
        print(f"{threshold:.2f}" + "".join(f"{share:8.3f}" for share in shares))


def precision_of(judged: Sequence[tuple[Case, Confidence]]) -> tuple[tuple[float, float], ...]:
    """Return thresholds, and the share of answers that are right from each on, never falling."""
    kinds = [case.kind for case, _ in judged]
    values = np.array([confidence.value for _, confidence in judged])
    right = np.array([case.is_answerable and case.right_quotes()[0] for case, _ in judged])
    weights = np.array([TASKS[0].shares.get(kind, 0) / kinds.count(kind) for kind in kinds])
    answered = [weights * (values >= threshold) for threshold in _PRECISION_AT]
    shares = np.maximum.accumulate([(each * right).sum() / each.sum() for each in answered])
    pairs = zip(_PRECISION_AT, shares, strict=True)
    return tuple((round(float(t), 2), round(float(share), 3)) for t, share in pairs)


def _share(held: Sequence[bool]) -> str:
    found = binomtest(sum(held), len(held)).proportion_ci(method="wilson")
    return f"{np.mean(held):.3f} ({found.low:.3f} to {found.high:.3f})"


def _interval(right: NDArray[np.bool_], values: NDArray[np.float64]) -> tuple[str, str]:
    """Return the 95% interval of the area under ROC by the bootstrap."""
    random = np.random.default_rng(0)
    drawn = (random.integers(len(right), size=len(right)) for _ in range(500))
    areas = [roc_auc_score(right[each], values[each]) for each in drawn]
    low, high = np.quantile(areas, [0.025, 0.975])
    return f"{low:.3f}", f"{high:.3f}"


def main() -> None:
    """Tell how good it is on what it has not seen, then learn from everything and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path)
    cases = gather(parser.parse_args().sets)
    judged = held_out(cases)
    tell_quotes(case for case, _ in judged)
    tell_confidence(judged)
    weights, _ = learned_from(cases)
    weights = weights.model_copy(update={"precision": precision_of(judged)})
    _TARGET.write_text(weights.model_dump_json(indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
