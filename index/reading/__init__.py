"""Files in, canonical text out: one module per format, chosen by content."""

from index.reading.file_reader import FileReader
from index.reading.files import load, read_bytes
from index.reading.html import canonical_link
from index.reading.members import Part, find_part, parts
from index.reading.reading import Block, PagePicture, Reading

__all__ = [
    "Block",
    "FileReader",
    "PagePicture",
    "Part",
    "Reading",
    "canonical_link",
    "find_part",
    "load",
    "parts",
    "read_bytes",
]
