"""The layers, the doors and the rooms, held by reading the source rather than by trust."""

from __future__ import annotations

import ast
import fnmatch
import hashlib
import importlib
import re
import socket
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.conftest import Guard, LeavesTheMachine

ROOT = Path(__file__).parents[1]
PACKAGES = ("assistant", "index", "prompts")
# A reminder, not a goal: a file has one concept.
LONGEST_FILE = 400

FORBIDDEN_LAYERS = {"index": {"assistant", "prompts"}, "prompts": {"assistant", "index"}}

# The rooms of the assistant, from the lowest to the highest; each may import from those below it.
# Rooms on one line do not import one another.
ROOMS = (
    ("errors", "statement", "answer_options", "english", "sureness"),
    ("settings", "reply"),
    ("turn", "models", "sources"),
    ("understanding", "suggestions"),
    ("answering",),
    ("verifying",),
    ("writing",),
    ("conversation",),
    ("sharing",),
    ("assistant",),
    ("evaluating", "page"),
    ("command",),
    ("training",),
)

TRAINING = "assistant/training/*"
PAGE = "assistant/page/*"
COMMAND = "assistant/command*"
DOORS: dict[str, tuple[str, ...]] = {
    "charset_normalizer": ("index/reading/decoding.py",),
    "chromadb": ("index/vectors.py",),
    "fastapi": (PAGE,),
    "filelock": ("index/home.py",),
    "gradio": (PAGE,),
    "ir_measures": ("assistant/evaluating/figures.py",),
    "jinja2": (PAGE, "assistant/evaluating/report.py", "assistant/sharing/conversation_files.py"),
    "llama_cpp": ("assistant/models/gguf.py",),
    "llama_index": (
        *("index/llamaindex.py", "assistant/models/gguf.py"),
        *("assistant/models/llamaindex.py", "assistant/models/providers.py"),
    ),
    "matplotlib": ("assistant/evaluating/plots.py",),
    "markdown_it": ("index/reading/markdown.py",),
    "onnx": (TRAINING,),
    "onnxruntime": ("index/onnx_embedding.py", "index/cross_encoder.py"),
    "openpyxl": ("index/reading/xlsx.py",),
    "pathspec": ("index/patterns.py",),
    "pydantic_settings": ("assistant/settings.py",),
    "pypdfium2": ("index/reading/pdf_engine.py",),
    "rich": (COMMAND,),
    "safetensors": (TRAINING,),
    "scipy": ("assistant/evaluating/comparing.py", TRAINING),
    "selectolax": ("index/reading/html.py",),
    "sentencex": ("index/sentences.py",),
    "sklearn": ("assistant/evaluating/figures.py", TRAINING),
    "sqlite3": ("index/database.py",),
    "starlette": (PAGE,),
    "tenacity": ("assistant/models/llamaindex.py",),
    "striprtf": ("index/reading/rtf.py",),
    "tantivy": ("index/words.py",),
    "tiktoken": ("index/tokens.py",),
    "torch": ("assistant/training/reader/*",),
    "tokenizers": ("index/onnx_embedding.py", "index/cross_encoder.py"),
    "typer": (COMMAND,),
    "uvicorn": (PAGE,),
    "xml": ("index/reading/*.py",),
    "zipfile": ("index/reading/zipped.py",),
    "watchfiles": ("index/watching.py",),
}

# What a metapackage stands for is declared with it.
METAPACKAGES = {"llama-index-core": "llama-index"}
# What provides a module under another name, and need not be installed.
PROVIDERS = {"llama_cpp": "llama-cpp-python"}

TOP = {
    *(".ci", ".git", ".gitignore", "Makefile", "pyproject.toml"),
    *("CHANGELOG.md", "LICENSE", "README.md", "docs"),
    *("assistant", "index", "prompts", "seeds", "tests"),
}
SEED = "000_cd0475b9a63e25ad.txt"
SEED_SHA256 = "a8f92a61c8fd8c86186951e10f5e7bf8969ca131b951ed3d7f5a0e15881847b3"


