"""What people think of replies, from the page to a file of questions that is evaluated."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from assistant import Assistant

from .conftest import SEEDS, serving
from .reader import Reader

QUESTION = "Who is the President of Kazakhstan?"
FOLLOW_UP = "What did he do on January 5?"
OFF_TOPIC = "What is the capital of Australia?"


def _quoth(*arguments: str | Path) -> str:
    command = [sys.executable, "-m", "assistant", *map(str, arguments)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _judge(reader: Reader, question: str, judgement: str, why: str = "") -> None:
    reply = reader.ask(question)
    reply.get_by_role("button", name=judgement, exact=True).click()
    reply.get_by_label("Why?").fill(why)
    reply.get_by_label("Why?").press("Enter")
    expect(reply.get_by_label("Why?")).to_have_count(0)


def test_feedback_from_the_page_is_exported_and_evaluated(
    open_page: Callable[..., Reader], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    with Assistant.open(SEEDS, home=home) as quoth, serving(quoth) as address:
        reader = open_page(address)
        _judge(reader, QUESTION, "Good")
        _judge(reader, FOLLOW_UP, "Good", "Just so.")
        _judge(reader, OFF_TOPIC, "Good")
        _judge(reader, "When did the protests begin?", "Not good", "“Which” ones?\u2028")
        exported = _quoth("feedback", "export", SEEDS, "--home", home)
    told = [json.loads(line) for line in exported.splitlines()]
    assert [each["good"] for each in told] == [True, True, True, False]
    assert [each["comment"] for each in told] == ["", "Just so.", "", "“Which” ones?"]
    assert [each["content"] for each in told[1]["messages"]][0] == QUESTION
    (tmp_path / "feedback.jsonl").write_text(exported, "utf-8")
    figures = json.loads(
        _quoth("evaluate", tmp_path / "feedback.jsonl", "--folder", SEEDS, "--json")
    )
    assert figures["questions"] == 3
    for name in ("first quote", "refused, unanswerable", "verbatim quotes"):
        assert figures[name] == 1
    assert figures["refused, answerable"] == 0
