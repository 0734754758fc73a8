"""Every Python example in the README and the documents runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_FENCE = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
_EXAMPLES = [
    pytest.param(match.group(1), id=f"{path.name}-{number}")
    for path in [_ROOT / "README.md", *sorted((_ROOT / "docs").glob("*.md"))]
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


@pytest.mark.parametrize("target", ["make chat", "make test"])
def test_readme_names_the_commands(target: str) -> None:
    assert target in (_ROOT / "README.md").read_text("utf-8")
