"""Whether two things have changed places around a verb: A defeated B for B defeated A."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.english.word_lists import read_words
from assistant.verifying.alignment import Alignment
from assistant.verifying.analysed_text import AnalysedText
from assistant.verifying.fault import Fault, FaultKind

_CLAUSE_END = re.compile(
    r"(?<![A-Z])\.|[;:!?()\n,—–]|\b(?:and|or|but|which|who|that|while|when|where)\b"
)
_BY = re.compile(r"\s+by\b(?! (?:\w+ing|\d\w*|[A-Z]\w+ \d+|early|late|mid|then)\b)")
_PASSIVE_AUXILIARY = re.compile(r"\b(?:is|are|was|were|be|been|being)(?: \w+)?\s+\Z")
_AUXILIARY_REACH = 30  # characters before a verb
_REGULAR_FORM = re.compile(r"[a-z]+ed\Z")
_OTHER_FORMS = read_words("verb_forms")
_REACH = 3  # content words on each side of a verb; a guess

Positions = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A verb, or a word such as "after", with the content words on both sides in its clause.

    Attributes:
        position: the word.
        before, after: the nearest first.
        is_passive: whether the thing before it undergoes it.
    """

    position: int
    before: Positions
    after: Positions
    is_passive: bool


def find_role_faults(pair: Alignment) -> list[Fault]:
    """Return the first two things of a statement that its quotes have the other way round."""
    statement, quote = pair.statement, pair.quote
    if not statement.lexicon.order_words & set(statement.terms) <= set(quote.terms):
        return []  # "A before B" may be said as "B after A"
    in_quote = list(_relations(quote))
    for relation in _relations(statement):
        term = statement.terms[relation.position]
        if term in statement.lexicon.symmetric_words:
            continue
        same = [other for other in in_quote if quote.terms[other.position] == term]
        directions = {_is_same_direction(pair, relation, other) for other in same}
        if False in directions and True not in directions:
            before, after = relation.before[0], relation.after[0]
            return [Fault(FaultKind.SWAPPED, statement.written(before), statement.written(after))]
    return []


def _is_same_direction(pair: Alignment, own: Relation, other: Relation) -> bool | None:
    """Tell whether the quote has two things in the same order; None where it lacks one of them."""
    before, after = own.before, own.after
    other_before, other_after = other.before, other.after
    names = [_capitalised(pair.statement, each) for each in (before, after)]
    other_names = [_capitalised(pair.quote, each) for each in (other_before, other_after)]
    if all(names) and all(other_names):
        (before, after), (other_before, other_after) = names, other_names
    straight = _share(pair, before, other_before), _share(pair, after, other_after)
    crossed = _share(pair, before, other_after), _share(pair, after, other_before)
    if own.is_passive != other.is_passive:
        straight, crossed = crossed, straight
    if all(crossed) and not any(straight):
        return False
    return True if any(straight) else None


def _capitalised(text: AnalysedText, positions: Positions) -> Positions:
    return tuple(position for position in positions if text.is_capitalised(position))


def _share(pair: Alignment, own: Positions, other: Positions) -> bool:
    """Tell whether words of the statement and of the quote have one in common."""
    terms = {pair.quote.terms[position] for position in other}
    return any(pair.statement.terms[position] in terms for position in own)


def _relations(text: AnalysedText) -> Iterator[Relation]:
    for position in range(len(text.words)):
        if not _is_relation(text, position):
            continue
        before = _content_beside(text, position, -1)
        after = _content_beside(text, position, 1)
        if before and after:
            yield Relation(position, before, after, _is_passive(text, position))


def _is_relation(text: AnalysedText, position: int) -> bool:
    """Tell whether a word looks like a verb, or puts two things in order."""
    written = text.written(position)
    return (
        text.terms[position] in text.lexicon.order_words
        or written in _OTHER_FORMS
        or _REGULAR_FORM.match(written) is not None
    )


def _is_passive(text: AnalysedText, position: int) -> bool:
    word = text.words[position]
    first = max(0, word.start - _AUXILIARY_REACH)
    has_auxiliary = _PASSIVE_AUXILIARY.search(text.text[first : word.start]) is not None
    return has_auxiliary or _BY.match(text.text, word.end) is not None


def _content_beside(text: AnalysedText, position: int, side: int) -> Positions:
    """Return the content words on one side, up to the next clause."""
    found: list[int] = []
    current = position
    while 0 <= current + side < len(text.words) and len(found) < _REACH:
        first, second = sorted((current, current + side))
        start, end = text.words[first].end, text.words[second].start
        current += side
        has_break = _CLAUSE_END.search(text.text, start, end) is not None
        if has_break or _CLAUSE_END.fullmatch(text.terms[current]):
            break
        if not text.is_stop_word(current) and not _is_relation(text, current):
            found.append(current)
    return tuple(found)
