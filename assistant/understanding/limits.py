"""The limits of a question: at least one word, and at most the embedder's window of tokens."""

from __future__ import annotations

import unicodedata

from assistant.errors import EmptyQuestion, QuestionTooLong
from index import Library

# A question with more characters is rejected without counting its tokens. A guess, far above the
# embedder's window of 256 tokens.
_MOST_CHARACTERS = 20_000


def validated(question: str, library: Library) -> str:
    """Return a question without control characters and repeated spaces.

    Raises:
        EmptyQuestion: the question has no letter and no digit.
        QuestionTooLong: the question has more tokens than the embedder's window.
    """
    kept = (" " if unicodedata.category(each) in {"Cc", "Cs", "Co"} else each for each in question)
    words = " ".join("".join(kept).split())
    if not any(each.isalnum() for each in words):
        raise EmptyQuestion("The question has no words.")
    tokens = library.lengths([words])[0] if len(words) <= _MOST_CHARACTERS else len(words)
    if tokens > library.window:
        length = f"{len(words.split()):,} words" if " " in words else f"{len(words):,} characters"
        raise QuestionTooLong(f"The question has {length}; that is too long.")
    return words
