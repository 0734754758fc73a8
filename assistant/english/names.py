"""The names of a text: runs of words with capitals, acronyms, and words with digits in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.english.word_lists import words_of
from index import Span

_WORD = r"(?:[^\W\d_]+[’'-])*[A-Z][\w’'-]*|[a-z]+[A-Z]\w*|\d+(?=-[A-Z])[\w-]+"
_LINK = r"(?:of|the|de|von|van|al|bin|la|du|di|da|del|der|den|el|for|and)"
_RUN = re.compile(
    rf"(?<!\w)(?:{_WORD})(?:\.(?= [A-Z]))?"
    rf"(?:[ \xa0](?:{_LINK} ){{0,2}}(?:{_WORD})(?:\.(?= [A-Z]))?)*"
)
_PARTS_TWO = re.compile(r" (?:and|for) |['’]s[ \xa0](?=[A-Z])")
_BEGINS = re.compile(r"(?:^|[.!?:]\s+|[\n“\"(]\s*)\Z")
_OPENERS = words_of("openers")
_SPELLED_SO = frozenset({"IT", "WHO"})
HONORIFICS = words_of("honorifics")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text.

    Attributes:
        text: as it is written, without a possessive.
        start, end: where, in code points.
        may_begin: whether it is one word with a capital that begins a sentence, and so perhaps
            none.
    """

    text: str
    start: int
    end: int
    may_begin: bool = False


def names_in(text: str, taken: Sequence[Span] = ()) -> list[Name]:
    """Return the names of a text in order, but for what stands in spans that are taken."""
    found: list[Name] = []
    for run in _RUN.finditer(text):
        for start, end in _parts(text, *run.span()):
            if not any(left < end and start < right for left, right in taken):
                found += _name(text, start, end)
    return found


def initials(text: str) -> str:
    """Return the first letters of the words with capitals."""
    return "".join(re.findall(r"\b[A-Z](?=\w)", text))


def is_acronym(text: str) -> bool:
    """Tell whether a name is made of capitals."""
    return re.fullmatch(r"[A-Z]{2,6}s?|(?:[A-Z]\.){2,6}", text) is not None


def _parts(text: str, start: int, end: int) -> list[Span]:
    """Return a run cut where "and" joins two names, or one has the other: Louis XIV's France."""
    cuts = [found.span() for found in _PARTS_TWO.finditer(text, start, end)]
    edges = [start, *(edge for cut in cuts for edge in cut), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _name(text: str, start: int, end: int) -> list[Name]:
    begins = _BEGINS.search(text[max(0, start - 3) : start]) is not None or start == 0
    while begins:
        opener = re.match(r"([A-Za-z]+)(?:\s+|$)", text[start:end])
        if not opener or not _is_opener(text, opener[1]):
            break
        start += opener.end()
        if start < end and not text[start].isupper():
            link = re.match(rf"(?:{_LINK} )+", text[start:end])
            start += link.end() if link else 0
        begins = start >= end
    said = re.sub(r"(?:['’]s?|['’-])$", "", text[start:end])
    if len(said) < 2 or _is_opener(text, said):
        return []
    is_first = _BEGINS.search(text[max(0, start - 3) : start]) is not None or start == 0
    return [Name(said, start, start + len(said), is_first and " " not in said)]


def _is_opener(text: str, word: str) -> bool:
    """Tell whether a word is of those that begin sentences, and no acronym that is spelled so."""
    is_acronym_here = word in _SPELLED_SO and not text.isupper()
    return word.lower() in _OPENERS and not is_acronym_here
