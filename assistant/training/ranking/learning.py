"""Learns the weights of ranking, confidence and short answers, `assistant/answering/weights.json`.

    python -m assistant.training.ranking.learning SETS NATURAL [--cases FOLDER] [--write]

SETS is a folder with `squad2`, `mtrag-un` and `quotesum` as `NAME.documents.jsonl` and
`NAME.questions.jsonl`; NATURAL one of natural questions over files (`natural_questions.py`). What
it prints is cross-validated over documents: every figure is of questions, and about documents, that
nothing was learned from. With `--write` it then learns from everything and writes the weights.
Asking takes most of the time; FOLDER keeps what came of it for the next run.
"""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest
from sklearn.metrics import roc_auc_score

from assistant.answering.confidence import Confidence, confidence_of
from assistant.answering.features import FEATURES
from assistant.answering.short_answer import short_answer_features
from assistant.answering.weights import ShortAnswers, Weights
from assistant.training.ranking.cases import ANSWERABLE, FOLDS, Case, Gatherer
from assistant.training.ranking.fitting import TASKS, fit_chance, fit_ranking, fitted
from assistant.training.ranking.short_answers import agrees

_TARGET = Path(__file__).parents[2] / "answering" / "weights.json"
_ABOUT = (
    "Learned on natural questions over files, SQuAD 2.0, MTRAG-UN and QuoteSum "
    "with `python -m assistant.training.ranking.learning SETS NATURAL --write`."
)
_OPPOSED = (
    ("natural", "near topic"),
    ("natural", "foreign"),
    ("answerable", "adversarial"),
    ("answerable", "swapped"),
    ("answerable", "foreign"),
    ("follow-up", "unanswered follow-up"),
    ("follow-up", "foreign follow-up"),
)
_THRESHOLDS = np.arange(0.04, 0.52, 0.03)
_PRECISION_AT = np.arange(0.0, 0.95, 0.05)
# The share of the short answers shown that must be right: of natural questions, also those that
# the files do not answer; and of the answerable questions of SQuAD, whose keys are stricter.
_SHORT_PRECISION = 0.95
_SHORT_PRECISION_OF_SQUAD = 0.9
# How much cases count when the chance of a short answer is learned: natural questions are few, and
# questions made to look answerable are many more than people ask.
_SQUAD = frozenset({"squad2", "a page"})
_SHORT_WEIGHTS = {"adversarial": 0.3, "swapped": 0.3}
_NATURAL_WEIGHT = 4.0
# Below so many short answers a share says nothing.
_FEWEST = 20

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """A case as it was ranked, with its confidence, by weights that have not seen its documents.

    Attributes:
        case: the case in its order.
        confidence: its confidence.
        rights: whether each quote is right.
        short: the chance that its short answer is right.
        is_short_right: whether it is.
    """

    case: Case
    confidence: Confidence
    rights: tuple[bool, ...]
    short: float
    is_short_right: bool

    @classmethod
    def of(cls, case: Case, weights: Weights) -> Judged:
        """Return a case as weights rank and judge it."""
        seen = case.reordered(weights.of_features())
        confidence = confidence_of(seen.ranking, weights)
        short = weights.short_answer.chance.of(
            short_answer_features(seen.ranking, confidence.value)
        )
        return cls(seen, confidence, tuple(seen.right_quotes()), short, _is_short_right(seen))

    @property
    def is_first_right(self) -> bool:
        """Whether the first quote is right."""
        return self.case.is_answerable and self.rights[:1] == (True,)

    @property
    def is_three_right(self) -> bool:
        """Whether one of the first three quotes is right."""
        return self.case.is_answerable and any(self.rights[:3])


