"""A language model's reply, taken apart into statements while it comes in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index import split_sentences

_GROUP = r"[\[【](?:[^\W\d_]+\.?\s*|#)?\d+(?:\s*(?:,|;|–|-|and|&)\s*\d+)*[\]】]"
_NEXT = re.compile(rf"(?P<cites>[ \t]*{_GROUP}(?:[ \t]*{_GROUP})*)|(?P<line>\s*\n\s*)")
_MAY_GROW = re.compile(r"[\[【][^\]】\n]{0,40}\Z|\s\Z")
_RANGE = re.compile(r"(\d+)\s*[–-]\s*(\d+)")
_ENDED = re.compile(r"[.!?。！？…।؟][\"”’')»]*\s*\Z")
_CLOSING = re.compile(r"\s*[.!?。！？…।؟]+[\"”’')»]*")
_GOES_ON = re.compile(r"\s*(?:[,;:—)]|[a-z])")
_BULLET = re.compile(r"\A\s*(?:[-*•>#]+\s+|\(?\d{1,2}[.)]\s+)")
_LABEL = re.compile(r"\A\s*(?:final )?answer\s*:\s*", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*\*|__|`")
_THOUGHT = re.compile(r"\A\s*<think>.*?(?:</think>\s*|\Z)", re.DOTALL)
_MOST_IN_RANGE = 20


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement as a model wrote it.

    Attributes:
        text: its words, without citations and markup.
        numbers: the numbers that it cites, whether they exist or not.
    """

    text: str
    numbers: tuple[int, ...] = ()


class StatementParser:
    """Reads statements as their last words come in; a citation or the line's end closes one."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self._text = ""
        self._before = ""
        self._numbers: list[int] = []
        self._leads = False  # whether numbers stand before their sentences

    def feed(self, piece: str) -> Iterator[Draft]:
        """Yield the statements that a further piece completes."""
        self._text += piece
        yield from self._complete(is_last=False)

    def finish(self) -> Iterator[Draft]:
        """Yield what is left when nothing more will come."""
        yield from self._complete(is_last=True)
        yield from self._close(self._text)
        self._text = ""

    def _complete(self, *, is_last: bool) -> Iterator[Draft]:
        if not self._is_past_thinking(is_last=is_last):
            return
        while (found := _NEXT.search(self._text)) is not None:
            before, rest = self._text[: found.start()], self._text[found.end() :]
            if not is_last and (not rest.strip() or _MAY_GROW.match(rest)):
                return  # what comes next says where it belongs
            if found["cites"]:
                yield from self._at_citation(before, _numbers(found["cites"]), rest)
            elif re.match(_GROUP, rest):
                self._text = f"{before} {rest}"  # it cites for the line above
            else:
                self._text = rest
                yield from self._close(before)
                self._leads = False

    def _is_past_thinking(self, *, is_last: bool) -> bool:
        """Tell whether the reply has begun, and drop what the model thought before it."""
        if not self._text.lstrip().startswith("<think>"):
            return True
        if "</think>" not in self._text and not is_last:
            return False
        self._text = _THOUGHT.sub("", self._text)
        return True

    def _at_citation(self, before: str, numbers: list[int], rest: str) -> Iterator[Draft]:
        """Yield the statement that a citation closes, if it closes one."""
        if self._leads and _ENDED.search(before):
            yield from self._close(before)
            before = ""
        self._numbers += numbers
        self._text = rest
        if not (self._before + before).strip():
            self._leads = True
            return
        closing = _CLOSING.match(rest)
        if closing and not _ENDED.search(before):
            before += closing.group().strip()
            self._text = rest[closing.end() :]
        if not _ENDED.search(before) and _GOES_ON.match(self._text):
            self._before += before
        else:
            yield from self._close(before)

    def _close(self, text: str) -> Iterator[Draft]:
        """Yield the sentences of a part; the last of them has the citations."""
        whole, numbers = _plain(self._before + text), tuple(dict.fromkeys(self._numbers))
        self._before, self._numbers = "", []
        spans = split_sentences(whole, 0, len(whole))
        for place, (start, end) in enumerate(spans, 1):
            if any(each.isalnum() for each in whole[start:end]):
                yield Draft(whole[start:end], numbers if place == len(spans) else ())


def _numbers(cites: str) -> list[int]:
    found: list[int] = []
    for first, last in _RANGE.findall(cites):
        found += range(int(first), min(int(last), int(first) + _MOST_IN_RANGE) + 1)
    return found + [int(each) for each in re.findall(r"\d+", _RANGE.sub("", cites))]


def _plain(text: str) -> str:
    text = _EMPHASIS.sub("", _BULLET.sub("", text))
    return " ".join(_LABEL.sub("", text).split())
