"""Which questions are accepted: at least one word, and no more than fit the embedder."""

from __future__ import annotations

import unicodedata

from assistant.errors import EmptyQuestion, QuestionTooLong
from index import Library

# Longer questions are rejected by their characters, without counting tokens. A guess, far above
# the embedder's window of 256 tokens.
_LONGEST = 20_000


def validated(question: str, library: Library) -> str:
    """Return a question without control characters and repeated spaces.

    Raises:
        EmptyQuestion: it has no letter and no digit.
        QuestionTooLong: it has more tokens than the embedder's window.
    """
    kept = (" " if unicodedata.category(each) in {"Cc", "Cs", "Co"} else each for each in question)
    words = " ".join("".join(kept).split())
    if not any(each.isalnum() for each in words):
        raise EmptyQuestion("The question has no words.")
    tokens = library.lengths([words])[0] if len(words) <= _LONGEST else len(words)
    if tokens > library.window:
        what = f"{len(words.split()):,} words" if " " in words else f"{len(words):,} characters"
        raise QuestionTooLong(f"The question has {what}, more than can be understood at once.")
    return words
