"""The README and the documents: examples run; paths, modules, names and commands exist."""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from assistant.command.app import app

_ROOT = Path(__file__).parents[1]
_DOCUMENTS = [_ROOT / "README.md", *sorted((_ROOT / "docs").glob("*.md"))]
_TOPS = ("assistant", "index", "prompts", "tests", "docs", "seeds")

_FENCE = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
# A path inside the repository, as in `index/reading/rtf.py`, but not `prompts/NAME.md`
_PATH = re.compile(rf"(?<![\w./-])(?:{'|'.join(_TOPS)})/[\w./-]*[\w/]")
_PLACEHOLDER = re.compile(r"\b[A-Z]{2,}\b(?=\.(?:py|md)\b)")
# The target of a link or image that is not on the web: [formats](formats.md#tables)
_LINK = re.compile(r"\]\((?!https?:)([^)\s]+)\)")
# A module to run: `python -m assistant.training.ranking.learning SETS`
_MODULE = re.compile(r"python -m ([\w.]+)")
# A dotted name in code: `assistant.models.llamaindex.LlamaModel`
_DOTTED = re.compile(r"`((?:assistant|index)(?:\.\w+)+)`")
# A command at the start of a line or of inline code: `quoth index FOLDER`
_COMMAND = re.compile(r"(?:^|`)quoth ([a-z]+)", re.MULTILINE)

_EXAMPLES = [
    pytest.param(match.group(1), id=f"{path.name}-{number}")
    for path in _DOCUMENTS
    for number, match in enumerate(_FENCE.finditer(path.read_text("utf-8")), 1)
]


@pytest.mark.parametrize("example", _EXAMPLES)
def test_example_runs(
    example: str, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "seeds").mkdir()
    for file in seeds.iterdir():
        (tmp_path / "seeds" / file.name).write_bytes(file.read_bytes())
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "example", "exec"), {"__name__": "example"})


def test_there_are_examples() -> None:
    assert len(_EXAMPLES) >= 4


def _missing_paths(text: str) -> Iterator[str]:
    """Yield the paths of a text that are not in the repository."""
    for path in _PATH.findall(text):
        if not _PLACEHOLDER.search(path) and not (_ROOT / path).exists():
            yield path


def _missing_links(text: str, folder: Path) -> Iterator[str]:
    """Yield the links of a document in a folder whose file or heading does not exist."""
    for link in _LINK.findall(text):
        name, _, heading = link.partition("#")
        if not (folder / name).exists():
            yield link
            continue
        linked = (folder / name).read_text("utf-8") if name.endswith(".md") else text
        if heading and heading not in _anchors(linked):
            yield link


def _anchors(text: str) -> set[str]:
    """Return the anchors that GitHub makes of the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}


def _missing_modules(text: str) -> Iterator[str]:
    """Yield the modules that a text says to run and that cannot be run."""
    for module in _MODULE.findall(text):
        file = _ROOT / module.replace(".", "/")
        is_ours = module.partition(".")[0] in _TOPS
        is_file = file.with_suffix(".py").is_file() or (file / "__main__.py").is_file()
        if not is_file if is_ours else importlib.util.find_spec(module) is None:
            yield module


def _missing_names(text: str) -> Iterator[str]:
    """Yield the dotted names of a text that are neither a module nor a name in one."""
    for dotted in _DOTTED.findall(text):
        module, _, name = dotted.rpartition(".")
        try:
            found = importlib.util.find_spec(dotted) is not None
        except ModuleNotFoundError:
            found = False
        if not found and not hasattr(importlib.import_module(module), name):
            yield dotted


def _missing_commands(text: str) -> Iterator[str]:
    """Yield the commands of a text that `quoth` does not have."""
    known = set(typer.main.get_group(app).commands)
    yield from (command for command in _COMMAND.findall(text) if command not in known)


@pytest.mark.parametrize("document", _DOCUMENTS, ids=lambda path: path.name)
def test_paths_modules_names_and_commands_of_document_exist(document: Path) -> None:
    text = document.read_text("utf-8")
    assert not list(_missing_paths(text))
    assert not list(_missing_links(text, document.parent))
    assert not list(_missing_modules(text))
    assert not list(_missing_names(text))
    assert not list(_missing_commands(text))


def test_what_is_missing_is_noticed() -> None:
    assert list(_missing_paths("`index/nothing.py`, `index/reading/`, `docs/NAME.md`")) == [
        "index/nothing.py"
    ]
    links = "[a](nothing.md) [b](formats.md) [c](#here) [d](#there)\n\n## Here"
    assert list(_missing_links(links, _ROOT / "docs")) == ["nothing.md", "#there"]
    modules = "`python -m tests.benchmarks`, `python -m index.nothing`, `python -m no_such_module`"
    assert list(_missing_modules(modules)) == ["index.nothing", "no_such_module"]
    names = "`assistant.errors`, `assistant.errors.NoRoom`, `assistant.errors.Nothing`"
    assert list(_missing_names(names)) == ["assistant.errors.Nothing"]
    assert list(_missing_commands("quoth index FOLDER\n`quoth dance`")) == ["dance"]


@pytest.mark.parametrize("target", ["make chat", "make test"])
def test_readme_names_the_commands(target: str) -> None:
    assert target in (_ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("document", [path.name for path in _DOCUMENTS[1:]])
def test_readme_links_to_document(document: str) -> None:
    assert f"(docs/{document})" in (_ROOT / "README.md").read_text("utf-8")
