"""How a person wants answers: chosen on the page, remembered there, and checked by the server."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from assistant import Assistant, SettingError
from assistant.answer_options import DEFAULT_OPTIONS, AnswerOptions
from assistant.page.question_request import QuestionRequest
from assistant.sureness import Sureness
from tests.assistant.scripted import ScriptedModel

from .conftest import SEEDS, serving
from .reader import Reader

QUESTION = "How many criminal cases were initiated?"
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def reader(open_page: Callable[..., Reader], address: str) -> Reader:
    return open_page(address, viewport=WIDE)


def _settings(reader: Reader) -> Locator:
    dialog = reader.page.get_by_role("dialog", name="How to answer")
    if not dialog.is_visible():
        reader.page.get_by_role("button", name="Settings").click()
    expect(dialog).to_be_visible()
    return dialog


def _choose(reader: Reader, label: str, wanted: str) -> None:
    dialog = _settings(reader)
    dialog.get_by_label(label).select_option(wanted)
    dialog.get_by_role("button", name="Close").click()


def test_length_is_chosen_remembered_and_put_back(reader: Reader) -> None:
    above = reader.page.locator("#above")
    expect(reader.ask(QUESTION).locator("figure")).to_have_count(2)
    expect(_settings(reader).get_by_label("Quotes in an answer")).to_contain_text("up to 6")
    _choose(reader, "Quotes in an answer", "one")
    expect(above).to_contain_text("Answers come with one quote.")
    expect(reader.ask(QUESTION).locator("figure")).to_have_count(1)
    reader.page.reload()
    expect(reader.replies).to_have_count(2)
    expect(above).to_contain_text("Answers come with one quote.")
    expect(reader.ask(QUESTION).locator("figure")).to_have_count(1)
    above.get_by_role("button", name="As usual").click()
    expect(above).to_be_hidden()
    expect(reader.ask(QUESTION).locator("figure")).to_have_count(2)


def test_sureness_is_chosen_in_words(reader: Reader) -> None:
    _choose(reader, "Answers that are shown", "very likely")
    expect(reader.ask(QUESTION)).to_contain_text("No answer found")
    _choose(reader, "Answers that are shown", "all, also unsure ones")
    expect(reader.ask("What is the capital of Australia?")).to_contain_text("Unsure")
    dialog = _settings(reader)
    dialog.get_by_role("button", name="As usual").click()
    expect(dialog.get_by_label("Answers that are shown")).to_have_value("")
    expect(dialog.get_by_role("checkbox")).to_have_count(0)  # there is no language model
    dialog.get_by_role("button", name="Close").click()
    expect(reader.ask("What is the capital of Australia?")).to_contain_text("No answer found")


def test_settings_fit_a_phone(open_page: Callable[..., Reader], address: str) -> None:
    reader = open_page(address, viewport=PHONE)
    box = _settings(reader).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert not reader.page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_invalid_answer_settings_are_refused(reader: Reader) -> None:
    reader.page.evaluate('window.quothAsking = () => \'{"wanted": {"quotes": 99}}\'')
    problem = reader.ask(QUESTION)
    expect(problem).to_contain_text("wanted.quotes: Input should be less than or equal to 20.")
    expect(reader.box).to_have_value(QUESTION)


@pytest.mark.parametrize(
    "wrong", ["no JSON", '{"wanted": {"sureness": "utterly"}}', '{"chosen": {"since": "soon"}}']
)
def test_details_that_mean_nothing_are_refused(wrong: str) -> None:
    with pytest.raises(SettingError, match="cannot be used"):
        QuestionRequest.of(QUESTION, wrong, "")


def test_nothing_sent_is_as_usual() -> None:
    assert QuestionRequest.of(QUESTION, "", "").wanted.options() == DEFAULT_OPTIONS


@pytest.mark.parametrize("sureness", Sureness)
def test_every_word_for_sureness_can_be_asked_for(sureness: Sureness) -> None:
    details = json.dumps({"wanted": {"sureness": sureness}})
    asked = QuestionRequest.of(QUESTION, details, "")
    assert asked.wanted.options().threshold == sureness.threshold


def test_answer_settings_become_answer_options() -> None:
    told = {"quotes": 3, "sureness": "likely", "with_model": False}
    asked = QuestionRequest.of(QUESTION, json.dumps({"wanted": told}), "")
    assert asked.wanted.options() == AnswerOptions(3, 0.65, with_model=False)


def test_model_can_be_done_without_where_there_is_one(
    open_page: Callable[..., Reader], tmp_path_factory: pytest.TempPathFactory
) -> None:
    model = ScriptedModel("125 criminal cases were initiated [1].")
    home = tmp_path_factory.mktemp("home")
    with Assistant.open(SEEDS, home=home, model=model) as quoth, serving(quoth) as address:
        reader = open_page(address, viewport=WIDE)
        written = reader.ask(QUESTION)
        expect(written.get_by_text("Written by a language model")).to_be_visible()
        _settings(reader).get_by_label("Let the language model write").uncheck()
        _settings(reader).get_by_role("button", name="Close").click()
        expect(reader.page.locator("#above")).to_contain_text("without the language model")
        quoted = reader.ask(QUESTION)
        expect(quoted.locator(".lead")).to_be_visible()
        expect(quoted.get_by_text("Written by a language model")).to_have_count(0)
        reader.page.close()
    assert len(model.prompts) == 1
