"""CSV and TSV: each row a sentence with its column names."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import PurePath
from typing import Literal

from index.reading.composing import Composer
from index.reading.plain import read_plain
from index.reading.reading import Reading
from index.reading.rows import add_sheet, column_names

_DELIMITERS = ",;\t|"
_SAMPLE = 50
_ENDINGS = frozenset({".csv", ".tsv", ".tab"})
_ALIKE = 0.9
_LONGEST_CELL = 60
_STOPS = (".", "!", "?", "…", ";", ":")
_FIELD_LIMIT = 10_000_000


def delimiter_of(text: str, name: str) -> str | None:
    """Return what parts the columns of a table, or None where a text is none.

    A name that says so is believed where the rows bear it out; any other text must look like a
    table through and through.
    """
    believed = PurePath(name).suffix.lower() in _ENDINGS
    lines = [line for line in text[:100_000].split("\n", _SAMPLE)[:_SAMPLE] if line.strip()]
    if len(lines) < (1 if believed else 3):
        return None
    widths = {each: _width(lines, each, 0.6 if believed else _ALIKE) for each in _DELIMITERS}
    best = max(widths, key=lambda each: widths[each])
    if believed:
        return best if widths[best] > 1 else None
    return best if widths[best] > 2 and _is_table(lines, best) else None


def read_delimited(text: str, name: str, delimiter: str) -> Reading:
    """Return the rows of a table in text."""
    composer = Composer()
    try:
        add_sheet(composer, "", enumerate(_rows(text, delimiter), 1))
    except csv.Error:
        return read_plain(text)  # further down it breaks the rules that its top follows
    media = "text/tab-separated-values" if delimiter == "\t" else "text/csv"
    return composer.reading(PurePath(name).stem, None, media)


def _rows(text: str, delimiter: str) -> Iterator[Sequence[str]]:
    csv.field_size_limit(_FIELD_LIMIT)
    # A lone quotation mark would swallow all that follows; then rows are lines.
    quoted = text.count('"') % 2 == 0
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    lines = (f"{line}\n" for line in text.replace("\0", "").split("\n"))
    yield from csv.reader(lines, delimiter=delimiter, quoting=quoting, skipinitialspace=True)


def _width(lines: Sequence[str], delimiter: str, alike: float) -> int:
    """Return how many columns nearly all rows have; 0 where they differ."""
    try:
        rows = list(islice(_rows("\n".join(lines), delimiter), _SAMPLE))
    except csv.Error:
        return 0
    counts = Counter(len(row) for row in rows if row)
    width, often = counts.most_common(1)[0] if counts else (0, 0)
    return width if often >= alike * len(rows) else 0


def _is_table(lines: Sequence[str], delimiter: str) -> bool:
    rows = list(_rows("\n".join(lines), delimiter))
    cells = [cell for row in rows for cell in row]
    short = sum(len(cell) <= _LONGEST_CELL for cell in cells) >= _ALIKE * len(cells)
    names = column_names(rows[0])
    # Lines of prose may have equally many commas; but no name of a column ends a sentence.
    return short and names is not None and not any(name.endswith(_STOPS) for name in names)
