"""Answer or refuse: a calibrated confidence against the threshold, and the words of either."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.confidence import Confidence
from assistant.reply import Answer, Citation, Quote, Reason, Refusal
from prompts import render

# Who asks of somebody whom the sources never name is seldom answered by what they say of others.
_TIMES_AS_SURE = 5


def decide(
    quotes: Sequence[Quote], confidence: Confidence, threshold: float, *, is_empty: bool = False
) -> Answer | Refusal:
    """Return an answer where the first quote answers with enough confidence, else a refusal.

    Args:
        quotes: the likeliest evidence first.
        confidence: how likely the first quote answers.
        threshold: least confidence of an answer, in [0, 1].
        is_empty: whether the library holds no source.
    """
    if is_empty:
        return _refusal(Reason.EMPTY_LIBRARY)
    if not quotes:
        return _refusal(Reason.NOTHING_FOUND)
    if confidence.strangers and confidence.value < min(1.0, _TIMES_AS_SURE * threshold):
        named = ", ".join(confidence.strangers)
        return _refusal(Reason.UNKNOWN_NAME, tuple(quotes), confidence.value, names=named)
    if confidence.value < threshold:
        reason = Reason.OFF_TOPIC if confidence.is_off_topic else Reason.NOT_CONFIDENT
        return _refusal(reason, tuple(quotes), confidence.value)
    citations = Citation.numbered(quotes)
    return Answer(_text_of(citations), citations, confidence.value)


def _refusal(
    reason: Reason, nearest: tuple[Quote, ...] = (), confidence: float = 0.0, **values: str
) -> Refusal:
    return Refusal(render(f"refusal/{reason}", **values), reason, nearest, confidence)


def _text_of(citations: Sequence[Citation]) -> str:
    """Return the answer in words: the lead quote under its source and date, then the others."""
    lead = citations[0].quote
    dated = f" ({lead.source.date.isoformat()})" if lead.source.date else ""
    paragraphs = [
        render("lead", title=lead.source.title, dated=dated, quote=lead.text, number=1),
        *(render("more", quote=each.quote.text, number=each.number) for each in citations[1:]),
    ]
    return "\n\n".join(paragraphs)
