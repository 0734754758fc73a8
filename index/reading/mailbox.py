"""A mailbox of many messages in one file, each after a line that begins ``From ``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.reading.mail import is_message

_OPENING = re.compile(rb"^From \S{1,320} [^\n]{0,80}\d{4}[^\n]{0,20}$", re.MULTILINE)
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


def is_mailbox(content: bytes) -> bool:
    """Tell whether bytes open as a mailbox does."""
    opening = _OPENING.match(content[:1000])
    return opening is not None and is_message(content[opening.end() : 100_000].lstrip(b"\r\n"))


def messages(content: bytes) -> Iterator[bytes]:
    """Yield the messages of a mailbox in their order."""
    begun: int | None = None
    for opening in _OPENING.finditer(content):
        at = opening.start()
        if at and not content[max(0, at - 4) : at].endswith((b"\n\n", b"\n\r\n")):
            continue
        if begun is not None:
            yield _unquoted(content[begun:at])
        begun = opening.end()
    if begun is not None:
        yield _unquoted(content[begun:])


def _unquoted(message: bytes) -> bytes:
    return _QUOTED.sub(rb"\1", message.strip(b"\r\n")) + b"\n"
