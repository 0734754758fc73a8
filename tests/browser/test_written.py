"""An answer that a language model wrote: its words, its citations, and what was found of each."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import Literal

import pytest
from playwright.sync_api import Locator, expect

from assistant import Answer, Assistant, Event, Finished, Stated, Statement, Turn, Verdict
from assistant.answer_options import DEFAULT_OPTIONS, AnswerOptions
from assistant.page import rendering

from .conftest import SEEDS, serving
from .reader import Reader
from .test_audit import violations

QUESTION = "How many criminal cases were initiated?"
HOSTILE = "<img src=x onerror='window.harmed = 1'> ${window.harmed = 1} {{7*7}}"
RIGHT = Statement("So far 125 cases were opened.", (1, 2), Verdict.SUPPORTED)
DOUBTED = Statement(
    f"They were opened in Almaty. {HOSTILE}", (2,), Verdict.UNSUPPORTED, f"“Almaty” {HOSTILE}"
)
MENDED = Statement("Many were detained.", (1,), Verdict.SUPPORTED, "It points at no quote.")
OUT = Statement("There were 999 cases.", (), Verdict.UNSUPPORTED, "“999” is not there.", False)
NOTE = "The model took its time & more."
WIDE = {"width": 1280, "height": 800}


class Written(Assistant):
    """Writes its answers in a model's words that are given here, and waits before the last."""

    statements: tuple[Statement, ...] = (RIGHT, DOUBTED, MENDED, OUT)
    go_on = threading.Event()

    def stream(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        sources: Collection[str] | None = None,
        options: AnswerOptions = DEFAULT_OPTIONS,
    ) -> Iterator[Event]:
        *before, last = super().stream(question, turns, sources=sources, options=options)
        yield from before
        assert isinstance(last, Finished)
        assert isinstance(last.reply, Answer)
        for statement in self.statements:
            yield Stated(statement, last.reply.citations)
        self.go_on.wait(60)
        yield Finished(replace(last.reply, statements=self.statements, note=NOTE))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Written, str]]:
    with (
        Written.open(SEEDS, home=tmp_path_factory.mktemp("home")) as quoth,
        serving(quoth) as address,
    ):
        yield quoth, address


@pytest.fixture
def reader(written: tuple[Written, str], open_page: Callable[..., Reader]) -> Reader:
    """Somebody in a conversation that is not kept, for its name is too short to be anyone's."""
    quoth, address = written
    quoth.go_on.set()
    reader = open_page(address, viewport=WIDE)
    reader.page.goto(f"{address}?conversation=short")
    expect(reader.page.locator(".returning")).to_have_count(0)
    return reader


@pytest.fixture
def answer(reader: Reader) -> Locator:
    return reader.ask(QUESTION)


def test_words_of_a_model_look_unlike_quotes_and_say_whose_they_are(answer: Locator) -> None:
    prose = answer.locator(".written")
    expect(prose).to_contain_text("Written by a language model, and checked against the quotes")
    expect(prose.locator(".claim")).to_have_text([RIGHT.text, DOUBTED.text, MENDED.text])
    expect(prose.locator("blockquote, .words, mark")).to_have_count(0)
    expect(answer.locator("figure blockquote")).to_have_count(2)
    font = "node => getComputedStyle(node).fontFamily"
    quote = answer.locator("blockquote").first
    assert prose.locator(".prose").evaluate(font) != quote.evaluate(font)
    expect(answer.locator(".note")).to_have_text(NOTE)


def test_citation_of_a_statement_opens_its_quote_and_shows_its_words(
    reader: Reader, answer: Locator
) -> None:
    statement = answer.locator(".statement").first
    expect(statement.locator("a.cite")).to_have_text([re.compile(r"\[1\]"), re.compile(r"\[2\]")])
    second = answer.locator("figure .words").nth(1).inner_text()
    statement.locator("a.cite").nth(1).hover()
    expect(reader.page.get_by_role("tooltip")).to_contain_text(second)
    statement.locator("a.cite").nth(1).click()
    expect(reader.lit).to_have_text(second)
    expect(reader.pane).to_contain_text("Quote 2 of 2")


def test_statement_that_is_not_supported_says_so_and_why(reader: Reader, answer: Locator) -> None:
    doubted = answer.locator(".doubted")
    expect(doubted).to_have_count(1)
    line = "node => getComputedStyle(node).textDecorationLine"
    assert doubted.locator(".claim").evaluate(line) == "underline"
    doubt = doubted.get_by_role("button", name=_named("not supported", DOUBTED))
    tip = reader.page.get_by_role("tooltip")
    doubt.hover()
    expect(tip).to_have_text(DOUBTED.reason)
    reader.page.mouse.move(5, 5)
    expect(tip).to_be_hidden()
    doubt.focus()
    expect(tip).to_have_text(DOUBTED.reason)
    reader.page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    expect(answer.get_by_role("button", name=_named("citation mended", MENDED))).to_be_visible()


def _named(label: str, statement: Statement) -> re.Pattern[str]:
    return re.compile(f"^{label} ?: {re.escape(statement.reason)}$")


def test_removed_statements_are_listed_when_opened(answer: Locator) -> None:
    expect(answer.get_by_text(OUT.text)).to_be_hidden()
    answer.get_by_text("1 statement was left out").click()
    expect(answer.get_by_text(OUT.text)).to_be_visible()
    expect(answer.locator(".removed")).to_contain_text(OUT.reason)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_written_answer_has_no_accessibility_violation(
    reader: Reader, answer: Locator, scheme: Literal["light", "dark"]
) -> None:
    reader.page.emulate_media(color_scheme=scheme)
    answer.get_by_text("1 statement was left out").click()
    assert not violations(reader)


def test_hostile_words_of_a_model_are_shown_as_text(reader: Reader, answer: Locator) -> None:
    expect(answer.locator(".doubted")).to_contain_text(HOSTILE)
    expect(answer.locator("img")).to_have_count(0)
    assert reader.page.evaluate("window.harmed") is None


def test_statements_appear_as_they_are_written(
    reader: Reader, written: tuple[Written, str]
) -> None:
    written[0].go_on.clear()
    reader.box.fill(QUESTION)
    reader.box.press("Enter")
    stage = reader.page.locator(".reply.stage")
    expect(stage.locator(".claim")).to_have_text([RIGHT.text, DOUBTED.text, MENDED.text])
    expect(stage).to_contain_text("checking each statement")
    stage.locator("a.cite").first.click()
    expect(reader.lit).to_be_visible()
    written[0].go_on.set()
    expect(reader.replies).to_have_count(1)
    expect(reader.replies.locator("figure")).to_have_count(2)


def test_answer_of_whose_statements_none_is_shown_is_quotes(written: tuple[Written, str]) -> None:
    written[0].go_on.set()
    reply = written[0].ask(QUESTION)
    assert isinstance(reply, Answer)
    hidden = replace(reply, statements=(OUT, OUT))
    _, message = rendering.conversation([Turn(QUESTION, QUESTION, hidden.text, hidden)])
    html = str(message["content"])
    assert "2 statements were left out" in html
    assert 'class="quote lead"' in html
    assert "Written by" not in html
