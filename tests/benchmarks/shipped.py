"""A folder of real documents in five formats, made on the spot of what this machine ships.

Debian's texts about its packages and the manual pages, where there are any, and Python's standard
library: what it says about itself as Markdown, web pages and JSON, and its source code.
"""

from __future__ import annotations

import ast
import gzip
import html
import json
import re
import sysconfig
from collections.abc import Callable, Iterator
from itertools import cycle, islice, zip_longest
from pathlib import Path

_DEBIAN = (Path("/usr/share/doc"), Path("/usr/share/man"))
_MACRO = re.compile(r"^[.'].*\n?|\\f.|\\[&|%]|\\\(\w\w", re.MULTILINE)
_FEWEST = 400
Described = list[tuple[str, str]]


def write_shipped(folder: Path, files: int, characters: int) -> int:
    """Write so many files, of at most so many characters each; return the characters of all."""
    folder.mkdir(parents=True)
    written, seen = 0, set[str]()
    modules = list(islice(_modules(), files))
    makers: dict[str, Iterator[str]] = {
        "txt": _texts(characters),
        "md": _made(modules, _markdown, characters),
        "html": _made(modules, _page, characters),
        "json": _made(modules, _json, characters),
        "py": (source[:characters] for source, _ in modules),
    }
    waiting = cycle(makers)
    while len(seen) < files and makers:
        ending = next(waiting)
        text = next((each for each in makers.get(ending, iter(())) if each not in seen), None)
        if text is None:
            makers.pop(ending, None)
            continue
        seen.add(text)
        place = folder / ending / f"{len(seen) // 250:02}" / f"{len(seen):05}.{ending}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
        written += len(text)
    if len(seen) < files:
        raise RuntimeError(f"This machine ships {len(seen)} such documents only.")
    return written


def _texts(characters: int) -> Iterator[str]:
    """Yield what Debian says about its packages and manual pages without macros, in turn."""
    for pair in zip_longest(*(_texts_below(root, characters) for root in _DEBIAN)):
        yield from filter(None, pair)


def _texts_below(root: Path, characters: int) -> Iterator[str]:
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        text = _read(path) if path.is_file() else ""
        if root.name == "man":
            text = _MACRO.sub("", text)
        starts = range(0, min(len(text), 5 * characters), characters)
        yield from filter(_is_long, (text[start : start + characters] for start in starts))


def _read(path: Path) -> str:
    try:
        content = path.read_bytes()
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        return content.decode("utf-8")
    except (OSError, ValueError, EOFError):
        return ""


def _modules() -> Iterator[tuple[str, Described]]:
    """Yield the source of each module, and what it says about each thing in it."""
    root = Path(sysconfig.get_paths()["stdlib"])
    for path in sorted(root.rglob("*.py")):
        source = "" if "site-packages" in path.parts else _read(path)
        if not _is_long(source):
            continue
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError):
            continue
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
        found = [node for node in ast.walk(tree) if isinstance(node, documented)]
        said = [(getattr(node, "name", path.stem), ast.get_docstring(node) or "") for node in found]
        yield source, [(name, text) for name, text in said if text]


def _made(
    modules: list[tuple[str, Described]], form: Callable[[Described], str], characters: int
) -> Iterator[str]:
    """Yield what modules say in a form, a few things a file."""
    for _, described in modules:
        waiting = iter(described)
        while few := list(_few(waiting, characters)):
            if _is_long(made := form(few)):
                yield made


def _few(described: Iterator[tuple[str, str]], characters: int) -> Iterator[tuple[str, str]]:
    held = 0
    for name, text in islice(described, 50):
        yield name, text[:characters]
        held += len(text)
        if held >= characters // 2:
            return


def _markdown(described: Described) -> str:
    return "\n\n".join(f"# {name}\n\n{text}" for name, text in described)


def _page(described: Described) -> str:
    parts = (
        f"<h2>{name}</h2>\n<p>{html.escape(text)}</p>".replace("\n\n", "</p>\n<p>")
        for name, text in described
    )
    title = html.escape(described[0][0])
    body = "\n".join(parts)
    return f"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body>\n{body}</body></html>"


def _json(described: Described) -> str:
    return json.dumps([{"name": name, "text": text} for name, text in described], indent=1)


def _is_long(text: str) -> bool:
    return len(text.strip()) >= _FEWEST
