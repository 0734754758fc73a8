"""What to search for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for.

    Attributes:
        text: the question.
        earlier: what was asked before, oldest first; together it counts half as much.
    """

    text: str
    earlier: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: Query | str) -> Query:
        """Return a query without lone surrogates, which no engine takes."""
        whole = cls(query) if isinstance(query, str) else query
        return cls(without_surrogates(whole.text), tuple(map(without_surrogates, whole.earlier)))


def without_surrogates(text: str) -> str:
    """Return a text that can be written as UTF-8, with a question mark for what cannot."""
    return text.encode("utf-8", "replace").decode()
