"""Overviews: what the documents are about, in their most central sentences."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.reply import Answer, Citation, Quote, Reason, Refusal
from index import Library
from prompts import render


def overview_of(
    library: Library, most: int, sources: Collection[str] | None = None
) -> Answer | Refusal:
    """Return the most central sentences of a library, or of some of its sources.

    Args:
        library: the library.
        most: most quotes.
        sources: ids of the sources to use; None for all.
    """
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
    """Return an answer that lists quotes under a heading."""
    paragraphs = [render("more", quote=each.quote.text, number=each.number) for each in citations]
    text = "\n\n".join([heading, *paragraphs])
    return Answer(text, tuple(citations), confidence, heading)
