"""Whether a statement denies what its quotes say, or says what they deny."""

from __future__ import annotations

import re

from assistant.verifying.alignment import Alignment
from assistant.verifying.faults import Fault
from assistant.verifying.opposites import Opposites

_UN = ("un", "in", "im", "ir", "il", "dis", "non")
_LESS = "less"
_NEAR = 8
_WEAK = re.compile(r"without|instead of|rather than|lack\w*|free \w+|far from", re.IGNORECASE)
_NOT_SO = re.compile(
    r"\bnot (?P<what>(?:also|just|merely|only|simply|solely) (?:the |an? )?\w+)"
    r"(?!.*\bbut\b)",
    re.IGNORECASE,
)
# What a negated word is like may be in other words: "does not use" and "employs".
_LEAST = 0.5


def faults_of_denying(pair: Alignment, opposites: Opposites) -> list[Fault]:
    """Return where a statement and its quotes disagree on what is so."""
    statement, quote = pair.statement, pair.quote
    turned = _turned(statement.text, quote.text)
    if turned:
        return [Fault("denies", turned)]
    plainly = {place for place, cue in quote.negated.items() if not _WEAK.fullmatch(cue)}
    free = {place for place in plainly if not pair.answers(place, _LEAST)}
    for place, cue in statement.negated.items():
        if not _is_denied(pair, place, (plainly, free), opposites):
            return [Fault("denies", _said(pair, place, cue))]
    unmatched = {place for place in statement.negated if not pair.partners(place, _LEAST)}
    for place, cue in quote.negated.items():
        answers = pair.answers(place, _LEAST)
        if any(statement.terms[each] in opposites.of(quote.terms[place]) for each in answers):
            continue
        plain = [each for each in answers if each not in statement.negated]
        meant = [each for each in plain if pair.nearest(each, pair.partners(each, _LEAST)) == place]
        if len(plain) < len(answers) or not meant:
            continue
        if not any(abs(each - other) <= _NEAR for each in meant for other in unmatched):
            word = quote.words[place]
            return [Fault("denied", f"{cue} … {quote.text[word.start : word.end]}")]
    return []


def _turned(statement: str, quote: str) -> str:
    """Return "not only" where the quote has "only" of the same, or the like; else nothing."""
    for found in _NOT_SO.finditer(statement):
        said = re.escape(found["what"])
        told = rf"(?<!\bnot )(?<!n[’']t )\b{said}\b"
        if re.search(told, quote, re.IGNORECASE):
            return found[0]
    return ""


def _is_denied(
    pair: Alignment, place: int, denials: tuple[set[int], set[int]], opposites: Opposites
) -> bool:
    """Tell whether the quote denies what the statement does, be it in other words.

    Args:
        pair: the two.
        place: the word that the statement negates.
        denials: what the quote plainly negates, and what of that the statement does not speak of.
        opposites: words that say so without a negation.
    """
    plainly, free = denials
    partners = pair.partners(place)
    if not partners:
        return bool(plainly) or _has_opposite(pair, place, opposites)
    best = pair.nearest(place, partners)
    if best in pair.quote.negated or any(0 < best - each <= _NEAR for each in free):
        return True
    return _has_opposite(pair, place, opposites)


def _said(pair: Alignment, place: int, cue: str) -> str:
    word = pair.statement.words[place]
    return f"{cue} … {pair.statement.text[word.start : word.end]}"


def _has_opposite(pair: Alignment, place: int, opposites: Opposites) -> bool:
    """Tell whether the quote says the opposite of a word that the statement negates."""
    term = pair.statement.terms[place]
    held = set(pair.quote.terms)
    if term in held:
        return False
    if opposites.of(term) & held or f"{term}{_LESS}" in held:
        return True
    return any(f"{prefix}{term}" in held for prefix in _UN)
