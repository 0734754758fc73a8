"""Mail: the usual headers of a message and its text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime

from index.errors import Damaged
from index.reading.composing import Composer
from index.reading.decoding import decode, decoded
from index.reading.html import read_html
from index.reading.plain import paragraphs
from index.reading.reading import Reading

MEDIA_TYPE = "message/rfc822"
_SHOWN = ("From", "To", "Cc", "Subject")
# Half of all mail comes with a logo or a signature, so none is reported as unreadable.
_NOT_READ = frozenset({"image", "audio", "video"})
_SIGNATURES = frozenset({"pgp-signature", "pkcs7-signature", "x-pkcs7-signature"})
_BROKEN = (MessageError, ValueError, LookupError, AttributeError, IndexError, TypeError)


def read_mail(content: bytes, name: str) -> Reading:
    """Return the headers and the text of a message, without its attachments."""
    message = message_from_bytes(content, policy=policy.default)
    day = _day(message)
    composer = Composer()
    composer.enter("", f"message of {_in_words(day)}" if day else "message")
    for header in _SHOWN:
        value = _header(message, header)
        composer.add(f"{header}: {value}" if value else "", whole=True, after="\n")
    if day:
        composer.add(f"Date: {_in_words(day)}", whole=True, after="\n")
    for words in _body(message, name):
        composer.add(words)
    return composer.reading(_header(message, "Subject"), day, MEDIA_TYPE)


def attachments(content: bytes, name: str) -> list[tuple[str, bytes]]:
    """Return the names and the bytes of a message's attachments.

    Raises:
        Damaged: the message is not well formed.
    """
    try:
        return list(_attached(content))
    except (*_BROKEN, RecursionError) as error:
        raise Damaged(f"{name} is damaged: its attachments cannot be separated.") from error


def _attached(content: bytes) -> Iterator[tuple[str, bytes]]:
    # The old policy parses headers only when they are read, which is quick on hostile ones.
    message = message_from_bytes(content, policy=policy.compat32)
    for number, part in enumerate(message.walk(), 1):
        if part.is_multipart() and part.get_content_type() != MEDIA_TYPE:
            continue
        if part.get_content_maintype() in _NOT_READ or part.get_content_subtype() in _SIGNATURES:
            continue
        disposition = part.get_content_disposition()
        named = part.get_filename()
        if part.get_content_type() == MEDIA_TYPE:
            inside = part.get_payload()
            if isinstance(inside, list) and inside and isinstance(inside[0], Message):
                yield named or f"message {number}.eml", inside[0].as_bytes()
        elif disposition == "attachment" or (named and part is not message):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield named or f"attachment {number}", payload


def _header(message: EmailMessage, header: str) -> str:
    try:
        return " ".join(str(message.get(header, "")).split())
    except _BROKEN:
        # A header that is not well formed is shown as it is.
        wanted = header.lower()
        raw = (value for key, value in message.raw_items() if key.lower() == wanted)
        return " ".join(str(next(raw, "")).split())


def _day(message: EmailMessage) -> date | None:
    try:
        return parsedate_to_datetime(_header(message, "Date")).date()
    except _BROKEN:
        return None


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _body(message: EmailMessage, name: str) -> Iterator[str]:
    """Yield the paragraphs of the plain text, or of the web page where there is only that."""
    try:
        part = message.get_body(preferencelist=("plain", "html"))
        payload = part.get_payload(decode=True) if part is not None else None
    except _BROKEN:
        return
    if part is None or not isinstance(payload, bytes) or not payload.strip():
        return
    text = _decoded(payload, part.get_content_charset(), name)
    if part.get_content_type() == "text/html":
        page = read_html(text)
        yield from (page.text[block.start : block.end] for block in page.blocks)
    else:
        yield from (text[block.start : block.end] for block in paragraphs(text, 0, len(text)))


def _decoded(payload: bytes, charset: str | None, name: str) -> str:
    text = decoded(payload, charset or "utf-8")
    return decode(payload, name=name) if text is None else text.replace("\r\n", "\n")
