"""The server stops and starts again while somebody has the page open."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant import Assistant

from .conftest import SEEDS, serving
from .reader import Reader

QUESTION = "How many criminal cases were initiated?"
SECOND = "Who is the President of Kazakhstan?"


@pytest.fixture
def port() -> int:
    """A port that is free now, so that two servers can use it one after the other."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_page_finds_a_restarted_server_and_keeps_what_was_typed(
    open_page: Callable[..., Reader], tmp_path: Path, port: int
) -> None:
    with Assistant.open(SEEDS, home=tmp_path) as assistant:
        with serving(assistant, port=port) as address:
            reader = open_page(address)
            reader.ask(QUESTION)
        reader.box.fill(SECOND)
        status = reader.page.locator("#connection")
        expect(status).to_contain_text("Quoth does not answer")
        with serving(assistant, port=port):
            expect(reader.page.locator("#notice")).to_contain_text("Quoth is back")
            expect(status).to_be_hidden()
            expect(reader.box).to_have_value(SECOND)
            expect(reader.replies).to_have_count(1)
            reader.box.press("Enter")
            expect(reader.replies).to_have_count(2)
            expect(reader.replies.last).to_contain_text("Tokayev")


def test_question_sent_to_a_stopped_server_is_not_lost(
    open_page: Callable[..., Reader], tmp_path: Path, port: int
) -> None:
    with Assistant.open(SEEDS, home=tmp_path) as assistant:
        with serving(assistant, port=port) as address:
            reader = open_page(address)
        reader.box.fill(QUESTION)
        reader.box.press("Enter")
        expect(reader.page.locator("#connection")).to_contain_text("Quoth does not answer")
        with serving(assistant, port=port):
            expect(reader.page.locator("#notice")).to_contain_text("Quoth is back")
            expect(reader.box).to_have_value(QUESTION)
            reader.box.press("Enter")
            expect(reader.replies).to_have_count(1)


def test_page_opened_before_a_restart_answers_after_it(
    open_page: Callable[..., Reader], tmp_path: Path, port: int
) -> None:
    with Assistant.open(SEEDS, home=tmp_path) as assistant:
        with serving(assistant, port=port) as address:
            reader = open_page(address)
            reader.ask(QUESTION)
        with serving(assistant, port=port):
            reader.box.fill(SECOND)
            reader.box.press("Enter")
            expect(reader.page.get_by_text("Tokayev").first).to_be_visible()
