"""What goes between the process that reads delicate formats and the one that asks: JSON and bytes.

Nothing that could run: the bytes of a document may have got the better of its reader.
"""

from __future__ import annotations

import json
import struct
from datetime import date
from typing import IO, Any

from index.place import pack, unpack
from index.reading.reading import Block, Reading

_LENGTHS = struct.Struct("!QQ")
Frame = tuple[dict[str, Any], bytes]


def send(pipe: IO[bytes], header: dict[str, Any], body: bytes) -> None:
    """Write a frame."""
    head = json.dumps(header).encode()
    pipe.write(_LENGTHS.pack(len(head), len(body)))
    pipe.write(head)
    pipe.write(body)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Frame | None:
    """Read a frame; None where the other side has ended."""
    lengths = pipe.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head, body = _LENGTHS.unpack(lengths)
    header, content = pipe.read(head), pipe.read(body)
    if len(header) < head or len(content) < body:
        return None
    return json.loads(header), content


def told(reading: Reading) -> Frame:
    """Return a reading as a frame."""
    header = {
        "title": reading.title,
        "date": reading.date.isoformat() if reading.date else None,
        "media_type": reading.media_type,
        "blocks": [[each.start, each.end, each.heading, each.whole] for each in reading.blocks],
        "text": reading.text,
    }
    return header, pack(reading.places)


def heard(frame: Frame) -> Reading:
    """Return the reading that a frame tells."""
    header, places = frame
    day = date.fromisoformat(header["date"]) if header["date"] else None
    blocks = tuple(Block(*each) for each in header["blocks"])
    return Reading(
        header["text"], blocks, header["title"], day, header["media_type"], unpack(places)
    )
