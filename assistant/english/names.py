"""The names in a text: runs of capitalised words, acronyms, and words such as iPhone or 9-Volt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.english.spans import TakenCharacters
from assistant.english.word_lists import read_words
from index import Span

CAPITALISED_WORD = r"[A-Z][\w’'-]*"
"""The pattern of a word of a name: Ada, O’Neill, Jean-Luc; also a single capital."""

LONG_CAPITALISED_WORD = r"[A-Z][\w’'-]+"
"""The pattern of a word of a name with at least two characters."""

SENTENCE_OPENERS = read_words("sentence_openers")
"""Words, in lower case, that begin sentences with a capital and are no names."""

TITLES = read_words("titles_and_offices")
"""Titles and offices of persons, in lower case."""

# At most eight parts before the capital (al-Din, d’Arc), which keeps the search linear.
_WORD = rf"(?:[^\W\d_]+[’'-]){{0,8}}{CAPITALISED_WORD}|[a-z]+[A-Z]\w*|\d+(?=-[A-Z])[\w-]+"
_LINK = r"(?:of|the|de|von|van|al|bin|la|du|di|da|del|der|den|el|for|and)"
_RUN = re.compile(
    rf"(?<!\w)(?:{_WORD})(?:\.(?= [A-Z]))?"
    rf"(?:[ \xa0](?:{_LINK} ){{0,2}}(?:{_WORD})(?:\.(?= [A-Z]))?)*"
)
_LINKS = re.compile(rf"(?:{_LINK} )+")
_BETWEEN_NAMES = re.compile(r" (?:and|for) |['’]s[ \xa0](?=[A-Z])")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+|[\n“\"(]\s*)\Z")
_FIRST_WORD = re.compile(r"([A-Za-z]+)(?:\s+|$)")
_POSSESSIVE = re.compile(r"(?:['’]s?|['’-])$")
# In capitals these openers are acronyms.
_ACRONYMS_LIKE_OPENERS = frozenset({"IT", "WHO"})


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name in a text.

    Attributes:
        text: as it is written, without a possessive.
        start, end: its position, in code points.
        is_uncertain: whether it is one capitalised word at the start of a sentence, which may be
            an ordinary word.
    """

    text: str
    start: int
    end: int
    is_uncertain: bool = False


def find_names(text: str, excluded: Sequence[Span] = ()) -> list[NameMention]:
    """Return the names of a text in order, except those that overlap excluded spans.

    Example:
        >>> [name.text for name in find_names("In Almaty, the mayor met Ada Holm's aide.")]
        ['Almaty', 'Ada Holm']
    """
    taken = TakenCharacters(text, excluded)
    is_upper = text.isupper()
    found: list[NameMention] = []
    for run in _RUN.finditer(text):
        for start, end in _split_run(text, *run.span()):
            if not taken.overlaps(start, end):
                found += _names_of_part(text, start, end, is_upper=is_upper)
    return found


def initials(text: str) -> str:
    """Return the first letters of the capitalised words."""
    return "".join(re.findall(r"\b[A-Z](?=\w)", text))


def is_acronym(text: str) -> bool:
    """Tell whether a name is made of capitals: NATO, U.S., MPs."""
    return re.fullmatch(r"[A-Z]{2,6}s?|(?:[A-Z]\.){2,6}", text) is not None


def _split_run(text: str, start: int, end: int) -> list[Span]:
    """Split a run where "and" joins two names or one owns the other: Louis XIV's France."""
    cuts = [match.span() for match in _BETWEEN_NAMES.finditer(text, start, end)]
    edges = [start, *(edge for cut in cuts for edge in cut), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _names_of_part(text: str, start: int, end: int, *, is_upper: bool) -> Iterator[NameMention]:
    """Yield the name of a part of a run, without the words that only begin a sentence."""
    start = _skip_openers(text, start, end, is_upper=is_upper)
    name = _POSSESSIVE.sub("", text[start:end])
    if len(name) >= 2 and not _is_opener(name, is_upper=is_upper):
        is_uncertain = _begins_sentence(text, start) and " " not in name
        yield NameMention(name, start, start + len(name), is_uncertain)


def _skip_openers(text: str, start: int, end: int, *, is_upper: bool) -> int:
    """Return where a name begins after openers and the links that follow them: "In the Congo"."""
    begins = _begins_sentence(text, start)
    while begins:
        opener = _FIRST_WORD.match(text, start, end)
        if not opener or not _is_opener(opener[1], is_upper=is_upper):
            break
        start = opener.end()
        if start < end and not text[start].isupper():
            links = _LINKS.match(text, start, end)
            start = links.end() if links else start
        begins = start >= end
    return start


def _begins_sentence(text: str, start: int) -> bool:
    return _SENTENCE_START.search(text[max(0, start - 3) : start]) is not None


def _is_opener(word: str, *, is_upper: bool) -> bool:
    """Tell whether a word begins sentences and is not an acronym in a text of mixed case."""
    is_acronym_here = word in _ACRONYMS_LIKE_OPENERS and not is_upper
    return word.lower() in SENTENCE_OPENERS and not is_acronym_here
