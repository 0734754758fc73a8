"""Who added which document, where people log in: only they may remove it."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import threading
from pathlib import Path

from index.errors import HomeUnwritable

FILE = "uploaders.json"  # in a home


class Uploaders:
    """Keeps a digest of the owner of each added document. Safe for use by several threads."""

    def __init__(self, home: Path) -> None:
        """Keep them in a home."""
        self._file = home / FILE
        self._writing = threading.Lock()

    def note(self, location: str, owner: str) -> None:
        """Keep who added a document.

        Raises:
            HomeUnwritable: it cannot be kept.
        """
        with self._writing:
            self._write({**self._read(), location: _digest(owner)})

    def forget(self, location: str) -> None:
        """Forget who added a document that is removed.

        Raises:
            HomeUnwritable: that cannot be kept.
        """
        with self._writing:
            kept = self._read()
            holder = _holder(kept, location)
            if kept.pop(holder, None):
                self._write(kept)

    def may_remove(self, location: str, owner: str) -> bool:
        """Return whether somebody may remove a document: their own, or one that is nobody's."""
        kept = self._read()
        return kept.get(_holder(kept, location)) in {None, _digest(owner)}

    def _read(self) -> dict[str, str]:
        try:
            kept = json.loads(self._file.read_bytes())
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _write(self, kept: dict[str, str]) -> None:
        part = self._file.with_name(f".{secrets.token_hex(8)}")
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                json.dump(kept, out)
            part.replace(self._file)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise HomeUnwritable(f"{self._file} cannot be written: {error.strerror}.") from error


def _holder(kept: dict[str, str], location: str) -> str:
    """Return the document that was added which is at a location, or has it inside."""
    parts = location.split("/")
    starts = ("/".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((start for start in starts if start in kept), location)


def _digest(owner: str) -> str:
    return hashlib.sha256(owner.encode()).hexdigest()
