"""The short answer: the part of a quote that answers by itself, where it is almost surely right.

The cross-encoder proposes a span for every sentence. A logistic regression, learned and calibrated
on questions with known short answers, decides whether it is shown.
"""

from __future__ import annotations

import math

from assistant.answering.features import FEATURES
from assistant.answering.sentence_ranking import RankedSentence, Ranking
from assistant.answering.weights import ShortAnswers
from assistant.understanding.answer_type import AnswerType, candidates, words_of
from index import Span

_PASSAGE = FEATURES.index("evidence of the passage")
_UNSHAPED = frozenset({AnswerType.MANNER, AnswerType.THING, AnswerType.OTHER, AnswerType.REASON})


def short_answer_of(
    sentence: RankedSentence, ranking: Ranking, confidence: float, rule: ShortAnswers
) -> Span | None:
    """Return the short answer in a sentence, in offsets of the canonical text, or None.

    Args:
        sentence: one of the ranking.
        ranking: the ranked sentences of the question.
        confidence: the chance that the first quote answers, in [0, 1].
        rule: when a short answer is shown.
    """
    if rule.chance.of(short_answer_features(ranking, confidence, sentence)) < rule.threshold:
        return None
    return sentence.reading.short_answer


def short_answer_features(
    ranking: Ranking, confidence: float, sentence: RankedSentence | None = None
) -> dict[str, float]:
    """Return what decides whether the short answer of a sentence, by default the first, shows."""
    lead = sentence or ranking.sentences[0]
    start, end = lead.reading.short_answer
    text = lead.passage.passage.origin.slice(start, end)
    asked = ranking.question
    shaped = [
        (lead.start + left, lead.start + right)
        for left, right in candidates(asked.kind, asked.text, lead.text)
    ]
    others = (
        each.reading.short_answer_score
        for each in ranking.sentences
        if each.start != lead.start or each.passage.source.id != lead.passage.source.id
    )
    words = words_of(text)
    return {
        "short answer": lead.reading.short_answer_score,
        "evidence": lead.reading.evidence,
        "evidence of the passage": lead.features[_PASSAGE],
        "confidence": math.log(max(confidence, 1e-4) / max(1 - confidence, 1e-4)),
        "share": lead.share,
        "margin": lead.reading.short_answer_score - max(others, default=-10.0),
        "words": math.log1p(len(words)),
        "part of the sentence": (end - start) / max(lead.end - lead.start, 1),
        "has the shape": float(any(left < end and start < right for left, right in shaped)),
        "is the shape": float((start, end) in shaped),
        "has no shape": float(asked.kind in _UNSHAPED),
        "asks for a number": float(asked.kind is AnswerType.NUMBER),
        "asks for a date": float(asked.kind is AnswerType.DATE),
        "asks for a name": float(asked.kind in {AnswerType.PERSON, AnswerType.PLACE}),
        "asks for a thing": float(asked.kind is AnswerType.THING),
        "repeats the question": float(words <= words_of(asked.text)),
    }
