"""Word: paragraphs, headings and tables as the reader sees them, tracked changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from index.reading.composing import Composer
from index.reading.ooxml import Package
from index.reading.reading import Reading
from index.reading.rows import table_sentences
from index.reading.xml import attribute, events, local, parse
from index.reading.zipped import Zipped

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What was deleted or moved away, and the second copy that older programs read.
_UNSEEN = frozenset({"del", "moveFrom", "Fallback"})
_SPACES = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}


def read_docx(content: bytes, name: str) -> Reading:
    """Return what a Word document says.

    Raises:
        Damaged, Protected, Trap: it cannot be read.
    """
    package = Package(Zipped.open(content, name=name))
    main = package.main()
    title, day = package.says()
    walk = _Walk(Composer(), _headings(package, main))
    for part in [main, *package.related(main, "footnotes"), *package.related(main, "endnotes")]:
        if part != main:
            walk.composer.enter("", "notes")
        walk.walk(events(package.part(part), name=name))
    return walk.composer.reading(title or walk.title, day, MEDIA_TYPE)


def _headings(package: Package, main: str) -> dict[str, str]:
    """Return the styles that are headings, or titles, with their names."""
    found = {}
    for part in package.related(main, "styles"):
        for style in parse(package.part(part), name=package.zipped.name):
            named = next((each for each in style if local(each) == "name"), None)
            told = attribute(named, "val").lower() if named is not None else ""
            if told.startswith("heading") or told == "title":
                found[attribute(style, "styleId")] = told
    return found


class _Walk:
    """Gathers paragraphs in document order; a box of text stands inside a paragraph, a table in
    the cell of another."""

    def __init__(self, composer: Composer, headings: dict[str, str]) -> None:
        self.composer = composer
        self.title = ""
        self._headings = headings
        self._unseen = 0
        self._paragraphs: list[list[str]] = []
        self._styles: list[str] = []
        self._tables: list[list[list[str]]] = []
        self._named: list[bool] = []

    def walk(self, found: Iterator[tuple[str, Element]]) -> None:
        for event, element in found:
            kind = local(element)
            if kind in _UNSEEN:
                self._unseen += 1 if event == "start" else -1
            elif not self._unseen:
                self._enter(kind) if event == "start" else self._leave(kind, element)
            if event == "end" and kind in {"p", "tbl", "del", "moveFrom", "Fallback"}:
                element.clear()

    def _enter(self, kind: str) -> None:
        if kind == "p":
            self._paragraphs.append([])
            self._styles.append("")
        elif kind == "tbl":
            self._tables.append([])
            self._named.append(False)
        elif kind == "tr" and self._tables:
            self._tables[-1].append([])
        elif kind == "tc" and self._tables and self._tables[-1]:
            self._tables[-1][-1].append("")

    def _leave(self, kind: str, element: Element) -> None:
        if kind == "p" and self._paragraphs:
            self._paragraph("".join(self._paragraphs.pop()), self._styles.pop())
        elif kind == "tbl" and self._tables:
            self._table(self._tables.pop(), self._named.pop())
        elif kind == "tblHeader" and self._named:
            self._named[-1] = True
        elif kind == "pStyle" and self._styles:
            self._styles[-1] = attribute(element, "val")
        elif self._paragraphs and kind == "t":
            self._paragraphs[-1].append(element.text or "")
        elif self._paragraphs and kind in _SPACES:
            self._paragraphs[-1].append(_SPACES[kind])

    def _paragraph(self, words: str, style: str) -> None:
        if self._tables and self._tables[-1] and self._tables[-1][-1]:
            row = self._tables[-1][-1]
            row[-1] = f"{row[-1]} {words}".strip()
            return
        words = words.strip()
        heading = self._headings.get(style, "")
        if words and heading:
            self.title = self.title or words
            if heading != "title":
                self.composer.enter("section", " ".join(words.split()))
        self.composer.add(words, heading=bool(heading))

    def _table(self, rows: list[list[str]], named: bool) -> None:
        sentences = list(table_sentences([row for row in rows if any(row)], has_names=named))
        if self._tables and self._tables[-1] and self._tables[-1][-1]:
            self._tables[-1][-1][-1] += " " + " ".join(sentences)
            return
        for sentence in sentences:
            self.composer.add(sentence, whole=True)