@dataclass(frozen=True, slots=True)
class Import:
    """A module imported by a file, both as seen from the repository's root."""

    file: str
    line: int
    module: str

    @property
    def top(self) -> str:
        return self.module.partition(".")[0]

    def __str__(self) -> str:
        return f"{self.file}:{self.line} imports {self.module}"


def read_imports(root: Path) -> Iterator[Import]:
    """Find every import of the three packages, inside functions and type checks as well."""
    for file in read_files(root):
        name = file.relative_to(root).as_posix()
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            for module in _imported(node, name):
                yield Import(name, node.lineno, module)  # type: ignore[attr-defined]


def read_files(root: Path) -> list[Path]:
    return sorted(file for package in PACKAGES for file in (root / package).rglob("*.py"))


def _imported(node: ast.AST, file: str) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        inside = file.split("/")[: -node.level] if node.level else []
        return [".".join([*inside, node.module or ""])]
    return []


def breaches_of_layers(root: Path) -> list[str]:
    return [
        str(each)
        for each in read_imports(root)
        if each.top in FORBIDDEN_LAYERS.get(each.file.partition("/")[0], ())
    ]


def breaches_of_rooms(root: Path) -> list[str]:
    floors = {room: number for number, rooms in enumerate(ROOMS) for room in rooms}
    found = []
    for each in read_imports(root):
        if not each.file.startswith("assistant/") or not each.module.startswith("assistant."):
            continue
        own, other = (_room(name) for name in (each.file.removesuffix(".py"), each.module))
        if own not in {other, "__init__", "__main__"} and floors[own] <= floors[other]:
            found.append(str(each))
    return found


def _room(name: str) -> str:
    return name.replace("/", ".").split(".")[1]


def breaches_of_doors(root: Path) -> list[str]:
    return [
        str(each)
        for each in read_imports(root)
        if each.top in DOORS
        and not any(fnmatch.fnmatch(each.file, door) for door in DOORS[each.top])
    ]


def undeclared_imports(root: Path) -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed = _names(project["project"]["dependencies"])
    extra = _names(sum(project["project"]["optional-dependencies"].values(), []))
    known = packages_distributions()
    return [
        str(each)
        for each in read_imports(root)
        if each.top not in (*PACKAGES, *sys.stdlib_module_names)
        and not _distributions(each.top, known) & (needed | extra)
    ]


def _names(requirements: list[object]) -> frozenset[str]:
    found = (re.match(r"[\w.-]+", each) for each in requirements if isinstance(each, str))
    return frozenset(_normal(match[0]) for match in found if match)


def _distributions(module: str, known: dict[str, list[str]] | object) -> set[str]:
    """Return what may provide a module; where nothing installed does, its own name."""
    assert isinstance(known, dict)
    found = {_normal(name) for name in known.get(module, [PROVIDERS.get(module, module)])}
    return found | {METAPACKAGES[name] for name in found & METAPACKAGES.keys()}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def long_files(root: Path) -> list[str]:
    counted = {file: len(file.read_text("utf-8").splitlines()) for file in read_files(root)}
    return [f"{file}: {lines} lines" for file, lines in counted.items() if lines > LONGEST_FILE]


def test_layers_look_down_only() -> None:
    assert not breaches_of_layers(ROOT)


def test_rooms_of_the_assistant_import_from_lower_rooms_only() -> None:
    assert not breaches_of_rooms(ROOT)


def test_every_room_is_in_the_list() -> None:
    rooms = {path.stem for path in (ROOT / "assistant").iterdir() if path.suffix in {"", ".py"}}
    listed = [room for rooms in ROOMS for room in rooms]
    assert sorted(rooms - {"__init__", "__main__", "__pycache__"}) == sorted(listed)


