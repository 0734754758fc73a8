"""Whether work on a hostile text takes time in proportion to the length of the text."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from itertools import islice

ATOMS = (
    *("<!--", "<", "<a", "<a ", "<p>", "<!", "<?", "<![CDATA[", "<meta ", "<meta a=", "-->", ">"),
    *("<div></div>", "<table><tr><td>a</table>", "<li>", "<b>", "<h1>a", "<title>", "<a href='"),
    *("[", "](", "[a](", "![", "![a](b", "[a]: ", "[a]: b\n", "*", "_", "**a", "`", "```\n"),
    *("~~~\n", "> ", "\n> a\n", "- ", "1. ", "  - a\n", "# ", "#", "|", "|-", "a|b\n|-|-\n"),
    *(" ", "\t", "\n", " \n", "\n\n", "\r\n", "\f", "\xa0", "\u3000", "\u2028", "a ", "a  \n"),
    *("=\n", "-\n", "a\n-\n", "---\n", "title: ", "date: 2", "\\", "&", "&amp", "{", "{}", "{\\"),
    *("[1,", '{"a":', '"', "'", ",", ";", "a,", "a;b\n", '"a",', "a", "a.", "A. ", ". ", "..."),
    *("e.g. ", "Mr. ", "!", "!'", "?!", "“?", "’", "(", "((", "(1", "1", "1.", "1-", "0,", "%"),
    *("2022-01-09 ", "é", "字", "。", "\U0001f600", "\u0301", "from: a\n", "From a 0", "From a@b "),
    *("x-", "x-x:", "\\title ", "\\yr1", "::", "page ", "i", "of ", "D:2", "#!", "<?php"),
)
"""Pieces of what the readers look for; a text of one of them repeated is hostile."""
_PREFIXES = (
    *("{\\title", "<meta ", "<meta charset=", "From ", "---\n", "<!--", "date", "title:", "[", "("),
    *("x-", "2022-01-09", "#!", "<?xml", "page", ">", "1.", "a", "{\\rtf", "\\creatim\\yr"),
)
_REPEATED = (
    " ",
    "\t",
    "\n",
    "a",
    "a ",
    "0",
    "{",
    "{}",
    "<",
    "[",
    "`",
    "-",
    ">",
    ".",
    "\\",
    "(",
    "i",
)
# Process seconds below which no growth is measured: many times what a linear search takes.
_FLOOR = 0.05
# Work on 16 times the text: if linear, it takes 16 times as long, if quadratic 256 times.
TIMES, _MOST = 16, 64
# A busy machine can slow one measurement down, hardly three.
_TRIES = 3


def hostile(size: int, *, with_prefixes: bool = True) -> Iterator[tuple[str, str]]:
    """Yield texts of about so many characters, each after its beginning, which names it."""
    for atom in ATOMS:
        yield 3 * atom, atom * (size // len(atom))
    for prefix in _PREFIXES if with_prefixes else ():
        for atom in _REPEATED:
            yield prefix + 3 * atom, prefix + atom * (size // len(atom))


def is_linear(work: Callable[[str], object], short: str, long: str) -> bool:
    """Return whether work on a text 16 times as long takes about 16 times as long."""
    for _ in range(_TRIES):
        taken = _seconds(work, long)
        if taken < _FLOOR or taken < _MOST * _seconds(work, short):
            return True
    return False


def growing(work: Callable[[str], object], size: int, *, with_prefixes: bool = True) -> list[str]:
    """Return the beginning of the first hostile text on which work takes more than linear time."""
    pairs = zip(
        hostile(size, with_prefixes=with_prefixes),
        hostile(TIMES * size, with_prefixes=with_prefixes),
        strict=True,
    )
    found = (name for (name, short), (_, long) in pairs if not is_linear(work, short, long))
    return list(islice(found, 1))


def _seconds(work: Callable[[str], object], text: str) -> float:
    gc.disable()
    began = time.process_time()
    try:
        work(text)
        return time.process_time() - began
    finally:
        gc.enable()
