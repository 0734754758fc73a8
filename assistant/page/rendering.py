"""From replies to HTML: templates that escape every word that they are given."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.page import wording
from assistant.reply import Answer, Quote, Refusal, Reply
from assistant.turn import Turn

Message = dict[str, object]


def address(quote: Quote) -> str:
    """Return the fragment that names a quote: `#quote/SOURCE/START/END`."""
    return f"#quote/{quote.source.id}/{quote.start}/{quote.end}"


def parts(quote: Quote) -> tuple[str, str, str]:
    """Return the words before the mark, the marked ones and those after it."""
    start, end = quote.mark or (quote.end, quote.end)
    text = quote.origin.text
    return text[quote.start : start], text[start:end], text[end : quote.end]


def conversation(turns: Iterable[Turn]) -> list[Message]:
    """Return the messages of the turns, a question and a reply each."""
    return [message for turn in turns for message in (question(turn.question), _reply(turn))]


def question(text: str) -> Message:
    """Return the message of a question as it was asked."""
    return _message("user", _render("question.html", text=text))


def stage(text: str, understood: str = "") -> Message:
    """Return the message that stands in for a reply that is being made."""
    return _message("assistant", _render("stage.html", text=text, understood=understood))


def problem(text: str) -> Message:
    """Return the message of a failure, which looks like no reply."""
    return _message("assistant", _render("problem.html", text=text))


def _reply(turn: Turn) -> Message:
    understood = "" if turn.standalone.strip() == turn.question.strip() else turn.standalone
    return _message("assistant", _reply_html(turn.reply, turn.reply_text, understood))


def _reply_html(reply: Reply | None, text: str, understood: str) -> str:
    if isinstance(reply, Answer):
        return _render("answer.html", answer=reply, understood=understood)
    if isinstance(reply, Refusal):
        return _render("refusal.html", refusal=reply, understood=understood)
    return _render("remark.html", text=text)


def _message(role: str, html: str) -> Message:
    # As a part rather than a plain string: the chat would strip indentation and tabs from that.
    return {"role": role, "content": [{"type": "text", "text": html}]}


def _render(template: str, **values: object) -> str:
    return _templates.get_template(template).render(values).strip()


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {
    "address": address,
    "parts": parts,
    "day": wording.day,
    "confidence": wording.confidence,
}
