"""The prompt for an answer: numbered sentences under their sources, and the question."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from assistant.models import REPLY_TOKENS, Prompt
from assistant.models.prompt_text import as_data
from assistant.reply import Quote
from index import count_tokens
from prompts import render

# Limits of what a model is given; the last three are guesses.
_MOST_SENTENCES = 10
_MOST_TOKENS = 900
_LONGEST_TITLE = 100  # characters
_QUESTION_TOKENS = 250
# Other models split a text into more tokens than the tokenizer that counts here.
_TOKEN_MARGIN = 1.3
_EXAMPLES = ("answered", "refused")


def select_quotes(quotes: Sequence[Quote], window: int) -> tuple[Quote, ...]:
    """Return as many of the first quotes as fit a window, and at least one.

    Quotes of one source are together, in the order of its text.

    Args:
        quotes: the quotes, best first.
        window: the tokens that the model reads and writes at once.
    """
    left = min(_MOST_TOKENS, int((window - REPLY_TOKENS) / _TOKEN_MARGIN) - _fixed_tokens())
    best, kept = quotes[:_MOST_SENTENCES], list[Quote]()
    for quote, tokens in zip(best, count_tokens(map(_longest_line, best)), strict=True):
        if (tokens <= left or not kept) and not any(map(quote.overlaps, kept)):
            kept.append(quote)
            left -= tokens
    rank: dict[str, int] = {}
    for quote in kept:
        rank.setdefault(quote.source.id, len(rank))
    return tuple(sorted(kept, key=lambda quote: (rank[quote.source.id], quote.start)))


def prompt_for(question: str, evidence: Sequence[Quote]) -> Prompt:
    """Return the prompt for an answer from quotes, which it numbers from 1."""
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


def _longest_line(quote: Quote) -> str:
    """Return a quote as a line of the prompt with the longest number that it may have."""
    return f"[{_MOST_SENTENCES}] {as_data(quote.text)}\n"


def _examples() -> tuple[tuple[str, str], ...]:
    return tuple(
        (render(f"write/{kind}-request"), render(f"write/{kind}-reply")) for kind in _EXAMPLES
    )


@cache
def _fixed_tokens() -> int:
    """Return the tokens of the parts that every prompt has, and of a long question."""
    fixed = [render("write/instructions"), *(text for pair in _examples() for text in pair)]
    return sum(count_tokens(fixed)) + _QUESTION_TOKENS
