"""From bytes to text, in any encoding; the one module that imports the encoding detector."""

from __future__ import annotations

import codecs
import re

from index.errors import NotText
from index.reading.reading import valid_text

# Bytes that decide whether a file is text and in which encoding.
_SAMPLE = 200_000
_WESTERN = "cp1252"
_META = re.compile(rb"<meta[^>]{1,500}?charset=[\"']?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = frozenset(map(chr, range(32))) - frozenset("\t\n\r\f\v\x1b\x1c\x1d\x1e\x1f")
_NOT_TEXT_SHARE = 0.01
# Python's codecs that are not encodings of documents; that of Punycode takes quadratic time.
_NOT_ENCODINGS = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
)


def decode(content: bytes, *, name: str) -> str:
    """Return the text of a file with line ends as ``\\n`` and without a byte order mark.

    The encoding is, in this order: that of the byte order mark; UTF-8 if the bytes are valid;
    UTF-16 if every second byte is zero; the one that a web page declares; the most likely one.
    Control characters become spaces and lone surrogates U+FFFD, so that every text can be stored.

    Raises:
        NotText: no encoding gives text.
    """
    text = _marked(content)
    if text is None:
        text = decoded(content, "utf-8")
    if text is None or "\0" in text[:_SAMPLE]:
        text = _utf16(content) or _declared(content) or _guessed(content)
    if text is None or not _reads_as_text(text):
        raise NotText(f"{name} is not text.")
    return valid_text(text.replace("\r\n", "\n").replace("\r", "\n"))


def decoded(content: bytes, encoding: str) -> str | None:
    """Return bytes decoded; None where they are invalid or the encoding is none of documents.

    Args:
        content: the bytes.
        encoding: a name that a document declares, which can be any text.
    """
    try:
        if codecs.lookup(encoding).name.replace("_", "-") in _NOT_ENCODINGS:
            return None
        return content.decode(encoding)
    except (ValueError, LookupError):
        return None


def _marked(content: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return decoded(content[len(mark) :], encoding)
    return None


def _utf16(content: bytes) -> str | None:
    """Decode UTF-16 without a mark: Western text has a zero in nearly every second byte."""
    sample = content[:_SAMPLE]
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > 0.4 * half:
        return decoded(content, "utf-16-le")
    if sample[0::2].count(0) > 0.4 * half:
        return decoded(content, "utf-16-be")
    return None


def _guessed(content: bytes) -> str | None:
    if b"\0" in content[:_SAMPLE]:
        return None
    from charset_normalizer import from_bytes  # takes as long to import as a file to read

    sample = content[:_SAMPLE]
    if len(content) > _SAMPLE and b"\n" in sample:
        sample = sample[: sample.rindex(b"\n")]
    matches = list(from_bytes(sample))
    names = [match.encoding for match in matches]
    # Of encodings that fit equally well, the Western one is by far the most common.
    if _WESTERN in (match.encoding for match in matches if match.chaos <= matches[0].chaos):
        names.insert(0, _WESTERN)
    return next((text for name in names if (text := decoded(content, name)) is not None), None)


def _declared(content: bytes) -> str | None:
    """Decode as the page's own `<meta charset>` declares."""
    found = _META.search(content[:2048])
    return decoded(content, found.group(1).decode("ascii")) if found else None


def _reads_as_text(text: str) -> bool:
    sample = text[:_SAMPLE]
    controls = sum(character in _CONTROLS for character in sample)
    return "\0" not in sample and controls <= _NOT_TEXT_SHARE * len(sample)
