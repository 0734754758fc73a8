"""Mail: who wrote what to whom and when, then what the message says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime

from index.errors import Damaged
from index.reading.composing import Composer
from index.reading.decoding import decode
from index.reading.html import read_html
from index.reading.plain import paragraphs
from index.reading.reading import Reading

MEDIA_TYPE = "message/rfc822"
_SHOWN = ("From", "To", "Cc", "Subject")
_HEADER = re.compile(rb"[!-9;-~]+:[ \t]")
_USUAL = re.compile(
    rb"^(?:from|to|subject|date|received|message-id|mime-version|return-path|delivered-to|reply-to"
    rb"|x-[\w-]+|dkim-signature|cc|content-type):",
    re.IGNORECASE | re.MULTILINE,
)
_SENDER = re.compile(rb"^(?:from|received|return-path):", re.IGNORECASE | re.MULTILINE)
_FEWEST = 3
# Logos and signatures come with half of all mail: to name each as unreadable would help nobody.
_NOT_READ = frozenset({"image", "audio", "video"})
_SIGNATURES = frozenset({"pgp-signature", "pkcs7-signature", "x-pkcs7-signature"})
_BROKEN = (MessageError, ValueError, LookupError, AttributeError, IndexError, TypeError)


def is_message(content: bytes) -> bool:
    """Tell whether bytes open as a message does: with headers, and usual ones."""
    if not _HEADER.match(content[:1000]):
        return False
    head = re.split(rb"\r?\n\r?\n", content[:100_000], maxsplit=1)[0]
    if any(not _HEADER.match(line) and line[:1] not in b" \t" for line in head.splitlines()[:8]):
        return False
    usual = {match.group().lower() for match in _USUAL.finditer(head)}
    return len(usual) >= _FEWEST and _SENDER.search(head) is not None


def read_mail(content: bytes, name: str) -> Reading:
    """Return what a message says; what is attached to it is read by itself."""
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
    """Return what is attached to a message, with the names that it gives.

    Raises:
        Damaged: it is put together against all rules.
    """
    try:
        return list(_attached(content))
    except (*_BROKEN, RecursionError) as error:
        raise Damaged(f"{name} is damaged: what is attached cannot be told apart.") from error


def _attached(content: bytes) -> Iterator[tuple[str, bytes]]:
    # The old policy leaves headers alone until asked: quick, whatever is in them.
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
        # A header against the rules stands as it is.
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
    try:
        text = payload.decode(charset or "utf-8")
    except (UnicodeDecodeError, LookupError):
        return decode(payload, name=name)
    return text.replace("\r\n", "\n").replace("\0", "")
