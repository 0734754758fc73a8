"""A link that opens a web page at the words of a quote: a text fragment, `#:~:text=…`."""

from __future__ import annotations

import re
from urllib.parse import quote as percent_encoded
from urllib.parse import urldefrag

_WORD = re.compile(r"\S+")
_WHOLE = 200  # code points; of a longer quote, its first words and its last
_ENDS = 6
_BESIDE = 4


def fragment_link(address: str, text: str, start: int, end: int) -> str:
    """Return a page's address with a directive to show a span of its text.

    A short span in one paragraph is given whole, else by its first and last words. If they occur
    in the text more than once, the words before and after are added.

    Args:
        address: of the page.
        text: its canonical text.
        start, end: offsets into that text, in code points, end exclusive.
    """
    quoted = text[start:end].strip()
    first, last = quoted.split("\n", 1)[0].strip(), quoted.rsplit("\n", 1)[-1].strip()
    terms = [quoted]
    if len(quoted) > _WHOLE or "\n" in quoted:
        terms = [" ".join(first.split()[:_ENDS]), " ".join(last.split()[-_ENDS:])]
    before = after = ""
    if _is_ambiguous(text, terms[0]):
        before = " ".join(text[:start].rsplit("\n", 1)[-1].split()[-_BESIDE:])
        after = " ".join(text[end:].split("\n", 1)[0].split()[:_BESIDE])
    parts = [f"{_encoded(before)}-"] if before else []
    parts += map(_encoded, terms)
    parts += [f"-{_encoded(after)}"] if after else []
    return f"{urldefrag(address).url}#:~:text={','.join(parts)}"


def _is_ambiguous(text: str, term: str) -> bool:
    # Browsers care for neither case nor the width of spaces.
    pattern = r"\s+".join(map(re.escape, _WORD.findall(term)))
    return len(re.findall(pattern, text, re.IGNORECASE)) > 1


def _encoded(term: str) -> str:
    """Return a term without characters that have a meaning in the directive."""
    return percent_encoded(" ".join(term.split()), safe="").replace("-", "%2D")
