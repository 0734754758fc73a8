"""The address on the web that a page states as its own."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from index.errors import VanishedFile
from index.reading import canonical_link
from index.source import Source

_HTML = "text/html"
_LONGEST = 2_000


def is_web_page(source: Source) -> bool:
    """Return whether a source is a web page, which may state its own address."""
    return source.media_type == _HTML


def web_address(source: Source, content: bytes) -> str:
    """Return the address that a web page states as its own; empty where it states none.

    Args:
        source: what was read.
        content: the bytes that it was read from.

    Raises:
        VanishedFile: the bytes are others than the source was read from.
        UnreadableFile: they cannot be read.
    """
    if not is_web_page(source):
        return ""
    if hashlib.sha256(content).hexdigest() != source.sha256:
        raise VanishedFile(f"{source.location} has changed since it was read.")
    address = canonical_link(content, name=source.location).strip()
    return address if _is_of_the_web(address) else ""


def _is_of_the_web(address: str) -> bool:
    """Tell whether an address leads to a host of the web and hides nobody's name in it."""
    if len(address) > _LONGEST or not address.isprintable() or any(map(str.isspace, address)):
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host) and "@" not in parts.netloc
