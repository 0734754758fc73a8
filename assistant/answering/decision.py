"""Answer or refuse: the confidence is compared with the threshold, and the reply is formatted."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.confidence import Confidence
from assistant.reply import Answer, Citation, Quote, Reason, Refusal
from prompts import render

# A question about a name that no source contains needs so many times the confidence. Of 119 such
# questions made from answerable ones, 19 in 100 have the threshold alone and 5 this much
# (`python -m assistant.training.ranking.learning`, kind “swapped”).
_TIMES_AS_SURE = 3


def decide(
    quotes: Sequence[Quote], confidence: Confidence, threshold: float, *, is_empty: bool = False
) -> Answer | Refusal:
    """Return an answer if the first quote answers with enough confidence, else a refusal.

    Args:
        quotes: the likeliest evidence first.
        confidence: the chance that the first quote answers.
        threshold: least confidence of an answer, in [0, 1].
        is_empty: whether the library contains no source.
    """
    if is_empty:
        return _refusal(Reason.EMPTY_LIBRARY)
    if not quotes:
        return _refusal(Reason.NOTHING_FOUND)
    needed = min(_TIMES_AS_SURE * threshold, 1.0) if confidence.strangers else threshold
    if confidence.value >= needed:
        citations = Citation.numbered(quotes)
        return Answer(_text_of(citations), citations, confidence.value)
    nearest = tuple(quotes)
    if confidence.strangers:
        named = ", ".join(confidence.strangers)
        return _refusal(Reason.UNKNOWN_NAME, nearest, confidence.value, names=named)
    reason = Reason.OFF_TOPIC if confidence.is_off_topic else Reason.NOT_CONFIDENT
    return _refusal(reason, nearest, confidence.value)


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
