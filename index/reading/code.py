"""Source code: the file's own text, some lines that stand together as one sentence."""

from __future__ import annotations

import re
from itertools import accumulate
from pathlib import PurePath

from index.place import Place
from index.reading.plain import paragraphs
from index.reading.reading import Block, Reading

_ENDINGS = frozenset(
    {
        *(".asm", ".bash", ".bat", ".c", ".cc", ".cfg", ".clj", ".cmake", ".coffee", ".conf"),
        *(".cpp", ".cs", ".css", ".cxx", ".dart", ".el", ".erl", ".ex", ".exs", ".f90", ".fish"),
        *(".fs", ".go", ".gradle", ".groovy", ".h", ".hpp", ".hs", ".ini", ".java", ".jl", ".js"),
        *(".jsx", ".kt", ".less", ".lisp", ".lua", ".m", ".mjs", ".ml", ".nim", ".pas", ".php"),
        *(".pl", ".pm", ".proto", ".ps1", ".py", ".pyi", ".pyx", ".r", ".rb", ".rs", ".sass"),
        *(".scala", ".scm", ".scss", ".sh", ".sql", ".swift", ".tcl", ".toml", ".ts", ".tsx"),
        *(".v", ".vb", ".vhd", ".vim", ".vue", ".xml", ".yaml", ".yml", ".zig", ".zsh"),
    }
)
_NAMES = frozenset({"makefile", "dockerfile", "rakefile", "gemfile", "cmakelists.txt"})
_OPENING = re.compile(
    r"\s*(?:#!.*\b(?:sh|bash|python|perl|ruby|node|env)\b|<\?php|#include\s*[<\"]|package main\b)"
)
_MOST_LINES = 12


def is_code(text: str, name: str) -> bool:
    """Tell whether a text is source code, by how it opens or by its name."""
    path = PurePath(name)
    named = path.suffix.lower() in _ENDINGS or path.name.lower() in _NAMES
    return named or _OPENING.match(text[:500]) is not None


def read_code(text: str, name: str) -> Reading:
    """Return the lines of source code, which blank lines part."""
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    places = tuple(
        Place(start, start + len(line), "line", str(number))
        for number, (start, line) in enumerate(zip(starts, lines, strict=False), 1)
        if line
    )
    blocks = tuple(part for run in paragraphs(text, 0, len(text)) for part in _parts(text, run))
    return Reading(text, blocks, PurePath(name).name, None, "text/x-source", places)


def _parts(text: str, run: Block) -> list[Block]:
    """Cut a long run of lines into parts that can be quoted."""
    found, start = [], run.start
    while start < run.end:
        end = start
        for _ in range(_MOST_LINES):
            end = text.find("\n", end, run.end) + 1 or run.end
            if end == run.end:
                break
        found.append(Block(start, end if end == run.end else end - 1, whole=True))
        start = end
    return found
