"""Reads the word lists of this folder: plain text, lines that begin with # are comments."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def read_rows(name: str) -> list[list[str]]:
    """Return the rows of a list, each as its words.

    Raises:
        FileNotFoundError: there is no list of this name.
    """
    text = files("assistant.english").joinpath("word_lists", f"{name}.txt").read_text("utf-8")
    return [line.split() for line in text.splitlines() if not line.startswith("#")]


@cache
def read_words(name: str) -> frozenset[str]:
    """Return all words of a list.

    Raises:
        FileNotFoundError: there is no list of this name.
    """
    return frozenset(word for row in read_rows(name) for word in row)
