"""Rows of tables and sheets as sentences: each value with the name of its column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from index.reading.composing import Composer

# Characters of a column name: a guess; a longer cell is a value.
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
    """Return the column names in a first row, or None where it has values.

    Column names are words, not numbers; they differ, and at most one is missing.
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

    Of two columns the left one names the right one, unless the table marks its first row as
    column names; with three and more, the first row is tried as column names.
    """
    width = max(map(len, rows), default=0)
    if width == 2 and not has_names:
        yield from (row_sentence([""], [_pair(row)]) for row in rows)
        return
    names = column_names(rows[0]) if len(rows) > 1 and width > 1 else None
    for row in rows[1:] if names else rows:
        yield row_sentence(names or (), row)


def add_sheet(composer: Composer, sheet: str, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Add the rows of a sheet, each a sentence with its location.

    Args:
        composer: receives them.
        sheet: its name; empty where it has none.
        rows: each with its number in the program that made it, from 1.
    """
    names: tuple[str, ...] | None = None
    is_first, is_empty = True, True
    for number, row in rows:
        filled = sum(bool(cell.strip()) for cell in row)
        if not filled:
            continue
        if is_first and filled > 1:
            is_first = False
            names = column_names(row)
            if names:
                continue
        composer.enter("row", str(number), sheet)
        composer.add(row_sentence(names or (), row), whole=True)
        is_empty = False
    if names and is_empty:
        # A sheet with column names alone still has these words.
        composer.enter("row", "1", sheet)
        composer.add(row_sentence((), names), whole=True)


def _pair(row: Sequence[str]) -> str:
    given = [" ".join(cell.split()).rstrip(":") for cell in row]
    return ": ".join(cell for cell in given if cell)


def _is_number(text: str) -> bool:
    bare = text.replace(",", "").replace(" ", "").replace("%", "").lstrip("-+$€£")
    return bool(bare) and bare.replace(".", "", 1).isdigit() and not _is_year(text)


def _is_year(text: str) -> bool:
    """A year may well name a column."""
    return text.isdigit() and len(text) == 4 and text[:2] in {"18", "19", "20"}
