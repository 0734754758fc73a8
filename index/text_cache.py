"""The texts that were read last, kept while there is room."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from index.source import SourceText

# What a source takes besides its text, in bytes: many small ones need room, too.
_OVERHEAD = 1_000


class TextCache:
    """Sources with their texts, those used last. Safe for use by several threads."""

    def __init__(self, most: int) -> None:
        """Keep so many bytes, or one longer text."""
        self._most = most
        self._held = 0
        self._texts: OrderedDict[str, SourceText] = OrderedDict()
        self._lock = Lock()

    def get(self, source: str) -> SourceText | None:
        """Return a text that is kept."""
        with self._lock:
            if source not in self._texts:
                return None
            self._texts.move_to_end(source)
            return self._texts[source]

    def put(self, origin: SourceText) -> SourceText:
        """Keep a text, and return it."""
        with self._lock:
            self._drop(origin.source.id)
            self._texts[origin.source.id] = origin
            self._held += _size(origin)
            while self._held > self._most and len(self._texts) > 1:
                self._drop(next(iter(self._texts)))
        return origin

    def drop(self, sources: Iterable[str]) -> None:
        """Keep the texts of some sources no longer."""
        with self._lock:
            for source in sources:
                self._drop(source)

    def clear(self) -> None:
        """Keep none."""
        with self._lock:
            self._texts.clear()
            self._held = 0

    def _drop(self, source: str) -> None:
        dropped = self._texts.pop(source, None)
        self._held -= _size(dropped) if dropped else 0


def _size(origin: SourceText) -> int:
    return sys.getsizeof(origin.text) + _OVERHEAD
