"""EPUB: a book's chapters in reading order, each read as the web page that it is."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from datetime import date
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from index.errors import Damaged, Protected, UnreadableFile
from index.reading.composing import Composer
from index.reading.decoding import decode
from index.reading.html import read_html
from index.reading.reading import Reading, iso_day
from index.reading.xml import attribute, local, parse
from index.reading.zipped import Zipped

MEDIA_TYPE = "application/epub+zip"
_CONTAINER = "META-INF/container.xml"


def read_epub(content: bytes, name: str) -> Reading:
    """Return the chapters of a book.

    Raises:
        Damaged, Protected, Trap: it cannot be read.
    """
    zipped = Zipped.open(content, name=name)
    book = _book(zipped)
    root = parse(zipped.read(book), name=name)
    composer = Composer()
    named = _named(zipped, book, root)
    for number, part in enumerate(_chapters(zipped, book, root), 1):
        chapter = read_html(decode(zipped.read(part), name=f"{name}/{part}"))
        called = named.get(part) or chapter.title
        composer.enter("chapter" if called else "part", called or str(number))
        _add(composer, chapter)
    title, day = _says(root)
    if not composer.has_words and zipped.has("META-INF/encryption.xml"):
        raise Protected(f"{name} is protected against copying.")
    return composer.reading(title, day, MEDIA_TYPE)


def _book(zipped: Zipped) -> str:
    for each in parse(zipped.read(_CONTAINER), name=zipped.name).iter():
        if local(each) == "rootfile":
            return attribute(each, "full-path")
    raise Damaged(f"{zipped.name} is damaged: it holds no book.")


def _chapters(zipped: Zipped, book: str, root: Element) -> Iterator[str]:
    """Yield the parts of a book in reading order, but for its table of contents."""
    folder = posixpath.dirname(book)
    items = {attribute(each, "id"): each for each in root.iter() if local(each) == "item"}
    for each in (each for each in root.iter() if local(each) == "itemref"):
        item = items.get(attribute(each, "idref"))
        if item is None or "nav" in attribute(item, "properties").split():
            continue
        part = posixpath.normpath(posixpath.join(folder, unquote(attribute(item, "href"))))
        if zipped.has(part):
            yield part


def _named(zipped: Zipped, book: str, root: Element) -> dict[str, str]:
    """Return the parts that the table of contents names, by what it calls them."""
    folder = posixpath.dirname(book)
    found: dict[str, str] = {}
    for item in (each for each in root.iter() if local(each) == "item"):
        if "nav" in attribute(item, "properties").split() or attribute(item, "href").endswith(
            ".ncx"
        ):
            part = posixpath.normpath(posixpath.join(folder, unquote(attribute(item, "href"))))
            for link, words in _links(zipped, part):
                target = posixpath.join(posixpath.dirname(part), unquote(link).partition("#")[0])
                found.setdefault(posixpath.normpath(target), words)
    return found


def _links(zipped: Zipped, part: str) -> Iterator[tuple[str, str]]:
    try:
        root = parse(zipped.read(part), name=zipped.name)
    except UnreadableFile:
        return  # a book is read as well without its table of contents
    words = ""
    for each in root.iter():
        if local(each) == "a":
            yield attribute(each, "href"), " ".join("".join(each.itertext()).split())
        elif local(each) == "text":
            words = " ".join((each.text or "").split())
        elif local(each) == "content":
            yield attribute(each, "src"), words


def _add(composer: Composer, chapter: Reading) -> None:
    for block in chapter.blocks:
        composer.add(
            chapter.text[block.start : block.end], heading=block.heading, whole=block.whole
        )


def _says(root: Element) -> tuple[str, date | None]:
    told: dict[str, str] = {}
    for each in root.iter():
        told.setdefault(local(each), (each.text or "").strip())
    return told.get("title", ""), iso_day(told.get("date", ""))
