"""Parses a language model's reply into statements while it comes in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index import split_sentences

# The numbers keep every search linear. A citation is [1], [1, 2], [1-3] or [Sentence 1].
_NUMBER = r"\d{1,9}"
_GROUP = (
    r"[\[【](?:[^\W\d_]{1,20}\.?\s{0,9}|#)?"
    rf"{_NUMBER}(?:\s{{0,9}}(?:,|;|–|-|and|&)\s{{0,9}}{_NUMBER}){{0,99}}[\]】]"
)
_CITATION_OR_LINE_END = re.compile(
    rf"(?P<citations>(?<![ \t])[ \t]*{_GROUP}(?:[ \t]*{_GROUP})*)|(?P<line>(?<!\s)\s*\n\s*)"
)
_CITATION = re.compile(_GROUP)
_UNFINISHED = re.compile(r"[\[【][^\]】\n]{0,40}\Z|\s\Z")
_RANGE = re.compile(rf"({_NUMBER})\s*[–-]\s*({_NUMBER})")
_MOST_IN_RANGE = 20
_SENTENCE_END = re.compile(r"[.!?。！？…।؟][\"”’')»]*\s*\Z")
_CLOSING_MARKS = re.compile(r"\s*[.!?。！？…।؟]+[\"”’')»]*")
_CONTINUES = re.compile(r"\s*(?:[,;:—)]|[a-z])")
_BULLET = re.compile(r"\A\s*(?:[-*•>#]+\s+|\(?\d{1,2}[.)]\s+)")
_LABEL = re.compile(r"\A\s*(?:final )?answer\s*:\s*", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*\*|__|`")
_THOUGHT_START = re.compile(r"\s*<think>")
_THOUGHT_END = "</think>"
# A reply has at most `REPLY_TOKENS` tokens, but not every server keeps to that.
_LONGEST_REPLY = 20_000  # characters, without thoughts
_LONGEST_CITATION = 4_000  # characters; more than the pattern of a citation can match


@dataclass(frozen=True, slots=True)
class ParsedStatement:
    """A statement as a model wrote it.

    Attributes:
        text: its words, without citations and markup.
        numbers: the numbers that it cites, whether they exist or not.
    """

    text: str
    numbers: tuple[int, ...] = ()


class StatementParser:
    """Yields statements as soon as they are complete: at a citation or at the end of a line."""

    def __init__(self) -> None:
        """Begin with an empty reply."""
        self._text = ""  # not yet parsed
        self._searched = 0  # where the next citation or line end can begin, at the earliest
        self._before = ""  # the beginning of a statement with a citation in its middle
        self._numbers: list[int] = []
        self._cites_first = False  # whether citations precede their sentences
        self._is_thinking = False
        self._length = 0

    @property
    def is_full(self) -> bool:
        """Whether the reply is too long, so that further pieces are ignored."""
        return self._length >= _LONGEST_REPLY

    def feed(self, piece: str) -> Iterator[ParsedStatement]:
        """Yield the statements that the next piece of the reply completes."""
        if self.is_full:
            return
        self._text += piece
        self._remove_thoughts(is_last=False)
        if not self._is_thinking:
            self._length += len(piece)
            yield from self._parse(is_last=False)

    def finish(self) -> Iterator[ParsedStatement]:
        """Yield the remaining statements at the end of the reply."""
        self._remove_thoughts(is_last=True)
        yield from self._parse(is_last=True)
        yield from self._close(self._text)
        self._text = ""

    def _remove_thoughts(self, *, is_last: bool) -> None:
        """Remove what a model thinks before its reply, and remember whether it still thinks."""
        if not self._is_thinking and (start := _THOUGHT_START.match(self._text)):
            self._is_thinking = True
            self._text = self._text[start.end() :]
        if not self._is_thinking:
            return
        self._searched = 0
        thought, end, reply = self._text.partition(_THOUGHT_END)
        self._is_thinking = not end and not is_last
        # The end mark may come in two pieces.
        self._text = thought[1 - len(_THOUGHT_END) :] if self._is_thinking else reply.lstrip()

    def _parse(self, *, is_last: bool) -> Iterator[ParsedStatement]:
        while (found := _CITATION_OR_LINE_END.search(self._text, self._searched)) is not None:
            before, rest = self._text[: found.start()], self._text[found.end() :]
            self._searched = found.start()
            if not is_last and (not rest.strip() or _UNFINISHED.match(rest)):
                return  # the next piece decides where it belongs
            self._searched = 0
            if found["citations"]:
                yield from self._at_citation(before, _parse_numbers(found["citations"]), rest)
            elif _CITATION.match(rest):
                self._text = f"{before} {rest}"  # the citation belongs to the line above
            else:
                self._text = rest
                yield from self._close(before)
                self._cites_first = False
        self._searched = _earliest_match(self._text)

    def _at_citation(self, before: str, numbers: list[int], rest: str) -> Iterator[ParsedStatement]:
        """Yield the statement that a citation closes, if it closes one."""
        if self._cites_first and _SENTENCE_END.search(before):
            yield from self._close(before)
            before = ""
        self._numbers += numbers
        self._text = rest
        if not (self._before + before).strip():
            self._cites_first = True
            return
        closing = _CLOSING_MARKS.match(rest)
        if closing and not _SENTENCE_END.search(before):
            before += closing.group().strip()
            self._text = rest[closing.end() :]
        if not _SENTENCE_END.search(before) and _CONTINUES.match(self._text):
            self._before += before
        else:
            yield from self._close(before)

    def _close(self, text: str) -> Iterator[ParsedStatement]:
        """Yield the sentences of a part of the reply; the last one gets the citations."""
        whole, numbers = _plain(self._before + text), tuple(dict.fromkeys(self._numbers))
        self._before, self._numbers = "", []
        spans = split_sentences(whole, 0, len(whole))
        for count, (start, end) in enumerate(spans, 1):
            if any(each.isalnum() for each in whole[start:end]):
                yield ParsedStatement(whole[start:end], numbers if count == len(spans) else ())


def _earliest_match(text: str) -> int:
    """Return where a match can begin in a text without any, once more text follows it."""
    bracket = max(text.rfind("["), text.rfind("【"))
    is_open = bracket >= 0 and bracket >= len(text) - _LONGEST_CITATION
    return len(text[: bracket if is_open else len(text)].rstrip())


def _parse_numbers(citations: str) -> list[int]:
    numbers: list[int] = []
    for first, last in _RANGE.findall(citations):
        numbers += range(int(first), min(int(last), int(first) + _MOST_IN_RANGE) + 1)
    return numbers + [int(each) for each in re.findall(r"\d+", _RANGE.sub("", citations))]


def _plain(text: str) -> str:
    """Return a text in one line without bullet, label and emphasis."""
    text = _EMPHASIS.sub("", _BULLET.sub("", text))
    return " ".join(_LABEL.sub("", text).split())
