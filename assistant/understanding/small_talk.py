"""Replies to greetings, thanks and questions about Quoth itself, without a search."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.reply import Remark
from index import Source
from prompts import render

_DOCUMENTS = r"(?:documents|sources|files|texts)"
# Each is matched against the whole question: “Good morning”, “Thanks a lot”, “Goodbye”, “What can
# you do?”, “Which documents do you have?”
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
        rf"(?:(?:which|what) {_DOCUMENTS}(?: do you (?:have|know)| are there)?|"
        rf"(?:list|show me) (?:the |your |all )?{_DOCUMENTS})"
    ),
}
# What may surround them: “*So, Quoth,* what can you do, *please?*”
_FILLER = r"(?:[\s,.!?]*(?:quoth|please|so|ok|okay)\b)*[\s,.!?]*"
_COMPILED_PATTERNS = {
    name: re.compile(rf"{_FILLER}{pattern}{_FILLER}$", re.IGNORECASE)
    for name, pattern in _PATTERNS.items()
}
_MOST_TITLES = 10  # titles in a list of the sources; a guess


def remark_on(question: str, list_sources: Callable[[], Sequence[Source]]) -> Remark | None:
    """Return the reply to small talk; None if the question asks something of the sources.

    Args:
        question: the question.
        list_sources: called only for small talk, because listing a large library takes time.
    """
    matching = (name for name, pattern in _COMPILED_PATTERNS.items() if pattern.match(question))
    name = next(matching, None)
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
