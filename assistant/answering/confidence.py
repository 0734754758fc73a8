"""The calibrated chance that the first quote answers.

It is the product of two logistic regressions over the same features of a ranking: that the sources
are about what is asked, and that, if they are, the first quote answers.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from assistant.answering.features import FEATURES, QuestionAnalysis
from assistant.answering.sentence_ranking import Ranking
from assistant.answering.weights import Weights
from assistant.english.lexicon import LEXICON
from assistant.english.negation import contains_negation

NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][\w’'-]+")
_NUMBER = re.compile(r"\b\d[\d.,]*\b")
_OF_LEAD = (
    "weighted matches",
    "plain matches",
    "passage similarity",
    "words covered",
    "words covered in the passage",
    "word pairs covered",
    "shape of an answer",
    "passage matches",
    "weakest match",
    "new words",
    "matches with its neighbours",
    "evidence",
    "positive evidence",
    "short answer",
    "evidence of the passage",
)


def confidence_features(ranking: Ranking) -> dict[str, float]:
    """Return the features of the confidence by name; the ranking has at least one sentence."""
    lead = ranking.sentences[0]
    named = dict(zip(FEATURES, lead.features, strict=True))
    scores = np.array([each.score for each in ranking.sentences])
    best = [dict(zip(FEATURES, each.features, strict=True)) for each in ranking.sentences[:5]]
    passage = lead.passage.text.lower()
    asked = ranking.question.query.query
    evidence = np.sort([each.reading.evidence for each in ranking.sentences])[::-1]
    negated = contains_negation(ranking.question.text)
    denies = contains_negation(lead.text)
    return {name: named[name] for name in _OF_LEAD} | {
        "share of the lead": lead.share,
        "margin": float(scores[0] - scores[min(3, len(scores) - 1)]),
        "best similarity": max(each["passage similarity"] for each in best),
        "best matches": max(each["passage matches"] for each in best),
        "best likeness": max(each["likeness"] for each in best),
        "score": float(scores[0]),
        "best evidence": float(evidence[0]),
        "margin of the evidence": float(evidence[0] - evidence[min(3, len(evidence) - 1)]),
        "evidence together": float(np.log1p(np.exp(evidence).sum())),
        "best short answer": max(each.reading.short_answer_score for each in ranking.sentences),
        "lead has the best evidence": float(lead.reading.evidence == evidence[0]),
        "question is negated": float(negated),
        "lead is negated": float(denies),
        "only one is negated": float(negated != denies),
        "antonyms": float(
            LEXICON.general_opposites.count_contradicted(
                {each.term for each in ranking.question.words}, {w.term for w in lead.words}
            )
        ),
        "numbers missing in the lead": _missing(_NUMBER, ranking.question.text, lead.text.lower()),
        "missing names": _missing(NAME, ranking.question.text, passage),
        "missing numbers": _missing(_NUMBER, ranking.question.text, passage),
        "unknown names": float(len(_strangers(ranking.question))),
        "question length": math.log1p(len(ranking.question.words)),
        "rarest word missing": _rarest_missing(ranking),
        "goes on": float(bool(asked.earlier)),
        "leans on what came before": float(bool(asked.earlier) and asked.leans),
    }


@dataclass(frozen=True, slots=True)
class Confidence:
    """How likely the first quote answers, and why not if it does not.

    Attributes:
        topic: chance that the sources are about what is asked, in [0, 1].
        answer: chance that the first quote answers, if they are, in [0, 1].
        strangers: names in the question that stand nowhere in the library.
    """

    topic: float
    answer: float
    strangers: tuple[str, ...] = ()

    @property
    def value(self) -> float:
        """The chance that the first quote answers, in [0, 1]."""
        return self.topic * self.answer

    @property
    def is_off_topic(self) -> bool:
        """Whether, if there is no answer, it is because the sources are about something else."""
        return self.topic < self.answer


def confidence_of(ranking: Ranking, weights: Weights) -> Confidence:
    """Return how likely the first quote answers; nothing found is nothing to be confident of."""
    if not ranking.sentences:
        return Confidence(0.0, 0.0)
    features = confidence_features(ranking)
    strangers = tuple(_strangers(ranking.question))
    return Confidence(weights.topic.of(features), weights.answer.of(features), strangers)


def _missing(shape: re.Pattern[str], question: str, passage: str) -> float:
    """Return how many of the question's parts of a shape the passage lacks."""
    return float(sum(found.lower() not in passage for found in set(shape.findall(question))))


def _strangers(asked: QuestionAnalysis) -> list[str]:
    """Return the names of the question that stand nowhere in the library."""
    names = {found.start() for found in NAME.finditer(asked.text)}
    unknown = (
        word for word in asked.words if word.start in names and word.term in asked.query.unknown
    )
    return [asked.text[word.start : word.end] for word in unknown]


def _rarest_missing(ranking: Ranking) -> float:
    """Return how rare the rarest word of the question is that the lead's passage lacks."""
    text = ranking.sentences[0].passage.text.lower()
    asked = ranking.question
    missing = (
        asked.rarity[word.term]
        for word in asked.words
        if asked.text[word.start : word.end].lower() not in text
    )
    return max(missing, default=0.0)