def learned_from(cases: Sequence[Case]) -> tuple[Weights, list[Case]]:
    """Return what is learned from cases, and these in the order of the learned weights."""
    ranking = fit_ranking(cases).round(5)
    cases = [case.reordered(ranking) for case in cases]
    chances = {task.name: fit_chance(task, cases) for task in TASKS}
    named = dict(zip(FEATURES, map(float, ranking), strict=True))
    topic, answer = chances["topic"], chances["answer"]
    used = [case for case in cases if case.short or not case.is_answerable]
    product = [_value(case, topic, answer) for case in used]
    values = [short_answer_features(c.ranking, v) for c, v in zip(used, product, strict=True)]
    right = np.array([_is_short_right(case) for case in used])
    counts = [_NATURAL_WEIGHT if case.type else _SHORT_WEIGHTS.get(case.kind, 1.0) for case in used]
    short = ShortAnswers(chance=fitted(values, right, counts), threshold=1.0)
    weights = Weights(about=_ABOUT, ranking=named, topic=topic, answer=answer, short_answer=short)
    return weights, cases


def _value(case: Case, topic: object, answer: object) -> float:
    weights = Weights.model_construct(topic=topic, answer=answer)
    return confidence_of(case.ranking, weights).value


def _is_short_right(case: Case) -> bool:
    lead = case.ranking.sentences[0]
    span = lead.reading.short_answer
    shown = lead.passage.passage.origin.slice(*span)
    is_there = (lead.passage.source.id, lead.start, lead.end) in case.right
    return is_there and any(agrees(shown, each) for each in case.short)


def held_out(cases: Sequence[Case]) -> list[Judged]:
    """Return every case as ranked and judged by what was learned from the other folds."""
    judged = []
    for fold in range(FOLDS):
        weights, _ = learned_from([case for case in cases if case.fold != fold])
        judged += [Judged.of(case, weights) for case in cases if case.fold == fold]
        print(f"fold {fold + 1} of {FOLDS} done", flush=True)
    return judged


def tell_quotes(judged: Sequence[Judged]) -> None:
    """Print how often the first quote, and one of the first three, answers, a set and a type."""
    groups: dict[str, list[Judged]] = {}
    for each in judged:
        if each.case.is_answerable:
            groups.setdefault(_set(each.case), []).append(each)
            if each.case.type:
                groups.setdefault(f"  type {each.case.type}", []).append(each)
                groups.setdefault(f"  of {each.case.library}", []).append(each)
    for name, some in sorted(groups.items()):
        first, three = [e.is_first_right for e in some], [e.is_three_right for e in some]
        print(f"{name}, {len(some)}: first quote {_share(first)} first three {_share(three)}")


def _set(case: Case) -> str:
    return f"natural, {case.kind}" if case.type else f"{case.library}, {case.kind}"


def tell_confidence(judged: Sequence[Judged]) -> None:
    """Print how well the confidence separates what can be answered from what cannot."""
    kinds = np.array([each.case.kind for each in judged])
    values = np.array([each.confidence.value for each in judged])
    right = np.array([each.is_first_right for each in judged])
    for own, other in _OPPOSED:
        both = (kinds == own) | (kinds == other)
        low, high = _interval(kinds[both] == own, values[both])
        area = roc_auc_score(kinds[both] == own, values[both])
        print(f"area under ROC, {own} against {other}, {both.sum()}: {area:.3f} ({low} to {high})")
    print(f"area under ROC, right against wrong: {roc_auc_score(right, values):.3f}")
    for floor in (0.4, 0.65, 0.85):
        shown = (values >= floor) & np.array([bool(each.case.type) for each in judged])
        print(f"natural, confidence from {floor}: {shown.sum()}, right {right[shown].mean():.3f}")
    names = sorted(set(kinds), key=lambda kind: (kind not in ANSWERABLE, kind))
    print("share answered of " + ", ".join(names) + "; natural questions well answered")
    natural = np.isin(kinds, ["natural", "natural follow-up", "near topic"])
    could = np.isin(kinds, ANSWERABLE)
    for threshold in _THRESHOLDS:
        shares = [np.mean(values[kinds == kind] >= threshold) for kind in names]
        good = np.where(could, right & (values >= threshold), values < threshold)[natural].mean()
        print(f"{threshold:.2f}" + "".join(f"{share:8.3f}" for share in [*shares, good]))


