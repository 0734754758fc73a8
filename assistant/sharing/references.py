"""Quotes and replies as text to paste elsewhere, each quote with its reference."""

from __future__ import annotations

import re

from assistant.reply import Answer, Quote, Refusal
from assistant.sources.uploads import shown_location
from assistant.turn import Turn
from prompts import render

# Characters with a meaning in Markdown.
_MARKUP = re.compile(r"([\\`*_\[\]<>!#|~&$])")
_LINE_MARKUP = re.compile(r"^(\s*)(\d*)([-+=:.)])", re.MULTILINE)
# A bare address would become a link.
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto|www)(?=[:.])")


def reference(quote: Quote) -> str:
    """Return the reference of a quote: title, date, file, position and offsets."""
    source = quote.source
    dated = f", {source.date.day} {source.date:%B %Y}" if source.date else ""
    return f"{source.title}{dated} ({whereabouts(quote)})"


def whereabouts(quote: Quote) -> str:
    """Return the file of a quote, its position in words if there is one, and its offsets."""
    parts = (shown_location(quote.source.location), quote.place, f"{quote.start}–{quote.end}")
    return ", ".join(filter(None, parts))


def as_text(quote: Quote) -> str:
    """Return a quote with its reference as plain text."""
    return f"“{quote.text}”\n— {reference(quote)}"


def as_markdown(quote: Quote) -> str:
    """Return a quote with its reference as Markdown that shows exactly its words."""
    lines = [*escaped(quote.text).split("\n"), "", f"— {escaped(reference(quote))}"]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def turn_as_text(turn: Turn) -> str:
    """Return a question and its reply as plain text, with numbered references."""
    lines = [turn.question, ""]
    for said in said_in(turn):
        lines += [said, ""]
    quotes = quotes_of(turn)
    for number, quote in enumerate(quotes, 1):
        lines += [f"“{quote.text}” [{number}]", ""]
    lines += [f"[{number}] {reference(quote)}" for number, quote in enumerate(quotes, 1)]
    return "\n".join(lines).strip() + "\n"


def turn_as_markdown(turn: Turn, heading: str = "##") -> str:
    """Return a question and its reply as Markdown; each quote is a block with its reference."""
    parts = [f"{heading} {escaped(' '.join(turn.question.split()))}"]
    if turn.standalone.strip() != turn.question.strip():
        parts.append(f"*Understood as: {escaped(turn.standalone)}*")
    parts += map(escaped, said_in(turn))
    is_written = isinstance(turn.reply, Answer) and turn.reply.is_written
    for number, quote in enumerate(quotes_of(turn), 1):
        parts += [rf"\[{number}\]"] if is_written else []
        parts.append(as_markdown(quote))
    return "\n\n".join(parts) + "\n"


def quotes_of(turn: Turn) -> tuple[Quote, ...]:
    """Return the quotes of an answer, or the nearest ones of a refusal."""
    if isinstance(turn.reply, Answer):
        return turn.reply.quotes
    return turn.reply.nearest if isinstance(turn.reply, Refusal) else ()


def escaped(text: str) -> str:
    """Return Markdown that shows exactly this text: no markup, link or image."""
    text = _MARKUP.sub(r"\\\1", text)
    text = _LINE_MARKUP.sub(r"\1\2\\\3", text)
    return _ADDRESS.sub(r"\1\\", text)


def said_in(turn: Turn, *, after: int = 0) -> list[str]:
    """Return the paragraphs of a reply other than its quotes; maybe none.

    Args:
        turn: the question and its reply.
        after: added to the numbers of the citations of a written answer.
    """
    if not isinstance(turn.reply, Answer):
        return [turn.reply_text] if turn.reply_text else []
    paragraphs = [turn.reply.note, turn.reply.heading]
    if turn.reply.is_written:
        paragraphs += [render("heading/written"), turn.reply.prose(after=after)]
    return [each for each in paragraphs if each]
