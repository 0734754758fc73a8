"""OpenDocument: texts, sheets and slides of LibreOffice and its kin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import PurePath
from xml.etree.ElementTree import Element

from index.errors import Protected
from index.reading.composing import Composer
from index.reading.reading import Reading, iso_day
from index.reading.rows import add_sheet, table_sentences
from index.reading.xml import attribute, local, parse
from index.reading.zipped import Zipped

TEXT = "application/vnd.oasis.opendocument.text"
SHEETS = "application/vnd.oasis.opendocument.spreadsheet"
SLIDES = "application/vnd.oasis.opendocument.presentation"

_UNSEEN = frozenset({"tracked-changes", "annotation", "forms", "sequence-decls", "date", "time"})
_MOST_REPEATED = 1_000


def read_opendocument(content: bytes, name: str) -> Reading:
    """Return what an OpenDocument file says.

    Raises:
        Damaged, Protected, Trap: it cannot be read.
    """
    zipped = Zipped.open(content, name=name)
    if zipped.has("META-INF/manifest.xml") and b"encryption-data" in zipped.read(
        "META-INF/manifest.xml"
    ):
        raise Protected(f"{name} is protected by a password.")
    kind = zipped.read("mimetype").decode("ascii", "replace").strip()
    root = parse(zipped.read("content.xml"), name=name)
    title, day = _says(zipped)
    composer = Composer()
    if kind.startswith(SHEETS):
        for table in (each for each in root.iter() if local(each) == "table"):
            add_sheet(composer, attribute(table, "name"), _numbered_rows(table))
        return composer.reading(title or PurePath(name).stem, day, SHEETS)
    if kind.startswith(SLIDES):
        pages = (each for each in root.iter() if local(each) == "page")
        heading = ""
        for number, page in enumerate(pages, 1):
            composer.enter("slide", str(number))
            heading = _add(composer, page, sections=False) or heading
        return composer.reading(title or heading, day, SLIDES)
    heading = _add(composer, root, sections=True)
    return composer.reading(title or heading, day, TEXT)


def _says(zipped: Zipped) -> tuple[str, date | None]:
    if not zipped.has("meta.xml"):
        return "", None
    found = parse(zipped.read("meta.xml"), name=zipped.name).iter()
    told = {local(each): (each.text or "").strip() for each in found}
    day = iso_day(told.get("date", "")) or iso_day(told.get("creation-date", ""))
    return told.get("title", ""), day


def _add(composer: Composer, root: Element, *, sections: bool) -> str:
    """Add paragraphs, headings and tables in document order; return the first heading."""
    first = ""
    stack = [root]
    while stack:
        element = stack.pop()
        kind = local(element)
        if kind in _UNSEEN:
            continue
        if kind == "table":
            _add_table(composer, element)
            continue
        if kind == "frame" and attribute(element, "class") == "title":
            words = " ".join(_words(each) for each in element.iter() if local(each) == "p")
            first = first or words
            composer.add(words, heading=True)
            continue
        if kind in {"p", "h"}:
            words = " ".join(_words(element).split())
            if kind == "h" and words:
                first = first or words
                if sections:
                    composer.enter("section", words)
            composer.add(words, heading=kind == "h")
            # Boxes of text and notes stand inside the paragraph that they belong to.
            stack.extend(
                reversed([e for e in element.iter() if local(e) in {"text-box", "note-body"}])
            )
            continue
        stack.extend(reversed(element))
    return first


def _words(element: Element) -> str:
    """Return the words of a paragraph, without those of boxes and notes inside it."""
    kind = local(element)
    if kind in _UNSEEN or kind in {"text-box", "note"}:
        return ""
    said = {"s": " ", "tab": " ", "line-break": " "}.get(kind, "") + (element.text or "")
    return said + "".join(_words(each) + (each.tail or "") for each in element)


def _cells(row: Element) -> list[str]:
    found: list[str] = []
    for cell in row:
        if local(cell) in {"table-cell", "covered-table-cell"}:
            words = " ".join(
                " ".join(_words(each).split()) for each in cell.iter() if local(each) in {"p", "h"}
            )
            # The empty cells up to the edge of the sheet are one, repeated.
            found += [words] * min(_repeated(cell, "number-columns-repeated"), _MOST_REPEATED)
    while found and not found[-1]:
        found.pop()
    return found


def _add_table(composer: Composer, table: Element) -> None:
    rows = [_cells(row) for row in table.iter() if local(row) == "table-row"]
    has_names = any(local(each) == "table-header-rows" for each in table)
    filled = [row for row in rows if row]
    for sentence in table_sentences(filled, has_names=has_names):
        composer.add(sentence, whole=True)


def _numbered_rows(table: Element) -> Iterator[tuple[int, list[str]]]:
    number = 1
    for row in (each for each in table.iter() if local(each) == "table-row"):
        repeated = _repeated(row, "number-rows-repeated")
        cells = _cells(row)
        if cells:
            yield from ((number + more, cells) for more in range(min(repeated, _MOST_REPEATED)))
        number += repeated


def _repeated(element: Element, wanted: str) -> int:
    told = attribute(element, wanted)
    return max(1, int(told)) if told.isdigit() and len(told) < 9 else 1
