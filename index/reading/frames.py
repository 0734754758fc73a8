"""The protocol between the file reading process and its parent: a JSON header and bytes.

No pickle: the bytes of a document may have taken over the process that reads it.
"""

from __future__ import annotations

import json
import struct
from array import array
from datetime import date
from typing import IO, Any

from index.place import pack, unpack
from index.reading.reading import Block, Reading

_LENGTHS = struct.Struct("!QQ")
_HEADING, _WHOLE = 1, 2
Frame = tuple[dict[str, Any], bytes]


def send(pipe: IO[bytes], header: dict[str, Any], body: bytes) -> None:
    """Write a frame."""
    head = json.dumps(header).encode()
    pipe.write(_LENGTHS.pack(len(head), len(body)) + head)
    pipe.write(body)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Frame | None:
    """Read a frame; None where the other process has ended."""
    lengths = pipe.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head, body = _LENGTHS.unpack(lengths)
    header, content = pipe.read(head), pipe.read(body)
    if len(header) < head or len(content) < body:
        return None
    return json.loads(header), content


def to_frame(reading: Reading) -> Frame:
    """Return a reading as a frame."""
    text, blocks = reading.text.encode(), _packed(reading.blocks)
    header = {
        "title": reading.title,
        "date": reading.date.isoformat() if reading.date else None,
        "media_type": reading.media_type,
        "text": len(text),
        "blocks": len(blocks),
    }
    return header, text + blocks + pack(reading.places)


def from_frame(frame: Frame) -> Reading:
    """Return the reading in a frame."""
    header, body = frame
    text_end = int(header["text"])
    blocks_end = text_end + int(header["blocks"])
    return Reading(
        body[:text_end].decode(),
        _unpacked(body[text_end:blocks_end]),
        header["title"],
        date.fromisoformat(header["date"]) if header["date"] else None,
        header["media_type"],
        unpack(body[blocks_end:]),
    )


def _packed(blocks: tuple[Block, ...]) -> bytes:
    numbers = array("Q")
    for each in blocks:
        numbers.extend((each.start, each.end, _HEADING * each.heading | _WHOLE * each.whole))
    return numbers.tobytes()


def _unpacked(packed: bytes) -> tuple[Block, ...]:
    numbers = array("Q", packed)
    return tuple(
        Block(start, end, bool(flags & _HEADING), bool(flags & _WHOLE))
        for start, end, flags in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)
    )
