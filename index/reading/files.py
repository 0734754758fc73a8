"""From a file to its reading: the parser for its format, or an error that says why not."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path, PurePath

from index.errors import (
    ChangingFile,
    Damaged,
    EmptyFile,
    NotText,
    Picture,
    TooLarge,
    UnreadableFile,
    VanishedFile,
)
from index.reading.decoding import decode
from index.reading.formats import Format, format_of, picture_of
from index.reading.reading import Reading

_Read = Callable[[bytes, str], Reading]
_NOT_WAITING = getattr(os, "O_NONBLOCK", 0)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN_ENDINGS = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_HTML_ENDINGS = frozenset({".html", ".htm", ".xhtml"})
# How often a file that changes while it is read is read again: a guess.
_TRIES = 3


def load(path: Path, *, name: str, limit: int) -> bytes:
    """Return a file's bytes as they were at one moment.

    Args:
        path: where the file is.
        name: what to call it in messages.
        limit: most bytes that are read.

    Raises:
        UnreadableFile: the file cannot be read; the message names it, the reason and the remedy.
    """
    try:
        for _ in range(_TRIES):
            content = _load_once(path, name, limit)
            if content is not None:
                return content
    except FileNotFoundError as error:
        raise VanishedFile(f"{name} vanished while it was read.") from error
    except PermissionError as error:
        remedy = "Give yourself permission to read it (chmod u+r)."
        raise UnreadableFile(f"{name} may not be read.", remedy) from error
    except OSError as error:
        what = f"{name} cannot be read: {error.strerror}."
        raise UnreadableFile(what, "Check the disk and try again.") from error
    raise ChangingFile(f"{name} changed each time it was read.")


def _load_once(path: Path, name: str, limit: int) -> bytes | None:
    """Return a file's bytes; None where it changed meanwhile."""
    # Opening a pipe that has replaced the file would otherwise block.
    with open(path, "rb", opener=lambda file, flags: os.open(file, flags | _NOT_WAITING)) as file:  # noqa: PTH123 an opener
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise UnreadableFile(f"{name} is no regular file any more.", "Index again.")
        if before.st_size > limit:
            size = before.st_size / 1e6
            raise TooLarge(f"{name} has {size:,.0f} MB; at most {limit / 1e6:,.0f} are read.")
        content = file.read(limit + 1)
        after = os.fstat(file.fileno())
    alike = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return content if alike and len(content) == after.st_size else None


def read_bytes(content: bytes, *, name: str) -> Reading:
    """Return the reading of a file's bytes, in this process and without a time limit.

    Files inside it, such as attachments, are not read.

    Raises:
        UnreadableFile: there is no text; the message names the file, the reason and the remedy.
    """
    return read_as(format_of(content, name=name), content, name=name)


def read_as(kind: Format, content: bytes, *, name: str) -> Reading:
    """Return the reading of a file's bytes in a format.

    Raises:
        UnreadableFile: there is no text.
    """
    try:
        reading = _reader_of(kind)(content, name)
    except RecursionError as error:
        raise Damaged(f"{name} is nested too deep.") from error
    if not any(character.isalnum() for character in reading.text) or not reading.blocks:
        raise EmptyFile(f"{name} contains no text.")
    return reading


def _reader_of(kind: Format) -> _Read:
    """Return the function that reads a format; its parser is imported only now."""
    match kind:
        case Format.PDF:
            from index.reading.pdf import read_pdf as read
        case Format.DOCX:
            from index.reading.docx import read_docx as read
        case Format.PPTX:
            from index.reading.pptx import read_pptx as read
        case Format.XLSX:
            from index.reading.xlsx import read_xlsx as read
        case Format.OPENDOCUMENT:
            from index.reading.opendocument import read_opendocument as read
        case Format.EPUB:
            from index.reading.epub import read_epub as read
        case Format.RTF:
            from index.reading.rtf import read_rtf as read
        case Format.MAIL:
            from index.reading.mail import read_mail as read
        case _:
            return _UNPARSED[kind]
    return read


def _read_text(content: bytes, name: str) -> Reading:
    text = decode(content, name=name)
    return text_reader(text, name)(text)


def _refuse_picture(content: bytes, name: str) -> Reading:
    raise Picture(f"{name} is not text but {picture_of(content)}.")


def _refuse_container(content: bytes, name: str) -> Reading:  # noqa: ARG001 as the others
    raise NotText(f"{name} contains other files and has no text of its own.")


_UNPARSED: dict[Format, _Read] = {
    Format.TEXT: _read_text,
    Format.PICTURE: _refuse_picture,
    Format.ZIP: _refuse_container,
    Format.MAILBOX: _refuse_container,
}


def text_reader(text: str, name: str) -> Callable[[str], Reading]:
    """Return the function that reads a kind of text, chosen by its content, then by its name."""
    from index.reading import code, delimited, plain, records

    ending = PurePath(name).suffix.lower()
    if _HTML.match(text[:2000]) or ending in _HTML_ENDINGS:
        from index.reading.html import read_html

        return read_html
    if records.holds_lines(text, name):
        return lambda text: records.read_lines(text, name)
    if records.holds_records(text):
        return lambda text: records.read_records(text, name)
    if ending in _MARKDOWN_ENDINGS:
        from index.reading.markdown import read_markdown

        return read_markdown
    if code.is_code(text, name):
        return lambda text: code.read_code(text, name)
    delimiter = delimited.delimiter_of(text, name)
    if delimiter:
        return lambda text: delimited.read_delimited(text, name, delimiter)
    return plain.read_plain
