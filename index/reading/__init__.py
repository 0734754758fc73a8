"""Files in, canonical text out: one reader a family of formats, chosen by content."""

from index.reading.files import load, read_bytes
from index.reading.reading import Block, Reading

__all__ = ["Block", "Reading", "load", "read_bytes"]
