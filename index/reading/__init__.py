"""Files in, canonical text out: one reader a family of formats, chosen by content."""

from index.reading.child_process import Reader
from index.reading.files import load, read_bytes
from index.reading.html import canonical_link
from index.reading.members import Part, find_part, parts
from index.reading.page_picture import PagePicture
from index.reading.reading import Block, Reading

__all__ = [
    "Block",
    "PagePicture",
    "Part",
    "Reader",
    "Reading",
    "canonical_link",
    "find_part",
    "load",
    "parts",
    "read_bytes",
]
