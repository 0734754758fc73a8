"""Quotes as a model sees them: numbered sentences under their sources, and nothing but data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from assistant.models import REPLY_TOKENS, Prompt
from assistant.reply import Quote
from index import count_tokens
from prompts import render

_MOST_SENTENCES = 10
_MOST_TOKENS = 900
_LONGEST_TITLE = 100
# Other models' tokens are smaller than those that are counted.
_MARGIN = 1.3
_QUESTION_TOKENS = 250
_EXAMPLES = ("answered", "refused")
# What a prompt is made of in any model's own form is made of these.
_STRUCTURE = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "|": "¦", "【": "(", "】": ")"})
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs"})
_RULES = re.compile(r"[-=_*#~`]{3,}")


def as_data(text: str) -> str:
    """Return a text in one line that cannot be taken for a part of the prompt.

    No markup, no token of a model's own, no number in square brackets and nothing invisible is
    left in it. It is for a model's eyes; a quote is sliced from its source.
    """
    kept = (" " if unicodedata.category(each) in _INVISIBLE else each for each in text)
    return " ".join(_RULES.sub(" ", "".join(kept).translate(_STRUCTURE)).split())


def fitting(quotes: Sequence[Quote], window: int) -> tuple[Quote, ...]:
    """Return as many of the first quotes as fit a window, those of a source in its order."""
    left = min(_MOST_TOKENS, int((window - REPLY_TOKENS) / _MARGIN) - _fixed())
    best, kept = quotes[:_MOST_SENTENCES], list[Quote]()
    for quote, tokens in zip(best, count_tokens(map(_line, best)), strict=True):
        if (tokens <= left or not kept) and not any(map(quote.overlaps, kept)):
            kept.append(quote)
            left -= tokens
    order = {source: place for place, source in reversed([*enumerate(q.source.id for q in kept)])}
    return tuple(sorted(kept, key=lambda quote: (order[quote.source.id], quote.start)))


def prompt_for(question: str, evidence: Sequence[Quote]) -> Prompt:
    """Return what a model is told: how to answer, the numbered sentences, the question."""
    lines: list[str] = []
    source = ""
    for number, quote in enumerate(evidence, 1):
        if quote.source.id != source:
            source = quote.source.id
            lines.append(("\n" if lines else "") + _heading(quote))
        lines.append(f"[{number}] {as_data(quote.text)}")
    request = render("write/request", sentences="\n".join(lines), question=as_data(question))
    return Prompt(render("write/instructions"), request, _examples())


def _heading(quote: Quote) -> str:
    title = as_data(quote.source.title)[:_LONGEST_TITLE]
    dated = f" ({quote.source.date.isoformat()})" if quote.source.date else ""
    return render("write/source", title=title, dated=dated)


def _line(quote: Quote) -> str:
    return f"[10] {as_data(quote.text)}\n"


def _examples() -> tuple[tuple[str, str], ...]:
    return tuple(
        (render(f"write/{kind}-request"), render(f"write/{kind}-reply")) for kind in _EXAMPLES
    )


@cache
def _fixed() -> int:
    """Return the tokens of what is the same in every prompt, and of a long question."""
    told = [render("write/instructions"), *(text for each in _examples() for text in each)]
    return sum(count_tokens(told)) + _QUESTION_TOKENS