def short_threshold(judged: Sequence[Judged]) -> float:
    """Return the least chance at which the short answers shown are right, and print figures."""
    shown = [each for each in judged if each.case.short or not each.case.is_answerable]
    chances = np.array([each.short for each in shown])
    right = np.array([each.is_short_right for each in shown])
    natural = np.array([bool(each.case.type) for each in shown])
    of_squad = np.array([each.case.library in _SQUAD and each.case.is_answerable for each in shown])
    best = 1.0
    for threshold in np.arange(0.98, 0.4, -0.02):
        kept = chances >= threshold
        counts, shares = [], []
        for some in (kept & natural, kept & of_squad):
            counts.append(int(some.sum()))
            shares.append(float(right[some].mean()) if some.any() else 1.0)
        print(
            f"short answers from {threshold:.2f}, natural {counts[0]} right {shares[0]:.3f}, "
            f"answerable of SQuAD {counts[1]} right {shares[1]:.3f}"
        )
        is_right = shares[0] >= _SHORT_PRECISION and shares[1] >= _SHORT_PRECISION_OF_SQUAD
        if counts[0] >= _FEWEST and is_right:
            best = float(threshold)
    return round(best, 2)


def precision_of(judged: Sequence[Judged]) -> tuple[tuple[float, float], ...]:
    """Return thresholds, and the share of answers that are right from each on, never falling."""
    kinds = [each.case.kind for each in judged]
    values = np.array([each.confidence.value for each in judged])
    right = np.array([each.is_first_right for each in judged])
    weights = np.array([TASKS[0].shares.get(kind, 0) / kinds.count(kind) for kind in kinds])
    answered = [weights * (values >= threshold) for threshold in _PRECISION_AT]
    found = [(each * right).sum() / each.sum() for each in answered if each.sum()]
    shares = np.maximum.accumulate(found)
    pairs = zip(_PRECISION_AT[: len(found)], shares, strict=True)
    return tuple((round(float(t), 2), round(float(share), 3)) for t, share in pairs)


def _share(held: Sequence[bool]) -> str:
    found = binomtest(sum(held), len(held)).proportion_ci(method="wilson")
    return f"{np.mean(held):.3f} ({found.low:.3f} to {found.high:.3f})"


def _interval(right: NDArray[np.bool_], values: Floats) -> tuple[str, str]:
    """Return the 95% interval of the area under ROC by the bootstrap."""
    random = np.random.default_rng(0)
    drawn = (random.integers(len(right), size=len(right)) for _ in range(300))
    areas = [roc_auc_score(right[each], values[each]) for each in drawn]
    low, high = np.quantile(areas, [0.025, 0.975])
    return f"{low:.3f}", f"{high:.3f}"


def gathered(sets: Path, natural: Path, kept: Path | None) -> list[Case]:
    """Return all cases; those of a library that is kept are not asked again."""
    cases: list[Case] = []
    for name, asked in Gatherer().gather(sets, natural):
        path = kept / f"{name}.pickle" if kept else None
        if path is not None and path.exists():
            cases += pickle.loads(path.read_bytes())
            continue
        some = list(asked)
        cases += some
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pickle.dumps(some))
        print(f"{name}: {len(some)} questions", flush=True)
    return cases


def main() -> None:
    """Print how good it is on what it has not seen; learn from everything and write it if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path)
    parser.add_argument("natural", type=Path)
    parser.add_argument("--cases", type=Path, help="folder that keeps the cases of each library")
    parser.add_argument("--write", action="store_true", help="write the weights that ship")
    options = parser.parse_args()
    cases = gathered(options.sets, options.natural, options.cases)
    judged = held_out(cases)
    tell_quotes(judged)
    tell_confidence(judged)
    threshold = short_threshold(judged)
    if options.write:
        weights, _ = learned_from(cases)
        short = ShortAnswers(chance=weights.short_answer.chance, threshold=threshold)
        precision = precision_of(judged)
        weights = weights.model_copy(update={"precision": precision, "short_answer": short})
        _TARGET.write_text(weights.model_dump_json(indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
