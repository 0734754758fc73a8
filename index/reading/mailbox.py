"""Recognising messages and mailboxes, and splitting a mailbox into its messages."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HEADER = re.compile(rb"[!-9;-~]+:[ \t]")
_USUAL = re.compile(
    rb"^(?:from|to|subject|date|received|message-id|mime-version|return-path|delivered-to|reply-to"
    rb"|x-[\w-]+|dkim-signature|cc|content-type):",
    re.IGNORECASE | re.MULTILINE,
)
_SENDER = re.compile(rb"^(?:from|received|return-path):", re.IGNORECASE | re.MULTILINE)
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
# Usual headers that a text must begin with to be a message: a guess.
_FEWEST = 3
_LONGEST_HEAD = 100_000
# The line before each message: ``From ann@example.org Wed Jan  5 12:00:00 2022``.
_OPENING = re.compile(rb"^From \S{1,320} ([^\n]{4,104})$", re.MULTILINE)
_YEAR = re.compile(rb"\d{4}")
# Characters from the year to the end of that line; a time zone may follow the year.
_YEAR_TO_END = 24
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


def is_message(content: bytes) -> bool:
    """Return whether bytes begin with the headers of a message."""
    if not _HEADER.match(content[:1000]):
        return False
    head = _END_OF_HEAD.split(content[:_LONGEST_HEAD], maxsplit=1)[0]
    if any(not _HEADER.match(line) and line[:1] not in b" \t" for line in head.splitlines()[:8]):
        return False
    usual = {match.group().lower() for match in _USUAL.finditer(head)}
    return len(usual) >= _FEWEST and _SENDER.search(head) is not None


def is_mailbox(content: bytes) -> bool:
    """Return whether bytes begin with the first message of a mailbox."""
    opening = _OPENING.match(content[:1000])
    if opening is None or not _has_year(opening):
        return False
    return is_message(content[opening.end() : _LONGEST_HEAD].lstrip(b"\r\n"))


def messages(content: bytes) -> Iterator[bytes]:
    """Yield the messages of a mailbox in their order."""
    begin: int | None = None
    for opening in _OPENING.finditer(content):
        at = opening.start()
        if not _has_year(opening) or not _follows_blank_line(content, at):
            continue
        if begin is not None:
            yield _unquoted(content[begin:at])
        begin = opening.end()
    if begin is not None:
        yield _unquoted(content[begin:])


def _has_year(opening: re.Match[bytes]) -> bool:
    return _YEAR.search(opening.group(1)[-_YEAR_TO_END:]) is not None


def _follows_blank_line(content: bytes, at: int) -> bool:
    return at == 0 or content[max(0, at - 4) : at].endswith((b"\n\n", b"\n\r\n"))


def _unquoted(message: bytes) -> bytes:
    return _QUOTED.sub(rb"\1", message.strip(b"\r\n")) + b"\n"
