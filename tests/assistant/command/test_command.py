"""The command line, run as a person would run it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

_QUESTION = "How many criminal cases were initiated?"


@pytest.fixture(scope="module")
def folder(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds in a folder of their own, so that the home beside it is, too."""
    folder = tmp_path_factory.mktemp("command") / "documents"
    folder.mkdir()
    for file in seeds.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def _quoth(folder: Path, *arguments: str, words: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assistant", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, input=words, cwd=folder.parent
    )


def test_ask_prints_quotes_with_their_sources(folder: Path) -> None:
    run = _quoth(folder, "ask", _QUESTION, "--folder", str(folder))
    assert run.returncode == 0, run.stderr
    assert "125 criminal cases" in run.stdout
    assert "2022-01-09" in run.stdout


def test_ask_refuses_with_a_status_of_its_own(folder: Path) -> None:
    run = _quoth(folder, "ask", "What is the capital of Australia?", "-f", str(folder))
    assert run.returncode == 3
    assert "The sources nowhere mention Australia" in run.stdout


def test_exported_answer_passes_the_check(folder: Path, tmp_path: Path) -> None:
    run = _quoth(folder, "ask", _QUESTION, "-f", str(folder), "--json")
    told = json.loads(run.stdout)
    assert told["kind"] == "answer"
    (tmp_path / "answer.json").write_text(run.stdout, "utf-8")
    assert _quoth(folder, "verify", str(tmp_path / "answer.json")).returncode == 0
    (tmp_path / "answer.json").write_text(run.stdout.replace("criminal", "heroic"), "utf-8")
    forged = _quoth(folder, "verify", str(tmp_path / "answer.json"))
    assert forged.returncode == 1
    assert "has other words there" in forged.stdout


def test_chat_understands_a_follow_up(folder: Path) -> None:
    words = "Who is the President of Kazakhstan?\nWhat did he do on January 5?\n\n"
    run = _quoth(folder, "chat", "-f", str(folder), words=words)
    assert run.returncode == 0, run.stderr
    assert "Understood as: What did he do on January 5? (he: the President" in run.stdout
    assert "dismissed the government" in run.stdout


def test_chat_has_help_and_ends_when_asked_to(folder: Path) -> None:
    words = "/help\n\n/nothing\nexit\nWho is the President of Kazakhstan?\n"
    run = _quoth(folder, "chat", "-f", str(folder), words=words)
    assert run.returncode == 0, run.stderr
    assert "exit    the end" in run.stdout
    assert "There is no command /nothing. Try /help." in run.stderr
    assert "Tokayev" not in run.stdout


@pytest.mark.parametrize("word", ["quit", "EXIT", "/quit"])
def test_chat_ends_with_the_words_that_people_try(folder: Path, word: str) -> None:
    run = _quoth(folder, "chat", "-f", str(folder), words=f"{word}\nWho is the President?\n")
    assert (run.returncode, run.stdout.count("?")) == (0, 1)


def test_failures_are_one_line_with_a_count_and_are_listed_when_asked_for(folder: Path) -> None:
    for number in range(3):
        (folder / f"empty {number}.txt").touch()
    index = _quoth(folder, "index", str(folder))
    assert index.stderr.splitlines() == [
        "quoth: 3 files could not be read. To list them: quoth sources --failed"
    ]
    answer = _quoth(folder, "ask", _QUESTION, "-f", str(folder))
    assert answer.stderr.count("\n") == 1
    failed = _quoth(folder, "sources", str(folder), "--failed")
    assert failed.returncode == 0
    assert [line.partition(" contains")[0] for line in failed.stdout.splitlines()] == [
        f"empty {number}.txt" for number in range(3)
    ]
    listed = json.loads(_quoth(folder, "sources", str(folder), "--failed", "--json").stdout)
    assert list(listed) == [f"empty {number}.txt" for number in range(3)]
    for number in range(3):
        (folder / f"empty {number}.txt").unlink()


def test_command_line_does_not_import_the_page() -> None:
    program = "import assistant.command, sys; sys.exit('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_index_and_sources_list_sources_and_failures(folder: Path) -> None:
    (folder / "empty.txt").touch()
    index = _quoth(folder, "index", str(folder), "--json")
    assert index.returncode == 1
    assert json.loads(index.stdout)["failures"][0]["name"] == "empty.txt"
    sources = json.loads(_quoth(folder, "sources", str(folder), "--json").stdout)
    assert sources["sources"][0]["date"] == "2022-01-09"
    assert "contains no text" in sources["failures"]["empty.txt"]
    (folder / "empty.txt").unlink()


@pytest.mark.parametrize("question", [_QUESTION, "Summarise this."])
def test_quotes_are_printed_whole_however_narrow_the_terminal(folder: Path, question: str) -> None:
    told = json.loads(_quoth(folder, "ask", question, "-f", str(folder), "--json").stdout)
    printed = _quoth(folder, "ask", question, "-f", str(folder)).stdout
    assert max(len(quote["text"]) for quote in told["quotes"]) > 80
    assert [quote["text"] for quote in told["quotes"] if quote["text"] not in printed] == []


def test_evaluate_measures_the_seed_questions(folder: Path) -> None:
    questions = Path(__file__).parents[1] / "seed.questions.jsonl"
    run = _quoth(folder, "evaluate", str(questions), "-f", str(folder), "--json")
    figures = json.loads(run.stdout)
    assert figures["questions"] == 16
    assert figures["verbatim quotes"] == 1.0
    assert figures["first three quotes"] >= 0.9


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", _QUESTION, "-f", "nowhere"], "nowhere does not exist"),
        (["index", "nowhere"], "Give the path of an existing folder"),
        (["ask", "", "-f", "documents"], "The question has no words"),
        (["verify", "nowhere.json"], "nowhere.json cannot be read"),
        (["evaluate", "nowhere.jsonl"], "nowhere.jsonl cannot be read"),
    ],
)
def test_mistake_prints_one_line_with_a_remedy(
    folder: Path, arguments: list[str], message: str
) -> None:
    run = _quoth(folder, *arguments)
    assert run.returncode == 1
    assert message in run.stderr
    assert "Traceback" not in run.stderr


def test_terminal_is_safe_from_documents(folder: Path) -> None:
    (folder / "hostile.txt").write_text("The \x1b[2J colour of the wombat is [red]blue[/red].")
    run = _quoth(folder, "ask", "What is the colour of the wombat?", "-f", str(folder))
    (folder / "hostile.txt").unlink()
    assert "\x1b" not in run.stdout
    assert "[red]blue[/red]" in run.stdout


def test_doctor_finds_everything_well(folder: Path) -> None:
    run = _quoth(folder, "doctor", "--json")
    assert run.returncode == 0, run.stdout
    assert all(finding["ok"] for finding in json.loads(run.stdout))
