"""HTML of replies, from templates that escape all text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.conversation import Remnant
from assistant.page import formatting
from assistant.page.further_quotes import standing
from assistant.reply import Answer, Citation, Quote, Refusal
from assistant.statement import Statement
from assistant.turn import Turn
from index import is_web_page

Message = dict[str, object]
NOTHING: Mapping[int, bool] = MappingProxyType({})


def address(quote: Quote) -> str:
    """Return the fragment that names a quote: `#quote/SOURCE/START/END`."""
    return f"#quote/{quote.source.id}/{quote.start}/{quote.end}"


def parts(quote: Quote) -> tuple[str, str, str]:
    """Return the text before the mark, the marked text and the text after it."""
    start, end = quote.mark or (quote.end, quote.end)
    text, offset = quote.text, quote.start
    return text[: start - offset], text[start - offset : end - offset], text[end - offset :]


def conversation(turns: Iterable[Turn], judged: Mapping[int, bool] = NOTHING) -> list[Message]:
    """Return the messages of the turns, a question and a reply each.

    Args:
        turns: oldest first.
        judged: feedback by the number of the reply, from 1: whether it is good.
    """
    messages = []
    for number, turn in enumerate(turns, 1):
        messages += [question(turn.question, number), _reply(turn, number, judged.get(number))]
    return messages


def question(text: str, number: int) -> Message:
    """Return the message of a question, with its number in the conversation."""
    return _message("user", _render("question.html", text=text, number=number))


def stage(text: str, understood: str = "") -> Message:
    """Return the message that is shown until the reply is there."""
    return _message("assistant", _render("stage.html", text=text, understood=understood))


def writing(
    statements: Sequence[Statement], citations: Sequence[Citation], understood: str = ""
) -> Message:
    """Return the message of a reply that a language model is still writing."""
    values = {"statements": statements, "citations": citations, "understood": understood}
    return _message("assistant", _render("reply_in_progress.html", **values))


def problem(text: str) -> Message:
    """Return the message of a failure, which looks different from a reply."""
    return _message("assistant", _render("problem.html", text=text))


def _reply(turn: Turn, number: int, is_good: bool | None) -> Message:
    understood = "" if turn.standalone.strip() == turn.question.strip() else turn.standalone
    about = {"understood": understood, "number": number, "is_good": is_good}
    if isinstance(turn.reply, Answer):
        html = _render("answer.html", answer=turn.reply, **about)
    elif isinstance(turn.reply, Refusal):
        html = _render("refusal.html", refusal=turn.reply, **about)
    else:
        html = _render("remark.html", text=turn.reply_text, **about)
    return _message("assistant", html)


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
    "standing": standing,
    "day": formatting.day,
    "counted": formatting.counted,
}
_templates.tests |= {
    "gone": lambda quote: isinstance(quote.origin, Remnant),
    "web_page": is_web_page,
}
