"""Indexing from the command line: several folders, patterns, changes, Ctrl-C."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.request import urlopen

import pytest

_MANY = 4_000
_PATIENCE = 60


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A folder with two folders of documents."""
    _write(tmp_path / "gas", {"a.txt": "Wombats dig burrows.", "a.log": "Nothing happened."})
    _write(tmp_path / "moon", {"b.txt": "Koalas nap in trees."})
    return tmp_path


def _write(folder: Path, files: Mapping[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name, words in files.items():
        (folder / name).write_text(words)


def _started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "assistant", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
    )


def _told(folder: Path, *arguments: str) -> dict[str, object]:
    run = _started(folder, *arguments, "--json")
    out, err = run.communicate(timeout=_PATIENCE)
    assert run.returncode == 0, err
    told = json.loads(out)
    assert isinstance(told, dict)
    return told


def test_sources_of_two_folders_are_listed_with_their_state(two: Path) -> None:
    told = _told(two, "sources", "gas", "moon", "--exclude", "*.log")
    files = told["files"]
    assert isinstance(files, list)
    assert {(file["location"], file["outcome"]) for file in files} == {
        ("gas/a.log", "ignored"),
        ("gas/a.txt", "ready"),
        ("moon/b.txt", "ready"),
    }
    assert (two / ".quoth").is_dir()


def test_watching_follows_changes_until_ctrl_c(two: Path) -> None:
    run = _started(two, "index", "gas", "--watch", "--json")
    assert run.stdout is not None
    assert json.loads(run.stdout.readline())["read"] == 2
    (two / "gas" / "new.txt").write_text("Emus run fast.")
    assert json.loads(run.stdout.readline())["read"] == 1
    (two / "gas" / "empty.txt").touch()
    assert json.loads(run.stdout.readline())["failures"][0]["name"] == "empty.txt"
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=_PATIENCE)
    assert (run.returncode, err) == (0, "")


def test_served_page_sees_changes_as_they_happen(two: Path) -> None:
    run = _started(two, "serve", "gas", "--watch", "--no-browser", "--port", "0")
    assert run.stdout is not None
    assert run.stdout.readline() == "Quoth is opening gas. Ctrl-C stops it.\n"
    address = run.stdout.readline().split()[1]
    assert address.startswith("http://127.0.0.1:")

    def count() -> int:
        with urlopen(f"{address}page/library", timeout=_PATIENCE) as answer:
            return int(json.load(answer)["count"])

    assert count() == 2
    (two / "gas" / "new.txt").write_text("Emus run fast.")
    assert run.stdout.readline().startswith("1 read")
    assert count() == 3
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=_PATIENCE)
    assert (run.returncode, err) == (0, "")


def test_interrupted_index_says_so_and_goes_on_next_time(two: Path) -> None:
    facts = {f"{n}.txt": f"Fact {n} is told here at some length." for n in range(_MANY)}
    _write(two / "many", facts)
    run = _started(two, "index", "many")
    while not (two / ".quoth" / "many" / "tokens.sqlite").exists():
        time.sleep(0.05)
    time.sleep(0.5)
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=_PATIENCE)
    assert (run.returncode, out) == (130, "")
    assert err.startswith("quoth: Interrupted. What was read is kept")
    assert "Traceback" not in err
    for number in range(_MANY // 40, _MANY):
        (two / "many" / f"{number}.txt").unlink()
    report = _told(two, "index", "many")
    assert report["failures"] == []
    sources = _told(two, "sources", "many")["sources"]
    assert isinstance(sources, list)
    assert len(sources) == _MANY // 40
