"""Excel: each row a sentence with its column names; the one module that imports openpyxl."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from pathlib import PurePath
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from index.errors import Damaged
from index.reading.composing import Composer
from index.reading.ooxml import Package
from index.reading.reading import Reading
from index.reading.rows import add_sheet
from index.reading.xml import check
from index.reading.zipped import Zipped

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MEMBERS = (".xml", ".rels")
_BROKEN = (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError)


def read_xlsx(content: bytes, name: str) -> Reading:
    """Return the rows of every sheet, with formulas as the values they last had.

    Raises:
        Damaged, Protected, Trap: it cannot be read.
    """
    zipped = Zipped.open(content, name=name)
    for member in zipped.members():
        if member.endswith(_MEMBERS):
            check(zipped.read(member), name=name)
    title, day = Package(zipped).says()
    composer = Composer()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what it does not know, which holds no words
        try:
            book = load_workbook(BytesIO(content), read_only=True, data_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                add_sheet(composer, sheet.title, _rows(sheet))
            book.close()
        except (*_BROKEN, SyntaxError) as error:
            raise Damaged(f"{name} is damaged: its sheets cannot be read.") from error
    return composer.reading(title or PurePath(name).stem, day, MEDIA_TYPE)


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:  # noqa: ANN401 the library is not typed
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, [_shown(cell.value, getattr(cell, "number_format", "")) for cell in row]


def _shown(value: object, shape: str) -> str:
    """Return a value near to how the program shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return str(value.date() if value.time() == time(0) else value)
    if isinstance(value, date):
        return str(value)
    if isinstance(value, int | float):
        return _number(value, shape or "")
    return str(value)


def _number(value: float, shape: str) -> str:
    if "%" in shape:
        return f"{value * 100:.10g}%"
    whole = f"{value:,}" if "#,#" in shape else f"{value:.15g}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        whole = f"{int(value):,}" if "#,#" in shape else str(int(value))
    return whole
