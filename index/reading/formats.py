"""Recognising a file's format by its content; the name only decides between kinds of text."""

from __future__ import annotations

import re
from enum import Enum

from index.errors import Damaged, NotText, Protected
from index.reading.mailbox import is_mailbox, is_message
from index.reading.zipped import Zipped

_PDF = re.compile(rb"%PDF-\d", re.DOTALL)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_PICTURES = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"BM", "a BMP picture"),
)
_OTHERS = (
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it."),
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it."),
    (b"BZh", "a bzip2 archive", "Unpack it."),
    (b"\xfd7zXZ\0", "an xz archive", "Unpack it."),
    (b"SQLite format 3\0", "a database", "Export what you need as CSV."),
)
# Bytes; the longest media type of a format that is read has 63.
_LONGEST_MEDIA_TYPE = 200
_OFFICE = {"word/": "DOCX", "ppt/": "PPTX", "xl/": "XLSX"}


class Format(Enum):
    """The format of a file."""

    PDF = "PDF"
    DOCX = "Word"
    PPTX = "PowerPoint"
    XLSX = "Excel"
    OPENDOCUMENT = "OpenDocument"
    EPUB = "EPUB"
    RTF = "RTF"
    MAIL = "mail"
    MAILBOX = "mailbox"
    ZIP = "ZIP"
    PICTURE = "picture"
    TEXT = "text"

    @property
    def is_source(self) -> bool:
        """Whether it has text of its own."""
        return self not in {Format.ZIP, Format.MAILBOX}

    @property
    def holds_others(self) -> bool:
        """Whether it contains files that are sources of their own."""
        return self in {Format.ZIP, Format.MAILBOX, Format.MAIL}


def format_of(content: bytes, *, name: str) -> Format:
    """Return the format of a file.

    Raises:
        NotText: its format has no text, or is not supported.
        Protected: it is encrypted.
        Damaged, Trap: it is a ZIP file that cannot be opened.
    """
    if _PDF.search(content, 0, 1024):
        return Format.PDF
    if content.startswith(_ZIPS):
        return _format_of_zip(content, name)
    if content.startswith(_OLE):
        raise _old_office(content, name)
    if content.startswith(b"{\\rtf"):
        return Format.RTF
    if picture_of(content):
        return Format.PICTURE
    _refuse(content, name)
    if is_mailbox(content):
        return Format.MAILBOX
    return Format.MAIL if is_message(content) else Format.TEXT


def _format_of_zip(content: bytes, name: str) -> Format:
    zipped = Zipped.open(content, name=name)
    if zipped.has("mimetype") and zipped.size("mimetype") < _LONGEST_MEDIA_TYPE:
        kind = zipped.read("mimetype")
        if kind.startswith(b"application/epub+zip"):
            return Format.EPUB
        if kind.startswith(b"application/vnd.oasis.opendocument."):
            return Format.OPENDOCUMENT
    if zipped.has("[Content_Types].xml"):
        for member in zipped.members():
            for folder, kind_of in _OFFICE.items():
                if member.startswith(folder):
                    return Format[kind_of]
    return Format.ZIP


def _old_office(content: bytes, name: str) -> NotText | Protected:
    """Return the error for a file in the container format of Office before 2007."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Protected(f"{name} is protected by a password.")
    kinds = {"WordDocument": "docx", "PowerPoint Document": "pptx", "Workbook": "xlsx"}
    for stream, new in kinds.items():
        if stream.encode("utf-16-le") in content:
            remedy = f"Open it and save it as {new}."
            return NotText(f"{name} is in the format of Office before 2007.", remedy)
    return NotText(f"{name} is not text.")


def picture_of(content: bytes) -> str:
    """Return the kind of a picture in words; empty where the file is not a picture."""
    for mark, what in _PICTURES:
        # Two letters may begin a text as well, but a text has no zeros.
        if content.startswith(mark) and (len(mark) > 2 or b"\0" in content[:64]):
            return what
    return "a WebP picture" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else ""


def _refuse(content: bytes, name: str) -> None:
    for mark, what, remedy in _OTHERS:
        if content.startswith(mark) and (len(mark) > 3 or not content[:64].isascii()):
            raise NotText(f"{name} is not text but {what}.", remedy)
    if content[257:262] == b"ustar":
        raise NotText(f"{name} is not text but a tar archive.", "Unpack it.")
    if content and not content.strip(b"\0"):
        raise Damaged(f"{name} is damaged: it contains only zeros.")
