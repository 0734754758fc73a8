"""Whether a quote is about something else than a statement, by the names that they open with."""

from __future__ import annotations

import re

from assistant.answering.features import FUNCTION_WORDS
from assistant.english.names import Name
from assistant.verifying.alignment import places_of
from assistant.verifying.wording import Wording

_OPENING = len("“The ")


def is_about_another(statement: Wording, quote: Wording, around: str) -> bool:
    """Tell whether both open with a name, and the statement has nothing of the quote's.

    Args:
        statement: what is checked.
        quote: one of several quotes that it points at.
        around: the text of the quote's source; a word that it writes small as well is no name.
    """
    own, other = _opening_name(statement, around), _opening_name(quote, around)
    if own is None or other is None:
        return False
    said = set(statement.terms)
    return said.isdisjoint(quote.terms[place] for place in places_of(quote, other))


def _opening_name(wording: Wording, around: str) -> Name | None:
    name = next((each for each in wording.names if each.start <= _OPENING), None)
    if name is None or name.text.lower() in FUNCTION_WORDS:
        return None
    if name.may_begin and re.search(rf"\b{re.escape(name.text.lower())}\b", around):
        return None
    return name
