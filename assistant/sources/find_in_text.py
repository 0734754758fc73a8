"""Where words stand in a text, as a reader looks for them."""

from __future__ import annotations

import re

from index import Span

MOST = 1_000
_ALIKE = {"'": "['’‘]", '"': '["“”]', "-": "[-–—‑]"}


def find_in(text: str, words: str) -> tuple[Span, ...]:
    """Return at most 1,000 places of words, whatever the case, spaces and quotation marks.

    Example:
        >>> find_in("It is so.  It  IS so.", "it is")
        ((0, 5), (11, 17))
    """
    wanted = words.split()
    if not wanted:
        return ()
    pattern = r"\s+".join("".join(_ALIKE.get(c, re.escape(c)) for c in word) for word in wanted)
    found = re.finditer(pattern, text, re.IGNORECASE)
    return tuple(match.span() for match, _ in zip(found, range(MOST), strict=False))
