"""A word that the library lacks, one letter from one that it has, is taken for that one."""

from __future__ import annotations

from index import Library

_SHORTEST = 5


def corrected(question: str, library: Library) -> str:
    """Return a question with its likely typing errors put right by the library's own words.

    Short words are left alone, for "Iran" is not "Iraq" mistyped; so is a first letter, and every
    word that the embedder knows whole, for "World" is not "would".
    """
    words = [word for word in library.words(question) if word.end - word.start >= _SHORTEST]
    for word in reversed(library.unknown(words)):
        typed = question[word.start : word.end]
        if library.lengths([typed])[0] == 1:
            continue
        meant = library.spelled_like(word)
        if meant is not None and meant[0].casefold() == typed[0].casefold():
            question = question[: word.start] + meant + question[word.end :]
    return question