def test_tests_mirror_the_folders() -> None:
    """A folder of tests has the name of a folder of the code, or of a kind of test."""
    kinds = {"benchmarks", "browser", "models"}
    for folder in (path for path in (ROOT / "tests").rglob("*") if any(path.glob("test_*.py"))):
        name = folder.relative_to(ROOT / "tests").as_posix()
        assert name in kinds or (ROOT / name).is_dir(), f"tests/{name} mirrors no folder"


def test_each_engine_enters_by_its_door() -> None:
    assert not breaches_of_doors(ROOT)


def test_every_import_is_a_declared_dependency() -> None:
    assert not undeclared_imports(ROOT)


def test_every_declared_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    locked = _names((ROOT / ".ci" / "develop.lock").read_text("utf-8").splitlines())
    assert _names(project["project"]["dependencies"]) <= locked
    assert _names(project["project"]["optional-dependencies"]["evaluate"]) <= locked
    assert _names(groups["test"] + groups["build"]) <= locked
    for_bench = _names((ROOT / ".ci" / "bench.lock").read_text("utf-8").splitlines())
    assert _names(groups["bench"]) <= for_bench


def test_locks_name_no_address() -> None:
    for lock in (ROOT / ".ci").glob("*.lock"):
        assert not re.search(r"://|--(extra-)?index-url|--find-links", lock.read_text("utf-8"))


def test_no_file_is_longer_than_the_reminder() -> None:
    assert not long_files(ROOT)


@pytest.mark.parametrize(
    ("file", "line", "find"),
    [
        ("index/planted.py", "from assistant import Assistant", breaches_of_layers),
        ("prompts/planted.py", "def late():\n    import index.library", breaches_of_layers),
        ("index/reading/planted.py", "from ...assistant import reply", breaches_of_layers),
        ("assistant/english/planted.py", "from assistant.reply import Quote", breaches_of_rooms),
        ("assistant/answering/planted.py", "import assistant.training.names", breaches_of_rooms),
        ("assistant/planted.py", "import chromadb.config", breaches_of_doors),
        ("index/planted.py", "if True:\n    from gradio import Blocks", breaches_of_doors),
        ("index/planted.py", "import sqlite3", breaches_of_doors),
        ("index/planted.py", "import requests", undeclared_imports),
        ("index/planted.py", "import safetensors", breaches_of_doors),
        ("assistant/answering/planted.py", "import torch", breaches_of_doors),
        ("index/planted.py", "pass\n" * (LONGEST_FILE + 1), long_files),
    ],
)
def test_planted_breach_is_found(tmp_path: Path, file: str, line: str, find: object) -> None:
    planted = tmp_path / file
    planted.parent.mkdir(parents=True)
    planted.write_text(line, "utf-8")
    assert callable(find)
    assert [found for found in find(tmp_path) if "planted.py" in found]


def test_top_of_the_repository_holds_what_it_should() -> None:
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text("utf-8").split()]
    names = {path.name for path in ROOT.iterdir()}
    kept = {name for name in names if not any(fnmatch.fnmatch(name, line) for line in ignored)}
    assert not kept - TOP


def test_seed_is_byte_for_byte_the_one_given(seeds: Path) -> None:
    assert hashlib.sha256((seeds / SEED).read_bytes()).hexdigest() == SEED_SHA256


@pytest.mark.parametrize("package", PACKAGES)
def test_every_exported_name_is_there(package: str) -> None:
    module = importlib.import_module(package)
    assert len(set(module.__all__)) == len(module.__all__)
    assert not [name for name in module.__all__ if not hasattr(module, name)]


def test_connection_that_leaves_the_machine_is_refused(guard: Guard) -> None:
    with pytest.raises(LeavesTheMachine):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(LeavesTheMachine):
        socket.getaddrinfo("example.com", 443)
    assert len(guard.attempts) == 2
    guard.attempts.clear()


def test_connection_on_this_machine_is_allowed() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(("localhost", server.getsockname()[1]), timeout=5),
    ):
        pass
