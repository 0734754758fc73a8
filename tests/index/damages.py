"""Ways to damage a file of a home, and whether the library is whole again afterwards."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

_PAGE = 4_096

Damage = Callable[[Path, random.Random], None]


def _delete(path: Path, _: random.Random) -> None:
    path.unlink()


def _empty(path: Path, _: random.Random) -> None:
    path.write_bytes(b"")


def _cut_in_half(path: Path, _: random.Random) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _zero(path: Path, _: random.Random) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _flip_a_byte(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    if content:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def _overwrite_a_page(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    pages = max(1, len(content) // _PAGE)
    start = chance.randrange(pages) * _PAGE
    end = min(len(content), start + _PAGE)
    content[start:end] = chance.randbytes(end - start)
    path.write_bytes(content)


DAMAGES: Mapping[str, Damage] = {
    "deleted": _delete,
    "empty": _empty,
    "half": _cut_in_half,
    "zeroed": _zero,
    "flipped": _flip_a_byte,
    "overwritten": _overwrite_a_page,
}


def files_of(home: Path) -> Iterator[Path]:
    """Yield the files of a home that are Quoth's own, which is all but the uploads."""
    for path in sorted(home.rglob("*")):
        if path.is_file() and path.relative_to(home).parts[0] != "added":
            yield path
