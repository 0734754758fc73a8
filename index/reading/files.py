"""From a file to a reading: which reader, which encoding, or why not."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from importlib import import_module
from pathlib import Path, PurePath

from index.errors import (
    ChangingFile,
    Damaged,
    EmptyFile,
    NotText,
    PicturesOnly,
    TooLarge,
    UnreadableFile,
    VanishedFile,
)
from index.reading.decoding import decode
from index.reading.formats import Format, format_of, picture_of
from index.reading.reading import Reading

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN_ENDINGS = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_HTML_ENDINGS = frozenset({".html", ".htm", ".xhtml"})
_TRIES = 3
_READERS = {
    Format.PDF: "pdf",
    Format.DOCX: "docx",
    Format.PPTX: "pptx",
    Format.XLSX: "xlsx",
    Format.OPENDOCUMENT: "opendocument",
    Format.EPUB: "epub",
    Format.RTF: "rtf",
    Format.MAIL: "mail",
}


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
    # A pipe put in the place of the file would otherwise be waited for.
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


_NOT_WAITING = getattr(os, "O_NONBLOCK", 0)


def read_bytes(content: bytes, *, name: str) -> Reading:
    """Return what a file's bytes say themselves; what is inside them is read by itself.

    Raises:
        UnreadableFile: they say nothing; the message names the file, the reason and the remedy.
    """
    return read_as(format_of(content, name=name), content, name=name)


def read_as(kind: Format, content: bytes, *, name: str) -> Reading:
    """Return what a file's bytes say in a format.

    Raises:
        UnreadableFile: they say nothing.
    """
    try:
        if kind in _READERS:
            module = import_module(f"index.reading.{_READERS[kind]}")
            reading: Reading = getattr(module, f"read_{_READERS[kind]}")(content, name)
        elif kind is Format.PICTURE:
            raise PicturesOnly(f"{name} is not text but {picture_of(content)}.")
        elif kind.is_source:
            text = decode(content, name=name)
            reading = text_reader(text, name)(text)
        else:
            raise NotText(f"{name} holds other files and says nothing itself.")
    except RecursionError as error:
        raise Damaged(f"{name} is nested too deep.") from error
    if not any(character.isalnum() for character in reading.text) or not reading.blocks:
        raise EmptyFile(f"{name} holds no text.")
    return reading


def text_reader(text: str, name: str) -> Callable[[str], Reading]:
    """Return what reads a text: by what it looks like, then by its name."""
    from index.reading import code, delimited, html, markdown, plain, records

    ending = PurePath(name).suffix.lower()
    if _HTML.match(text[:2000]) or ending in _HTML_ENDINGS:
        return html.read_html
    if records.holds_lines(text, name):
        return lambda text: records.read_lines(text, name)
    if records.holds_records(text):
        return lambda text: records.read_records(text, name)
    if ending in _MARKDOWN_ENDINGS:
        return markdown.read_markdown
    if code.is_code(text, name):
        return lambda text: code.read_code(text, name)
    delimiter = delimited.delimiter_of(text, name)
    if delimiter:
        return lambda text: delimited.read_delimited(text, name, delimiter)
    return plain.read_plain
