"""Whether a statement negates what its quotes say, or says what they negate."""

from __future__ import annotations

import re

from assistant.english.negation import is_weak_cue
from assistant.verifying.alignment import Alignment
from assistant.verifying.fault import Fault, FaultKind

_NEGATIVE_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non")
_NEGATIVE_SUFFIX = "less"
_REACH = 8  # words between a negation and the word that it may negate in other words; a guess
# A negated word may be said in other words: "does not use" and "employs". Lower than `SAME_WORD`,
# and a guess.
_LEAST_SIMILARITY = 0.5
_NOT_ONLY = re.compile(
    r"\bnot (?P<what>(?:also|just|merely|only|simply|solely) (?:the |an? )?\w+)", re.IGNORECASE
)
_BUT_FOLLOWS = re.compile(r"[^\n]*\bbut\b", re.IGNORECASE)


def find_negation_faults(pair: Alignment) -> list[Fault]:
    """Return the first negation that only the statement has, or else only the quotes."""
    added = _added_not_only(pair.statement.text, pair.quote.text)
    if added:
        return [Fault(FaultKind.NEGATED_BY_STATEMENT, added)]
    return _negated_by_statement(pair) or _negated_by_quote(pair)


def _added_not_only(statement: str, quote: str) -> str:
    """Return "not only" of a statement whose quote has "only" with the same word; else nothing."""
    for match in _NOT_ONLY.finditer(statement):
        if _BUT_FOLLOWS.match(statement, match.end()):
            continue
        affirmed = rf"(?<!\bnot )(?<!n[’']t )\b{re.escape(match['what'])}\b"
        if re.search(affirmed, quote, re.IGNORECASE):
            return match[0]
    return ""


def _negated_by_statement(pair: Alignment) -> list[Fault]:
    """Return the first negation of the statement that the quote does not confirm."""
    strong = {p for p, cue in pair.quote.negated.items() if not is_weak_cue(cue)}
    unmatched = {p for p in strong if not pair.in_statement(p, _LEAST_SIMILARITY)}
    for position, cue in pair.statement.negated.items():
        if not _is_confirmed(pair, position, strong, unmatched):
            words = f"{cue} … {pair.statement.written(position)}"
            return [Fault(FaultKind.NEGATED_BY_STATEMENT, words)]
    return []


def _is_confirmed(pair: Alignment, position: int, strong: set[int], unmatched: set[int]) -> bool:
    """Tell whether the quote negates what the statement does, perhaps in other words.

    Args:
        pair: statement and quote.
        position: the word that the statement negates.
        strong: the words that the quote clearly negates.
        unmatched: those of them that correspond to nothing in the statement.
    """
    same = pair.in_quote(position)
    if not same:
        return bool(strong) or _has_contrary(pair, position)
    best = pair.best_in_context(position, same)
    if best in pair.quote.negated or any(0 < best - each <= _REACH for each in unmatched):
        return True
    return _has_contrary(pair, position)


def _has_contrary(pair: Alignment, position: int) -> bool:
    """Tell whether the quote has an opposite of a word, or the word with a negative affix."""
    term = pair.statement.terms[position]
    terms = set(pair.quote.terms)
    if term in terms:
        return False
    if pair.statement.lexicon.opposites.of(term) & terms or f"{term}{_NEGATIVE_SUFFIX}" in terms:
        return True
    return any(f"{prefix}{term}" in terms for prefix in _NEGATIVE_PREFIXES)


def _negated_by_quote(pair: Alignment) -> list[Fault]:
    """Return the first negation of the quote whose word the statement affirms."""
    statement, quote = pair.statement, pair.quote
    unmatched = {p for p in statement.negated if not pair.in_quote(p, _LEAST_SIMILARITY)}
    for position, cue in quote.negated.items():
        same = pair.in_statement(position, _LEAST_SIMILARITY)
        opposites = quote.lexicon.opposites.of(quote.terms[position])
        if any(statement.terms[each] in opposites for each in same):
            continue
        affirmed = [each for each in same if each not in statement.negated]
        meant = [each for each in affirmed if _is_best_for(pair, each, position)]
        if len(affirmed) < len(same) or not meant:
            continue
        if not any(abs(each - other) <= _REACH for each in meant for other in unmatched):
            return [Fault(FaultKind.NEGATED_BY_QUOTE, f"{cue} … {quote.written(position)}")]
    return []


def _is_best_for(pair: Alignment, own: int, position: int) -> bool:
    """Tell whether of all similar words of the quote one has the context of the statement's."""
    return pair.best_in_context(own, pair.in_quote(own, _LEAST_SIMILARITY)) == position
