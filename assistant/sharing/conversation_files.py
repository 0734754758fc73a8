"""A conversation as a file to keep or share: Markdown, HTML and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.conversation import Remnant
from assistant.reply import Quote
from assistant.sharing import references
from assistant.sharing.exports import export_conversation
from assistant.turn import Turn
from index import Folders

_AROUND = 600


@dataclass(frozen=True, slots=True)
class _Cited:
    """A quote of the conversation with its own number and the text around it."""

    number: int
    turn: int
    quote: Quote
    before: str
    after: str


def as_markdown(title: str, turns: Sequence[Turn], _folders: Folders) -> str:
    """Return a conversation as Markdown; each quote is a block with its reference."""
    parts = [f"# {references.escaped(title)}\n", *map(references.turn_as_markdown, turns)]
    return "\n".join(parts)


def as_json(title: str, turns: Sequence[Turn], folders: Folders) -> str:
    """Return a conversation as JSON that `quoth verify` checks against the files."""
    return export_conversation(title, turns, folders).model_dump_json(indent=2)


def as_html(title: str, turns: Sequence[Turn], _folders: Folders) -> str:
    """Return a conversation as one HTML file that loads nothing and runs nothing.

    Each quote is linked to its context.
    """
    cited = list(_cited(turns))
    shown = []
    for number, turn in enumerate(turns, 1):
        quotes = [each for each in cited if each.turn == number]
        before = quotes[0].number - 1 if quotes else 0
        shown.append((turn, references.said_in(turn, after=before), quotes))
    ways = {"reference": references.reference, "whereabouts": references.whereabouts}
    return _template.render(title=title, turns=shown, cited=cited, **ways) + "\n"


def _cited(turns: Sequence[Turn]) -> Iterator[_Cited]:
    number = 0
    for place, turn in enumerate(turns, 1):
        for quote in references.quotes_of(turn):
            number += 1
            yield _Cited(number, place, quote, *_surroundings(quote))


def _surroundings(quote: Quote) -> tuple[str, str]:
    """Return the text before and after a quote: a few lines, to the next space."""
    if isinstance(quote.origin, Remnant):
        return "", ""
    text = quote.origin.text
    first, last = max(0, quote.start - _AROUND), min(len(text), quote.end + _AROUND)
    before, after = text[first : quote.start], text[quote.end : last]
    if first:
        before = "… " + before.partition(" ")[2]
    if last < len(text):
        after = after.rpartition(" ")[0] + " …"
    return before.lstrip(), after.rstrip()


_template = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
).get_template("conversation.html")
