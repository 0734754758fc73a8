"""Small documents, each made by the program or the library that writes its format."""

from __future__ import annotations

import csv
import io
import json
import mailbox
import zipfile
from datetime import datetime
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pptx

SECRET = "The treasure of the village is buried under the old oak."
AFTER = "Nobody has looked for it since."
ROWS = (("Country", "Capital", "Population"), ("Kazakhstan", "Astana", "19 million"))
ROW = "Country: Kazakhstan; Capital: Astana; Population: 19 million."
TITLE = "A report of the village"
MADE = datetime(2022, 1, 5, 12)


@cache
def word() -> bytes:
    made = docx.Document()
    made.core_properties.title, made.core_properties.modified = TITLE, MADE
    made.add_heading("Beginnings", 1)
    made.add_paragraph("The village is old.")
    made.add_heading("Treasure", 1)
    made.add_paragraph(f"{SECRET} {AFTER}")
    table = made.add_table(2, 3)
    for row, cells in zip(table.rows, ROWS, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    return _saved(made)


def slides() -> bytes:
    made = pptx.Presentation()
    made.core_properties.title, made.core_properties.modified = TITLE, MADE
    for title, words in (("Beginnings", "The village is old."), ("Treasure", SECRET)):
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = title, words
    made.slides[1].notes_slide.notes_text_frame.text = AFTER
    return _saved(made)


def workbook() -> bytes:
    made = openpyxl.Workbook()
    made.properties.title, made.properties.modified = TITLE, MADE
    made.active.title = "Countries"
    for row in ROWS:
        made.active.append(row)
    facts = made.create_sheet("Facts")
    facts.append(["Fact", "Share", "Day", "Count"])
    facts.append([SECRET, 0.125, datetime(2021, 5, 6), 1200.0])
    facts["B2"].number_format, facts["D2"].number_format = "0.0%", "#,##0"
    return _saved(made)


def book() -> bytes:
    """As EPUB's own rules say it is written; the pages are in another order than their names."""
    package = f"""<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata
    xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{TITLE}</dc:title>
    <dc:date>2022-01-05</dc:date></metadata><manifest>
    <item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>
    <item id="a" href="b.xhtml" media-type="application/xhtml+xml"/>
    <item id="b" href="a%20b.xhtml" media-type="application/xhtml+xml"/></manifest>
    <spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>"""
    container = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
    <rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
    </container>"""
    page = "<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>{}</h1><p>{}</p></body></html>"
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OPS/book.opf": package,
            "OPS/nav.xhtml": page.format("Contents", "Beginnings, Treasure"),
            "OPS/b.xhtml": page.format("Beginnings", "The village is old."),
            "OPS/a b.xhtml": page.format("Treasure", f"{SECRET} {AFTER}"),
        }
    )


def message(subject: str = TITLE, words: str = SECRET, *, attached: bool = True) -> bytes:
    made = EmailMessage()
    made["From"], made["To"] = "Zoë Bär <zoe@example.org>", "ann@example.org"
    made["Subject"], made["Date"] = subject, "Wed, 05 Jan 2022 12:00:00 +0000"
    made["Message-ID"] = f"<{len(words)}@example.org>"
    made.set_content(f"Dear Ann,\n\n{words}\n{AFTER}\n")
    if attached:
        made.add_attachment(word(), maintype="application", subtype="x", filename="report.docx")
        made.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="l.png")
    return made.as_bytes()


def messages(folder: Path) -> bytes:
    box = mailbox.mbox(folder / "made.mbox")
    for number in (1, 2, 3):
        words = f"{SECRET} It is message number {number}.\n\nFrom here on it is quiet."
        box.add(message(f"Number {number}", words, attached=False))
    box.close()
    return (folder / "made.mbox").read_bytes()


def table_text(delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([*ROWS, ("Far, far away", 'The "Fort"', "")])
    return out.getvalue().encode()


def json_records() -> bytes:
    people = [{"name": "Ann", "home": {"city": "Oslo", "since": 2001}}, {"name": "Bo", "ok": True}]
    story = " ".join([SECRET, AFTER] * 2)
    return json.dumps(
        {"title": TITLE, "date": "2022-01-05", "story": story, "people": people}
    ).encode()


def json_lines() -> bytes:
    rows = [{"country": "Norway"}, dict(zip(*ROWS, strict=True)), {"fact": SECRET}]
    return b"\n".join(json.dumps(row).encode() for row in rows) + b"\n"


RTF = (
    rb"{\rtf1\ansi{\info{\title A report of the village}{\creatim\yr2022\mo1\dy5\hr12\min0}}"
    rb"{\fonttbl{\f0 Times;}}\f0 The village is old, caf\'e9 and \u8364 ?.\par "
    + SECRET.encode()
    + b" "
    + AFTER.encode()
    + rb"\par }"
)


def zipped(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


def _saved(made: object) -> bytes:
    out = io.BytesIO()
    made.save(out)  # type: ignore[attr-defined]
    return out.getvalue()
