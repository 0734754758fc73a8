"""Untrusted ZIP files, unpacked within limits; the one module that opens them."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from index.errors import Damaged, Protected, Trap

MOST_MEMBERS = 20_000
MOST_BYTES = 2_000_000_000
# Deflate can do 1,032 to 1; text, at its most repetitive, seldom 100.
_MOST_RATIO = 250
_SMALL = 20_000_000
_ENCRYPTED = 0x1
_ENTRY, _END = b"PK\x01\x02", b"PK\x05\x06"
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, struct.error)


@dataclass(frozen=True, slots=True)
class Zipped:
    """An open ZIP file whose declared sizes are within the limits.

    Attributes:
        name: what to call it in messages.
    """

    name: str
    _file: zipfile.ZipFile

    @classmethod
    def open(cls, content: bytes, *, name: str) -> Zipped:
        """Open a ZIP file.

        Raises:
            Damaged: it is none, or is cut off.
            Trap: its declared sizes are over the limits.
        """
        _check_directory(content, name)
        try:
            file = zipfile.ZipFile(BytesIO(content))
        except (*_BROKEN, ValueError, NotImplementedError) as error:
            raise Damaged(f"{name} is damaged: it is no whole ZIP file.") from error
        _check(file.infolist(), name)
        return cls(name, file)

    def members(self) -> list[str]:
        """Return the distinct names of the files inside, without folders."""
        names = dict.fromkeys(each.filename for each in self._file.infolist() if not each.is_dir())
        return list(names)

    def has(self, member: str) -> bool:
        """Return whether there is such a file inside."""
        return member in self._file.NameToInfo

    def size(self, member: str) -> int:
        """Return how many bytes a file inside has."""
        return self._file.getinfo(member).file_size

    def read(self, member: str) -> bytes:
        """Return a file inside; never more than it declares.

        Raises:
            Protected: it is encrypted.
            Damaged: it is not there or broken.
        """
        try:
            info = self._file.getinfo(member)
            if info.flag_bits & _ENCRYPTED:
                raise Protected(f"{self.name} is protected by a password.")
            with self._file.open(info) as opened:
                return opened.read()
        except KeyError as error:
            raise Damaged(f"{self.name} is damaged: it lacks {member}.") from error
        except (*_BROKEN, ValueError, NotImplementedError, RuntimeError) as error:
            raise Damaged(f"{self.name} is damaged: {member} cannot be unpacked.") from error


def _check_directory(content: bytes, name: str) -> None:
    """Refuse a directory of too many files before it is read, which takes memory for each."""
    if content.count(_ENTRY) <= MOST_MEMBERS:
        return
    # Archives inside this one have directories of their own; the last one is that of this one.
    end = content.rfind(_END)
    size = int.from_bytes(content[end + 12 : end + 16], "little")
    if end < 0 or content.count(_ENTRY, max(0, end - size), end) > MOST_MEMBERS:
        raise Trap(f"{name} contains too many files; at most {MOST_MEMBERS:,} are read.")


def _check(members: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse a ZIP file that declares too large sizes, which no file inside exceeds."""
    if len(members) > MOST_MEMBERS:
        raise Trap(f"{name} contains {len(members):,} files; at most {MOST_MEMBERS:,} are read.")
    total = sum(each.file_size for each in members)
    if total > MOST_BYTES:
        most = f"at most {MOST_BYTES / 1e9:,.0f} GB are read"
        raise Trap(f"{name} unpacks to {total / 1e9:,.1f} GB; {most}.")
    for each in members:
        if each.file_size > max(_SMALL, _MOST_RATIO * each.compress_size):
            grows = each.file_size // max(1, each.compress_size)
            raise Trap(f"{name} contains a file that grows {grows:,} times when it is unpacked.")
