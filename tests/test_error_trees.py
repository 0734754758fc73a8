"""The tree of errors in a module's docstring is that of its classes."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path
from types import ModuleType

import pytest

_ROOT = Path(__file__).parents[1]
_PACKAGES = ("assistant", "index", "prompts")
# Its packages are an extra that need not be installed.
_TRAINING = "training"
_LINE = re.compile(r"^(?P<lead>[ │├└─]*)(?P<name>[A-Z]\w+)(?: +\S|$)")


def _modules_with_trees() -> list[str]:
    """Return the modules of the packages whose docstring draws a tree."""
    found = []
    for package in _PACKAGES:
        for path in sorted((_ROOT / package).rglob("*.py")):
            docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
            if "└── " in docstring:
                parts = path.relative_to(_ROOT).with_suffix("").parts
                found.append(".".join(parts).removesuffix(".__init__"))
    return found


def drawn(docstring: str) -> list[tuple[str, str]]:
    """Return each class of a tree with the class above it, in the order drawn; "" at the top.

    Raises:
        ValueError: a line is not indented by four characters a level.
    """
    lines = docstring.splitlines()
    first = next(number for number, line in enumerate(lines) if "── " in line) - 1
    indent = len(lines[first]) - len(lines[first].lstrip())
    found: list[tuple[str, str]] = []
    above: list[str] = []
    for line in lines[first:]:
        match = _LINE.match(line)
        if match is None:
            break
        lead = match["lead"][indent:]
        depth, rest = divmod(len(lead), 4)
        if rest or (depth and not lead.endswith(("├── ", "└── "))) or depth > len(above):
            raise ValueError(f"this line is mis-indented: {line}")
        del above[depth:]
        found.append((match["name"], above[-1] if above else ""))
        above.append(match["name"])
    return found


def defined(module: ModuleType, top: str) -> set[tuple[str, str]]:
    """Return each public class of a tree with the class above it, as they are defined.

    Classes in other modules of the same package count too, so all of these are imported.
    """
    package = module.__name__.partition(".")[0]
    for path in sorted((_ROOT / package).rglob("*.py")):
        parts = path.relative_to(_ROOT).with_suffix("").parts
        if _TRAINING not in parts and parts[-1] not in {"__init__", "__main__"}:
            importlib.import_module(".".join(parts))
    root = getattr(module, top)
    found, open_classes = {(top, "")}, [root]
    while open_classes:
        above = open_classes.pop()
        for each in above.__subclasses__():
            if each.__module__.partition(".")[0] == package and not each.__name__.startswith("_"):
                found.add((each.__name__, above.__name__))
                open_classes.append(each)
    return found


@pytest.mark.parametrize("name", _modules_with_trees())
def test_tree_in_the_docstring_is_that_of_the_classes(name: str) -> None:
    module = importlib.import_module(name)
    tree = drawn(module.__doc__ or "")
    assert set(tree) == defined(module, tree[0][0])
    assert len(set(tree)) == len(tree)


def test_both_modules_of_errors_have_a_tree() -> None:
    assert {"assistant.errors", "index.errors"} <= set(_modules_with_trees())


def test_missing_class_and_wrong_indent_are_noticed() -> None:
    module = importlib.import_module("index.errors")
    docstring = module.__doc__ or ""
    without = "\n".join(line for line in docstring.splitlines() if "TooSlow" not in line)
    assert set(drawn(without)) != defined(module, "ExplainedError")
    with pytest.raises(ValueError, match="mis-indented"):
        drawn(docstring.replace("├── TooSlow", " ├── TooSlow"))
