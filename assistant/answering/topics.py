"""What the sources say on a subject, or on two of them: quotes under a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.confidence import Confidence
from assistant.answering.features import FEATURES
from assistant.answering.overview import headed
from assistant.answering.quotes import quotes_from
from assistant.answering.sentence_ranking import Ranking
from assistant.reply import Answer, Citation, Quote, Reason, Refusal
from prompts import render

# Whether the sources are about a subject is all that counts: a subject asks nothing to be right on.
_LEAST_TOPIC = 0.4
_NAMED = 0.9
_COVERED = FEATURES.index("words covered")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found on one subject: its sentences, best first, and how sure they are about it."""

    subject: str
    ranking: Ranking
    confidence: Confidence

    def quotes(self, most: int) -> tuple[Quote, ...]:
        """Return at most so many quotes; those that name the subject whole come first."""
        named = sorted(self.ranking.sentences, key=lambda each: each.features[_COVERED] < _NAMED)
        return tuple(quotes_from(Ranking(self.ranking.question, tuple(named)), most))

    def is_found(self, threshold: float) -> bool:
        """Tell whether the sources seem to be about the subject, with every number in it."""
        if self.confidence.strangers or self.confidence.topic < max(threshold, _LEAST_TOPIC):
            return False
        said = {number for quote in self.quotes(1) for number in _NUMBER.findall(quote.text)}
        return said.issuperset(_NUMBER.findall(self.subject))


def points_on(finding: Finding, most: int, threshold: float) -> Answer | None:
    """Return what the sources say on a subject; None where they do not seem to be about it."""
    if not finding.is_found(threshold):
        return None
    citations = Citation.numbered(finding.quotes(most))
    return headed(render("heading/points"), citations, finding.confidence.topic)


def comparison_of(findings: Sequence[Finding], most: int, threshold: float) -> Answer | Refusal:
    """Return what the sources say on one subject, then on another; a refusal without both."""
    half = max(most // 2, 1)
    quotes = [quote for each in findings for quote in each.quotes(half)]
    topic = min(each.confidence.topic for each in findings)
    lacking = [each.subject for each in findings if not each.is_found(threshold)]
    if lacking:
        text = render("refusal/one-side", subject=" or ".join(lacking))
        return Refusal(text, Reason.OFF_TOPIC, tuple(quotes), topic)
    one, other = (each.subject for each in findings)
    heading = render("heading/comparison", one=one, other=other)
    return headed(heading, Citation.numbered(_each_once(quotes)), topic)


def _each_once(quotes: Sequence[Quote]) -> list[Quote]:
    """Return the quotes without those that stand in one before."""
    kept: list[Quote] = []
    for quote in quotes:
        if not any(map(quote.overlaps, kept)):
            kept.append(quote)
    return kept
