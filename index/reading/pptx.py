"""PowerPoint: slides in their order, each with its title, its text, its tables and its notes."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from index.reading.composing import Composer
from index.reading.ooxml import Package
from index.reading.reading import Reading
from index.reading.rows import table_sentences
from index.reading.xml import attribute, local, parse
from index.reading.zipped import Zipped

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_TITLES = frozenset({"title", "ctrTitle"})
# The number, the day and the line at the foot are the same on every slide.
_FURNITURE = frozenset({"sldNum", "dt", "ftr", "hdr", "sldImg"})


def read_pptx(content: bytes, name: str) -> Reading:
    """Return what a presentation says, hidden slides and speakers' notes included.

    Raises:
        Damaged, Protected, Trap: it cannot be read.
    """
    package = Package(Zipped.open(content, name=name))
    main = package.main()
    title, day = package.says()
    composer = Composer()
    first = ""
    for number, part in enumerate(_slides(package, main), 1):
        composer.enter("slide", str(number))
        heading = _slide(composer, parse(package.part(part), name=name))
        first = first or heading
        for notes in package.related(part, "notesSlide"):
            _slide(composer, parse(package.part(notes), name=name))
    # What PowerPoint and its kin write where nobody gave a title is none.
    title = "" if title.lower() in {"powerpoint presentation", "presentation"} else title
    return composer.reading(title or first, day, MEDIA_TYPE)


def _slides(package: Package, main: str) -> Iterator[str]:
    relations = package.relations(main)
    for element in parse(package.part(main), name=package.zipped.name).iter():
        if local(element) == "sldId":
            # It has an id of its own as well, without a namespace.
            for key, value in element.attrib.items():
                target = relations.get(value) if key.endswith("}id") else None
                if target and package.zipped.has(target.target):
                    yield target.target


def _slide(composer: Composer, root: Element) -> str:
    """Add the shapes of a slide, its title first, and return that title."""
    shapes = [each for each in root.iter() if local(each) in {"sp", "graphicFrame"}]
    shapes.sort(key=lambda shape: _placeholder(shape) not in _TITLES)
    title = ""
    for shape in shapes:
        kind = _placeholder(shape)
        if kind in _FURNITURE:
            continue
        for table in (each for each in shape.iter() if local(each) == "tbl"):
            _table(composer, table)
        body = next((each for each in shape.iter() if local(each) == "txBody"), None)
        if local(shape) == "sp" and body is not None:
            words = list(_paragraphs(body))
            if kind in _TITLES:
                title = " ".join(words)
                words = [title]
            for paragraph in words:
                composer.add(paragraph, heading=kind in _TITLES)
    return title


def _placeholder(shape: Element) -> str:
    found = next((each for each in shape.iter() if local(each) == "ph"), None)
    return attribute(found, "type") if found is not None else ""


def _paragraphs(body: Element) -> Iterator[str]:
    for paragraph in (each for each in body.iter() if local(each) == "p"):
        words = [
            (each.text or "") if local(each) == "t" else " "
            for each in paragraph.iter()
            if local(each) in {"t", "br", "tab"}
        ]
        if text := "".join(words).strip():
            yield text


def _table(composer: Composer, table: Element) -> None:
    rows = [
        [" ".join(_paragraphs(cell)) for cell in row if local(cell) == "tc"]
        for row in table
        if local(row) == "tr"
    ]
    has_names = any(attribute(each, "firstRow") == "1" for each in table if local(each) == "tblPr")
    for sentence in table_sentences(rows, has_names=has_names):
        composer.add(sentence, whole=True)
