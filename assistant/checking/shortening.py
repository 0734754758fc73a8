"""Whether what a statement says a short form stands for is what its quotes say: NATO, FBI."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.alignment import Alignment
from assistant.checking.faults import Fault
from assistant.checking.names import initials

_STANDS = r"(?:stands?|standing|stood) for|means?|meant|is (?:short|an? \w+) for|abbreviates"
_WORD = r"[A-Z][\w’'-]*"
_WRITTEN_OUT = rf"{_WORD}(?:(?: (?:of|for|and|the|in|on|to))* {_WORD})+"
_CLAIM = re.compile(
    rf"(?P<short>{_WORD})[”\"’']? (?:[a-z]+ ){{0,4}}(?:{_STANDS}) (?:the )?[“\"‘']?"
    rf"(?P<long>{_WRITTEN_OUT})"
)
_FARTHEST = 40


def faults_of_short_forms(pair: Alignment) -> list[Fault]:
    """Return the names that a statement takes for the short form of another, without cause.

    A short form has the first letters of what it stands for, or a quote sets the two beside each
    other with no further name between: "the Gestapo (Geheime Staatspolizei)".
    """
    quote = pair.quote.text
    return [
        Fault("misplaced", long)
        for short, long in _claims(pair.statement.text)
        if initials(long) != short.rstrip("s") and not _are_beside(quote, short, long)
    ]


def _claims(text: str) -> Iterator[tuple[str, str]]:
    for found in _CLAIM.finditer(text):
        yield found["short"].replace(".", ""), re.sub(r"['’]s?$", "", found["long"])


def _are_beside(text: str, short: str, long: str) -> bool:
    gap = rf"[^A-Z.]{{1,{_FARTHEST}}}"
    one, two = re.escape(short), re.escape(long)
    return re.search(rf"\b{one}\b{gap}\b{two}\b|\b{two}\b{gap}\b{one}\b", text) is not None
