"""Hostile files, each made from a number: random bytes, broken files, any text and encoding."""

from __future__ import annotations

import encodings
import json
import pkgutil
import random
from collections.abc import Callable
from encodings.aliases import aliases
from functools import cache
from pathlib import Path

from tests.index import documents
from tests.index.pdfs import pdf

GOOD = "Wombats dig burrows at night."
GOOD_NAME = "good.txt"
_FILES = Path(__file__).parent / "files"
_ENCODINGS = sorted(
    {each.name for each in pkgutil.iter_modules(encodings.__path__)}
    | set(aliases)
    | {"", "undefined", "unicode", "x" * 300, "../utf-8", "utf 8", "0", "latin-1 ", "ÿ", "_", "."}
)
_ESCAPES = ("\\ud83d", "\\ude00", "\\u0000", "\\uffff", "\\n", "\\u2028", "\\ud83d\\ude00", "\\/")


@cache
def _real() -> dict[str, bytes]:
    """Return a real file of every format, by name."""
    made = {
        "a.docx": documents.word(),
        "a.pptx": documents.slides(),
        "a.xlsx": documents.workbook(),
        "a.epub": documents.book(),
        "a.eml": documents.message(),
        "a.rtf": documents.RTF,
        "a.csv": documents.table_text(),
        "a.json": documents.json_records(),
        "a.jsonl": documents.json_lines(),
        "a.pdf": pdf([["A line of words."] * 9, ["Another page."]]),
        "a.md": f"# Title\n\n- {documents.SECRET}\n\n<!-- a -->\n\n|a|b|\n|-|-|\n|1|2|\n".encode(),
        "a.html": f"<html><h1>Title</h1><p>{documents.SECRET}<table><tr><td>a<td>b".encode(),
        "a.py": b"import os\n\n\ndef f():\n    return 1\n",
        "a.mbox": b"From a@b Wed Jan  5 12:00:00 2022\n" + documents.message(attached=False),
        "a.zip": documents.zipped({"a.txt": GOOD + " Or so.", "b.docx": documents.word()}),
    }
    return made | {each.name: each.read_bytes() for each in _FILES.glob("[!R]*")}


def hostile_file(number: int) -> tuple[str, bytes]:
    """Return the name and the content of a hostile file, the same for equal numbers."""
    chance = random.Random(number)
    name, content = chance.choice(_MAKERS)(chance)
    return f"{number} {name}", content


def _random_bytes(chance: random.Random) -> tuple[str, bytes]:
    ending = chance.choice(sorted(_real())).rpartition(".")[2]
    return f"random.{ending}", chance.randbytes(chance.choice([1, 30, 3_000]))


def _broken(chance: random.Random) -> tuple[str, bytes]:
    name, content = chance.choice(sorted(_real().items()))
    broken = bytearray(content)
    for _ in range(chance.choice([1, 5, 50])):
        at = chance.randrange(len(broken) or 1)
        broken[at : at + chance.choice([0, 1, 9])] = chance.randbytes(chance.choice([0, 1, 4]))
    if not chance.randrange(4):
        del broken[chance.randrange(len(broken) or 1) :]
    return name, bytes(broken)


def _any_text(chance: random.Random) -> tuple[str, bytes]:
    """Return a text with any code points, lone surrogates and control characters among them."""
    ranges = [(0, 0x20), (0x20, 0x7F), (0x80, 0x300), (0x2000, 0x2100), (0xD800, 0xE000)]
    ranges += [(0xFFF0, 0x10000), (0x10000, 0x110000)]
    points = [chr(chance.randrange(*chance.choice(ranges))) for _ in range(chance.choice([9, 900]))]
    text = f"{chance.choice(['', 'Some words. ' * 20_000])}{''.join(points)} Words."
    encoding = chance.choice(["utf-8", "utf-16", "utf-16-le", "utf-32"])
    return f"text.{chance.choice(['txt', 'md', 'html', 'csv', 'py'])}", text.encode(
        encoding, "surrogatepass"
    )


def _any_json(chance: random.Random) -> tuple[str, bytes]:
    words = "".join(
        chance.choice([*_ESCAPES, "Words ", "a"]) for _ in range(chance.choice([3, 90]))
    )
    record = f'{{"title": "{words}", "{words}": ["{words}", {{"a{words}": "{words}"}}]}}'
    depth = chance.choice([0, 0, 3, 3_000])
    nested = '{"a":' * depth + record + "}" * chance.choice([depth, depth, 0])
    kind = chance.choice(["json", "jsonl"])
    return f"escapes.{kind}", "\n".join([nested] * chance.choice([1, 3])).encode()


def _any_encoding(chance: random.Random) -> tuple[str, bytes]:
    named = chance.choice(_ENCODINGS)
    text = f"Größe {json.dumps(named)} und Straße. " * chance.choice([1, 50])
    content = text.encode("latin-1", "replace")
    if chance.randrange(2):
        return "page.html", f'<html><meta charset="{named}"><p>'.encode() + content
    head = f"From: a@b\nTo: c\nSubject: =?{named}?q?=FC?=\nContent-Type: text/plain;charset={named}"
    return "mail.eml", f"{head}\n\n".encode() + content


_MAKERS: list[Callable[[random.Random], tuple[str, bytes]]] = [
    *(_random_bytes, _broken, _broken, _broken, _any_text, _any_json, _any_encoding),
]
