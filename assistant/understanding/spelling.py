"""Corrects misspelt words of a question to words of the library."""

from __future__ import annotations

from index import Library

# Shorter words are left alone, because another short word is often one letter away: “Iran”, “Iraq”.
# A guess.
_FEWEST_LETTERS = 5


def corrected(question: str, library: Library) -> str:
    """Return a question with its probable spelling mistakes corrected.

    A word that the library lacks is replaced by one of the library that is one letter or one swap
    away and begins with the same letter. A word that is one token of the embedder is correct, even
    if the library lacks it: "World" is not a misspelt "would".
    """
    words = [word for word in library.words(question) if word.end - word.start >= _FEWEST_LETTERS]
    for word in reversed(library.unknown(words)):
        typed = question[word.start : word.end]
        if library.lengths([typed])[0] == 1:
            continue
        similar = library.spelled_like(word)
        if similar is not None and similar[0].casefold() == typed[0].casefold():
            question = question[: word.start] + similar + question[word.end :]
    return question
