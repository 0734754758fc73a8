"""XML from anybody: parsed as it comes, and never with entities of its own."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, iterparse
from xml.parsers import expat

from index.errors import Damaged, Trap


class _Begun(Exception):
    """The first element has come, and with it the end of what may declare entities."""


def check(content: bytes, *, name: str) -> None:
    """Refuse XML that declares entities, of which a few lines can make gigabytes.

    Raises:
        Trap: it declares one.
        Damaged: it is no XML.
    """

    def declared(*_: object) -> NoReturn:
        raise Trap(f"{name} declares entities in its XML, which can be made to fill the memory.")

    def begun(*_: object) -> NoReturn:
        raise _Begun

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = declared
    parser.StartElementHandler = begun
    try:
        parser.Parse(content, True)
    except _Begun:
        return
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Damaged(f"{name} is damaged: its XML ends or breaks off.") from error


def events(content: bytes, *, name: str) -> Iterator[tuple[str, Element]]:
    """Yield ``start`` and ``end`` of the elements in order.

    An element is whole at its end; whoever reads clears what it has seen.

    Raises:
        Trap: the XML declares entities.
        Damaged: it is no XML.
    """
    check(content, name=name)
    try:
        yield from iterparse(BytesIO(content), events=("start", "end"))
    except (ParseError, ValueError, LookupError) as error:
        raise Damaged(f"{name} is damaged: its XML ends or breaks off.") from error


def parse(content: bytes, *, name: str) -> Element:
    """Return the root of a small XML file.

    Raises:
        Trap: the XML declares entities.
        Damaged: it is no XML.
    """
    root: Element | None = None
    for _, element in events(content, name=name):
        root = element if root is None else root
    if root is None:
        raise Damaged(f"{name} is damaged: its XML is empty.")
    return root


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, wanted: str) -> str:
    """Return an attribute by its name without namespace; empty where there is none."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == wanted:
            return value
    return ""
