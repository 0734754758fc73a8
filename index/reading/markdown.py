"""Markdown: the file's own text is canonical; the parser only finds its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.place import sections
from index.reading.plain import leading_date
from index.reading.reading import Block, Reading, iso_day

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"^(title|date)\s*:\s*[\"']?(.+?)[\"']?\s*$", re.IGNORECASE | re.MULTILINE)
_MARKER = re.compile(r"(?:[ \t>]*(?:[-+*]|\d{1,9}[.)]|#{1,6})?[ \t]+|>+[ \t]*|#{1,6}[ \t]*)*")
_UNDERLINE = re.compile(r"[ \t]*(?:=+|-+)[ \t]*")
_EMPHASIS = re.compile(r"[*_`]+|!?\[([^\[\]]*)\]\([^()]*\)")
_LEAVES = frozenset({"inline", "fence", "code_block", "html_block"})
# Only blocks are used. Parsing what is inside them takes quadratic time on "<!--" repeated.
_parser = MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])


def read_markdown(text: str) -> Reading:
    """Return the blocks of a Markdown text; marks inside a paragraph are part of its text."""
    body, fields = _front_matter(text)
    lines = _line_offsets(text)
    first = text.count("\n", 0, body)
    tokens = _parser.parse(text[body:])
    blocks: list[Block] = []
    named: list[tuple[int, str]] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type not in _LEAVES or token.map is None:
            continue
        heading = before is not None and before.type == "heading_open"
        for block in _leaf_blocks(text, lines, token, first, heading):
            if blocks and block.start < blocks[-1].end:
                continue
            blocks.append(block)
            if heading:
                words = _EMPHASIS.sub(r"\1", text[block.start : block.end])
                named.append((block.start, " ".join(words.split())))
    title = fields.get("title", named[0][1] if named else "")
    day = iso_day(fields.get("date", "")) or leading_date(text)[0]
    places = sections(named, len(text), title)
    return Reading(text, tuple(blocks), title, day, "text/markdown", places)


def _front_matter(text: str) -> tuple[int, dict[str, str]]:
    match = _FRONT_MATTER.match(text)
    if match is None:
        return leading_date(text)[1], {}
    return match.end(), {name.lower(): value for name, value in _FIELD.findall(match.group(1))}


def _line_offsets(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text)), len(text)]


def _leaf_blocks(
    text: str, lines: list[int], token: Token, first: int, heading: bool
) -> Iterator[Block]:
    """Yield the spans of a leaf token without its opening and closing marks."""
    assert token.map is not None
    start, end = (lines[min(first + line, len(lines) - 1)] for line in token.map)
    if token.type == "html_block":
        yield from _words_between_tags(text, start, end)
        return
    if token.type == "fence":
        start = text.find("\n", start, end) + 1 or start
        end = max(start, text.rfind("\n", start, text.rfind("\n", start, end)) + 1)
    else:
        opening = _MARKER.match(text, start, end)
        start = opening.end() if opening else start
    words = _unclosed(text[start:end].rstrip()) if heading else text[start:end].rstrip()
    if words:
        yield Block(start, start + len(words), heading)


def _unclosed(heading: str) -> str:
    """Return a heading without its line of dashes or its closing hashes."""
    above, _, last = heading.rpartition("\n")
    if above and _UNDERLINE.fullmatch(last):
        return above.rstrip()
    bare = heading.rstrip("#")
    return bare.rstrip() if bare != heading and bare[-1:] in {" ", "\t"} else heading


def _words_between_tags(text: str, start: int, end: int) -> Iterator[Block]:
    """Yield the text of an HTML block; a ``<`` that nothing closes is left out."""
    while start < end:
        opening = text.find("<", start, end)
        stop = end if opening < 0 else opening
        words = text[start:stop].strip()
        if words:
            left = text.index(words, start)
            yield Block(left, left + len(words))
        if opening < 0:
            return
        start = _after_tag(text, stop, end)


def _after_tag(text: str, start: int, end: int) -> int:
    closing = "-->" if text.startswith("<!--", start, end) else ">"
    found = text.find(closing, start, end)
    if found >= 0:
        return found + len(closing)
    # Nothing closes this tag and so no later one: skip them all, to search the text only once.
    return max(start, text.rfind("<", start, end)) + 1
