"""Greetings, thanks and questions about Quoth itself: answered as a person would, unsearched."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.reply import Remark
from index import Source
from prompts import render

_THESE = r"(?:documents|sources|files|texts)"
_PATTERNS = {
    "greeting": (
        r"(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|greetings)(?: there)?"
    ),
    "thanks": (
        r"(?:thanks?|thank you|cheers|many thanks|thx)"
        r"(?: (?:so|very) much| a lot| for .{0,40})?"
    ),
    "farewell": r"(?:bye|goodbye|good night|see you(?: later)?|farewell)",
    "abilities": (
        r"(?:what can (?:you|i) do|what can i ask(?: you)?|who are you|what are you|help|"
        r"how do(?:es)? (?:you|this|it) work|what is (?:this|quoth))"
    ),
    "sources": (
        rf"(?:(?:which|what) {_THESE}(?: do you (?:have|know)| are there)?|"
        rf"(?:list|show me) (?:the |your |all )?{_THESE})"
    ),
}
_FILLER = r"(?:[\s,.!?]*(?:quoth|please|so|ok|okay)\b)*[\s,.!?]*"
_COMPILED = {
    name: re.compile(rf"{_FILLER}{pattern}{_FILLER}$", re.IGNORECASE)
    for name, pattern in _PATTERNS.items()
}
_MOST_TITLES = 10


def remark_on(words: str, list_sources: Callable[[], Sequence[Source]]) -> Remark | None:
    """Return the reply to words that ask nothing of the sources; None where they do."""
    name = next((name for name, shape in _COMPILED.items() if shape.match(words)), None)
    if name is None:
        return None
    sources = list_sources()
    if name == "abilities":
        return Remark(render("remark/abilities", count=_count(sources)))
    if name == "sources" and sources:
        titles = [f"“{source.title}”" for source in sources[:_MOST_TITLES]]
        if len(sources) > _MOST_TITLES:
            titles.append(f"and {len(sources) - _MOST_TITLES:,} more")
        return Remark(render("remark/sources", count=_count(sources), titles=", ".join(titles)))
    return Remark(render("refusal/empty-library" if name == "sources" else f"remark/{name}"))


def _count(sources: Sequence[Source]) -> str:
    return "one document" if len(sources) == 1 else f"{len(sources):,} documents"
