"""From a file to a reading: which reader, which encoding, or why not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path, PurePath

from index.errors import EmptyFile, TooLarge, UnreadableFile, VanishedFile
from index.reading.decoding import decode
from index.reading.html import read_html
from index.reading.markdown import read_markdown
from index.reading.plain import read_plain
from index.reading.reading import Reading

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN_ENDINGS = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_HTML_ENDINGS = frozenset({".html", ".htm", ".xhtml"})


def load(path: Path, *, name: str, limit: int) -> bytes:
    """Return a file's bytes.

    Args:
        path: where the file is.
        name: what to call it in messages.
        limit: most bytes that are read.

    Raises:
        UnreadableFile: the file cannot be read; the message names it, the reason and the remedy.
    """
    try:
        size = path.stat().st_size
        if size > limit:
            raise TooLarge(f"{name} has {size / 1e6:,.0f} MB; at most {limit / 1e6:,.0f} are read.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise VanishedFile(f"{name} vanished while it was read.") from error
    except PermissionError as error:
        remedy = "Give yourself permission to read it (chmod u+r)."
        raise UnreadableFile(f"{name} may not be read.", remedy) from error
    except OSError as error:
        what = f"{name} cannot be read: {error.strerror}."
        raise UnreadableFile(what, "Check the disk and try again.") from error


def read_bytes(content: bytes, *, name: str) -> Reading:
    """Return what a file's bytes say.

    Raises:
        NotText: the bytes are no text.
        EmptyFile: they hold no word.
    """
    text = decode(content, name=name)
    reading = _reader_of(text, name)(text)
    if not any(character.isalnum() for character in reading.text) or not reading.blocks:
        raise EmptyFile(f"{name} holds no text.")
    return reading


def _reader_of(text: str, name: str) -> Callable[[str], Reading]:
    ending = PurePath(name).suffix.lower()
    if _HTML.match(text[:2000]) or ending in _HTML_ENDINGS:
        return read_html
    return read_markdown if ending in _MARKDOWN_ENDINGS else read_plain
