"""The lists of words that checking goes by, a text file each beside this one."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def lines_of(name: str) -> list[list[str]]:
    """Return the lines of a list, each as its words."""
    text = files("assistant.english").joinpath("word_lists", f"{name}.txt").read_text("utf-8")
    return [line.split() for line in text.splitlines()]


@cache
def words_of(name: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(word for line in lines_of(name) for word in line)
