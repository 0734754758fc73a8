"""The part of a source's text that the page shows, in paragraphs, with its quotes highlighted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import Span

WHOLE = 60_000  # code points; a longer text is shown in parts
AROUND = 25_000
STEP = 50_000
_LINE = 2_000
_BESIDE = 160
_BLANK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Run:
    """Text between two highlights, or a highlight.

    Attributes:
        text: the text.
        quote: the span of the quote that it belongs to, if any.
    """

    text: str
    quote: Span | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A span of a text in paragraphs, without the blank lines between them.

    Attributes:
        start, end: offsets into the canonical text, in code points, end exclusive.
        paragraphs: the runs of each paragraph.
    """

    start: int
    end: int
    paragraphs: tuple[tuple[Run, ...], ...]


def around(text: str, quote: Span, others: Sequence[Span] = ()) -> Excerpt:
    """Return the surroundings of a quote: the whole text where it is short."""
    if len(text) <= WHOLE:
        return _cut(text, (0, len(text)), (quote, *others))
    last = min(quote[1], quote[0] + WHOLE)
    start = _line_start(text, max(0, quote[0] - AROUND))
    return _cut(text, (start, _line_end(text, min(len(text), last + AROUND))), (quote, *others))


def beside(text: str, quote: Span) -> tuple[str, str]:
    """Return a few words before a quote and after it, in one line."""
    earlier = text[max(0, quote[0] - _BESIDE) : quote[0]]
    later = text[quote[1] : quote[1] + _BESIDE]
    if quote[0] > _BESIDE:
        earlier = "… " + earlier.partition(" ")[2]
    if quote[1] + _BESIDE < len(text):
        later = later.rpartition(" ")[0] + " …"
    return _BLANK.sub(" ", earlier), _BLANK.sub(" ", later)


def before(text: str, offset: int, quotes: Sequence[Span] = ()) -> Excerpt:
    """Return the excerpt that ends at an offset."""
    return _cut(text, (_line_start(text, max(0, offset - STEP)), offset), quotes)


def after(text: str, offset: int, quotes: Sequence[Span] = ()) -> Excerpt:
    """Return the excerpt that starts at an offset."""
    return _cut(text, (offset, _line_end(text, min(len(text), offset + STEP))), quotes)


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", max(0, offset - _LINE), offset) + 1 or offset


def _line_end(text: str, offset: int) -> int:
    if text[offset - 1 : offset] == "\n":
        return offset
    return text.find("\n", offset, offset + _LINE) + 1 or offset


def _cut(text: str, window: Span, quotes: Sequence[Span]) -> Excerpt:
    """Cut a window into paragraphs; of overlapping quotes, the first one is highlighted."""
    highlighted: list[Span] = []
    for quote in quotes:
        if all(quote[1] <= other[0] or other[1] <= quote[0] for other in highlighted):
            highlighted.append(quote)
    highlighted.sort()
    paragraphs = (tuple(_runs(text, span, highlighted)) for span in _paragraphs(text, window))
    return Excerpt(*window, tuple(runs for runs in paragraphs if runs))


def _paragraphs(text: str, window: Span) -> Iterator[Span]:
    part = text[slice(*window)]
    start, end = window[0] + len(part) - len(part.lstrip()), window[0] + len(part.rstrip())
    for blank in _BLANK.finditer(text, start, end):
        yield start, blank.start()
        start = blank.end()
    yield start, end


def _runs(text: str, span: Span, quotes: Sequence[Span]) -> Iterator[Run]:
    start, end = span
    if not text[start:end].strip():
        return
    for quote in quotes:
        if quote[1] <= start or end <= quote[0]:
            continue
        if start < quote[0]:
            yield Run(text[start : quote[0]])
        stop = min(end, quote[1])
        yield Run(text[max(start, quote[0]) : stop], quote)
        start = stop
    if start < end:
        yield Run(text[start:end])
