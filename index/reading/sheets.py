"""Sheets of rows, from whatever program: the first row that reads so names the columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.reading.composing import Composer
from index.reading.rows import column_names, row_sentence


def add_sheet(composer: Composer, sheet: str, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Add the rows of a sheet, each a sentence at its place.

    Args:
        composer: gathers them.
        sheet: its name; empty where it has none.
        rows: each with its number as the program shows it, from 1.
    """
    names: tuple[str, ...] | None = None
    seen_first = False
    begun = False
    for number, row in rows:
        filled = sum(bool(cell.strip()) for cell in row)
        if not filled:
            continue
        if not seen_first and filled > 1:
            seen_first = True
            names = column_names(row)
            if names:
                continue
        composer.enter("row", str(number), sheet)
        composer.add(row_sentence(names or (), row), whole=True)
        begun = True
    if names and not begun:
        # Nothing but the names of columns is still something that the sheet says.
        composer.enter("row", "1", sheet)
        composer.add(row_sentence((), names), whole=True)
