"""Rows of tables as sentences: each value with the name of its column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_LONGEST_NAME = 80


def row_sentence(names: Sequence[str], cells: Sequence[str]) -> str:
    """Return a row as one sentence: ``Country: Kazakhstan; Population: 19 million.``."""
    said = []
    for place, cell in enumerate(cells):
        value = " ".join(cell.split())
        name = names[place] if place < len(names) else ""
        if value:
            said.append(f"{name}: {value}" if name else value)
    words = "; ".join(said)
    return words if not words or words[-1] in ".!?…" else f"{words}."


def column_names(row: Sequence[str]) -> tuple[str, ...] | None:
    """Return the names of the columns if a first row reads as such: words, all there, all unlike.

    A number is a value and not a name.
    """
    names = tuple(" ".join(cell.split()).rstrip(":") for cell in row)
    while names and not names[-1]:
        names = names[:-1]
    given = [name for name in names if name]
    if len(given) < 2 or len(set(given)) < len(given) or len(given) < len(names) - 1:
        return None
    if any(len(name) > _LONGEST_NAME or _is_number(name) for name in given):
        return None
    return names


def table_sentences(rows: Sequence[Sequence[str]], *, has_names: bool = False) -> Iterator[str]:
    """Yield the rows of a table in running text as sentences.

    Of two columns the left one names the right one, unless the table says that its first row names
    the columns; with three and more, the first row does if it reads so.
    """
    width = max(map(len, rows), default=0)
    if width == 2 and not has_names:
        yield from (row_sentence([""], [_pair(row)]) for row in rows)
        return
    names = column_names(rows[0]) if len(rows) > 1 and width > 1 else None
    for row in rows[1:] if names else rows:
        yield row_sentence(names or (), row)


def _pair(row: Sequence[str]) -> str:
    given = [" ".join(cell.split()).rstrip(":") for cell in row]
    return ": ".join(cell for cell in given if cell)


def _is_number(text: str) -> bool:
    bare = text.replace(",", "").replace(" ", "").replace("%", "").lstrip("-+$€£")
    return bool(bare) and bare.replace(".", "", 1).isdigit() and not _is_year(text)


def _is_year(text: str) -> bool:
    """A year may well name a column."""
    return text.isdigit() and len(text) == 4 and text[:2] in {"18", "19", "20"}
