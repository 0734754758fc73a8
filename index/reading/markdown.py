"""Markdown: the file's own text is canonical, its structure only says where the blocks are."""

from __future__ import annotations

import re
from datetime import date

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.reading.plain import leading_date
from index.reading.reading import Block, Reading

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"^(title|date)\s*:\s*[\"']?(.+?)[\"']?\s*$", re.IGNORECASE | re.MULTILINE)
_MARKER = re.compile(r"(?:[ \t>]*(?:[-+*]|\d{1,9}[.)]|#{1,6})?[ \t]+|>+[ \t]*|#{1,6}[ \t]*)*")
_CLOSING = re.compile(r"(?:[ \t]+#+)?[ \t]*(?:\n[ \t]*(?:=+|-+))?\s*\Z")
_EMPHASIS = re.compile(r"[*_`]+|!?\[([^\]]*)\]\([^)]*\)")
_LEAVES = frozenset({"inline", "fence", "code_block"})
_parser = MarkdownIt("commonmark").enable("table")


def read_markdown(text: str) -> Reading:
    """Return the blocks of a Markdown text; marks inside a paragraph stay, they are its text."""
    body, fields = _front_matter(text)
    lines = _line_offsets(text)
    first = text.count("\n", 0, body)
    tokens = _parser.parse(text[body:])
    blocks: list[Block] = []
    heading_title = ""
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type not in _LEAVES or token.map is None:
            continue
        heading = before is not None and before.type == "heading_open"
        block = _block(text, lines, token, first, heading)
        if block is None or (blocks and block.start < blocks[-1].end):
            continue
        blocks.append(block)
        if heading and not heading_title:
            heading_title = _EMPHASIS.sub(r"\1", text[block.start : block.end]).strip()
    title = fields.get("title", heading_title)
    day = _iso(fields.get("date", "")) or leading_date(text)[0]
    return Reading(text, tuple(blocks), title, day, "text/markdown")


def _front_matter(text: str) -> tuple[int, dict[str, str]]:
    match = _FRONT_MATTER.match(text)
    if match is None:
        return leading_date(text)[1], {}
    return match.end(), {name.lower(): value for name, value in _FIELD.findall(match.group(1))}


def _iso(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _line_offsets(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text)), len(text)]


def _block(text: str, lines: list[int], token: Token, first: int, heading: bool) -> Block | None:
    """Return the span of a leaf without the marks that open and close it."""
    assert token.map is not None
    start, end = (lines[min(first + line, len(lines) - 1)] for line in token.map)
    if token.type == "fence":
        start = text.find("\n", start, end) + 1 or start
        end = max(start, text.rfind("\n", start, text.rfind("\n", start, end)) + 1)
    else:
        opening = _MARKER.match(text, start, end)
        start = opening.end() if opening else start
    closing = _CLOSING.search(text[start:end]) if heading else re.search(r"\s*\Z", text[start:end])
    end = start + closing.start() if closing else end
    return Block(start, end, heading) if start < end else None
