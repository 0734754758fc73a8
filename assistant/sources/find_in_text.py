"""Finds words in the text of a source."""

from __future__ import annotations

import re
from itertools import islice

from index import Span

MOST_MATCHES = 1_000  # a guess: more than a person steps through
# Characters that match each other, because few people can type all of them.
_EQUIVALENT = {"'": "['’‘]", '"': '["“”]', "-": "[-–—‑]"}


def find_in(text: str, words: str) -> tuple[Span, ...]:
    """Return the spans of words in a text, at most 1,000.

    Case, the number of spaces, and the shape of quotation marks and dashes are ignored.

    Example:
        >>> find_in("It is so.  It  IS so.", "it is")
        ((0, 5), (11, 17))
    """
    wanted = words.split()
    if not wanted:
        return ()
    pattern = r"\s+".join(
        "".join(_EQUIVALENT.get(c, re.escape(c)) for c in word) for word in wanted
    )
    matches = re.finditer(pattern, text, re.IGNORECASE)
    return tuple(match.span() for match in islice(matches, MOST_MATCHES))
