"""The tree of errors in the docstring agrees with the classes."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

import assistant
from index import ExplainedError

_PACKAGE = Path(assistant.__file__).parent
# Its packages are an extra that need not be installed.
_TRAINING = "training"


def _import_all_modules() -> None:
    """Import every module of the assistant, because only then are all subclasses known."""
    for file in sorted(_PACKAGE.rglob("*.py")):
        parts = file.relative_to(_PACKAGE).with_suffix("").parts
        if parts[0] != _TRAINING and parts[-1] not in {"__init__", "__main__"}:
            importlib.import_module(".".join(("assistant", *parts)))


def _drawn(docstring: str) -> set[tuple[int, str]]:
    """Return each class of a tree in a docstring, with its depth from 1."""
    rows = re.findall(r"^    ((?:│   |    )*)[├└]── (\w+)", docstring, re.MULTILINE)
    return {(1 + len(before) // 4, name) for before, name in rows}


def _defined(base: type[ExplainedError], depth: int = 1) -> set[tuple[int, str]]:
    """Return each subclass of a class, with its depth from 1."""
    classes = {(depth, each.__name__) for each in base.__subclasses__()}
    return classes.union(*(_defined(each, depth + 1) for each in base.__subclasses__()))


@pytest.mark.parametrize(("module", "root"), [("assistant.errors", "AssistantError")])
def test_tree_of_errors_has_every_class_at_its_depth(module: str, root: str) -> None:
    _import_all_modules()
    errors = importlib.import_module(module)
    assert _drawn(errors.__doc__ or "") == _defined(getattr(errors, root))


def test_class_that_is_missing_or_misplaced_in_a_tree_is_noticed() -> None:
    tree = "    Root\n    ├── One   first\n    │   └── Two\n    └── Three\n"
    assert _drawn(tree) == {(1, "One"), (2, "Two"), (1, "Three")}
    assert _drawn(tree.replace("    │   └── Two", "    ├── Two")) != _drawn(tree)
