"""Whether a statement denies what its quotes say, or says what they deny."""

from __future__ import annotations

from collections.abc import Collection

from assistant.checking.alignment import Alignment
from assistant.checking.faults import Fault
from assistant.checking.opposing import Opposites

_UN = ("un", "in", "im", "ir", "il", "dis", "non")


def faults_of_denying(pair: Alignment, opposites: Opposites) -> list[Fault]:
    """Return where a statement and its quotes disagree on what is so."""
    statement, quote = pair.statement, pair.quote
    for place, cue in statement.negated.items():
        partners = pair.partners(place)
        if partners and not any(each in quote.negated for each in partners):
            return [Fault("denies", _said(pair, place, cue))]
        if not partners and not _is_denied_otherwise(pair, place, opposites):
            return [Fault("denies", _said(pair, place, cue))]
    for place, cue in quote.negated.items():
        answers = pair.answers(place)
        if not answers or any(each in statement.negated for each in answers):
            continue
        if _stands_affirmed(pair, place, answers):
            continue
        word = quote.words[place]
        return [Fault("denied", f"{cue} … {quote.text[word.start : word.end]}")]
    return []


def _said(pair: Alignment, place: int, cue: str) -> str:
    word = pair.statement.words[place]
    return f"{cue} … {pair.statement.text[word.start : word.end]}"


def _is_denied_otherwise(pair: Alignment, place: int, opposites: Opposites) -> bool:
    """Tell whether the quote says the opposite of a negated word, or negates anything at all."""
    term = pair.statement.terms[place]
    held = set(pair.quote.terms)
    if opposites.of(term) & held or _with_prefix(term, held):
        return True
    return bool(pair.quote.negated)


def _with_prefix(term: str, held: Collection[str]) -> bool:
    return any(f"{prefix}{term}" in held for prefix in _UN)


def _stands_affirmed(pair: Alignment, place: int, answers: Collection[int]) -> bool:
    """Tell whether the quote also says, elsewhere, what it denies here."""
    quote = pair.quote
    return any(
        pair.fit([answer], [other]) >= pair.fit([answer], [place])
        for answer in answers
        for other in pair.partners(answer)
        if other != place and other not in quote.negated
    )
