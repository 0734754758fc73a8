"""What the documents are about: their most central sentences, quoted."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.reply import Answer, Citation, Quote, Reason, Refusal
from index import Library
from prompts import render

_WHOLE = (
    r"(?:(?:all )?(?:this|it|that|these|them|everything|(?:all )?(?:the|this|these|your|my) "
    r"(?:\w+ )?(?:documents?|articles?|texts?|sources?|files?|pages?|folder|library|collection)))"
)
_GIST = (
    r"(?:main|key|central|most important|essential) (?:points?|ideas?|messages?|topics?|facts?|"
    r"findings?|takeaways?)|gist|essence|overview|(?:short |brief )?summary|outline"
)
_ASKED = re.compile(
    r"[\s,.!?]*(?:(?:please|quoth|can you|could you|so|ok)[\s,]+)*"
    rf"(?:summari[sz]e(?: {_WHOLE})?|sum (?:{_WHOLE} )?up|tl;?dr"
    rf"|what (?:is|are|'s) {_WHOLE} (?:all )?about|what (?:does|do) {_WHOLE} (?:say|tell|cover)"
    rf"|(?:what (?:is|are) |give me |list |show me |tell me |write )?(?:the |an? )?(?:{_GIST})"
    rf"(?: (?:of|in|from) {_WHOLE})?)"
    r"(?:[\s,]+(?:please|briefly|in short|for me))*[\s.!?]*$",
    re.IGNORECASE,
)


def asks_for_summary(question: str) -> bool:
    """Tell whether a question asks what the documents are about, and not about one thing."""
    return _ASKED.match(question) is not None


def summary_of(
    library: Library, most: int, sources: Collection[str] | None = None
) -> Answer | Refusal:
    """Return the most central sentences, at most so many, of a library or some of its sources."""
    found = library.central_sentences(limit=most, sources=sources)
    if not found:
        reason = Reason.EMPTY_LIBRARY if library.is_empty() else Reason.NOTHING_FOUND
        return Refusal(render(f"refusal/{reason}"), reason)
    citations = Citation.numbered(
        Quote(each.passage.origin, each.start, each.end) for each in found
    )
    nearness = sum(each.similarity for each in found) / len(found)
    confidence = min(max(nearness, 0.0), 1.0)
    return headed(render("heading/summary"), citations, confidence)


def headed(heading: str, citations: Sequence[Citation], confidence: float) -> Answer:
    """Return an answer of quotes under a heading."""
    paragraphs = [render("more", quote=each.quote.text, number=each.number) for each in citations]
    text = "\n\n".join([heading, *paragraphs])
    return Answer(text, tuple(citations), confidence, heading)
