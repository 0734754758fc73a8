"""File names as text that can be printed and turned back, whatever their bytes."""

from __future__ import annotations

import os
import re
from pathlib import Path

_ESCAPED = re.compile(rb"\\(\\|x[0-9a-f]{2})")


def printable(name: str) -> str:
    """Return a path as text: what is no printable UTF-8 as ``\\xNN``, a backslash as two."""
    if name.isprintable() and "\\" not in name:
        return name
    return "".join(map(_printable, name))


def path_of(folder: Path, location: str) -> Path:
    """Return the file that a location names in a folder."""
    raw = _ESCAPED.sub(
        lambda match: b"\\" if match[1] == b"\\" else bytes([int(match[1][1:], 16)]),
        location.encode("utf-8", "replace"),
    )
    return folder / os.fsdecode(raw)


def _printable(character: str) -> str:
    if character == "\\":
        return "\\\\"
    if character.isprintable():
        return character
    return "".join(f"\\x{byte:02x}" for byte in os.fsencode(character))
