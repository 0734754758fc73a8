"""Documents, questions and other pages that mean harm."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import expect

from assistant import Assistant, Turn

from .conftest import SEEDS, serving
from .hostile import HOSTILE, SHORT, is_unharmed
from .reader import Reader

QUESTION = "How many blue stamps does the parcel hold?"


@pytest.fixture(scope="module")
def hostile_address(serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("hostile")
    name = SHORT.replace("/", "")
    (folder / f"{name}.txt").write_text(f"{SHORT} Parcels.\n\n{HOSTILE}\n", "utf-8")
    (folder / f"{name}.bin").write_bytes(bytes(range(256)))
    return serve(folder)


def test_hostile_document_is_shown_as_text(
    open_page: Callable[..., Reader], hostile_address: str
) -> None:
    reader = open_page(hostile_address, viewport={"width": 1280, "height": 800})
    expect(reader.page.locator("#welcome .sources")).to_contain_text("${window.harmed=1}")
    answer = reader.ask(QUESTION)
    expect(answer.locator(".words").first).to_contain_text("41 blue stamps")
    answer.locator("a.cite").first.click()
    expect(reader.pane).to_contain_text("<script>window.harmed = 1</script>")
    expect(reader.pane).to_contain_text("{{constructor.constructor(")
    reader.pane.get_by_role("button", name="All sources").click()
    expect(reader.pane.locator(".sources")).to_contain_text("onerror=")
    is_unharmed(reader)


def test_hostile_question_is_shown_as_text(
    open_page: Callable[..., Reader], hostile_address: str
) -> None:
    reader = open_page(hostile_address)
    reader.ask(HOSTILE)
    expect(reader.page.locator(".asked")).to_have_text(HOSTILE)
    is_unharmed(reader)


def test_hostile_question_is_shown_as_text_again_after_a_reload(
    open_page: Callable[..., Reader], hostile_address: str
) -> None:
    reader = open_page(hostile_address)
    question = (
        "${window.harmed = 1} <img src=x onerror='window.harmed = 1'> ![x](//elsewhere.invalid)"
    )
    reader.ask(question)
    reader.page.reload()
    expect(reader.page.locator(".asked")).to_have_text(question)
    is_unharmed(reader)


def test_hostile_words_around_a_quote_and_found_in_a_source_are_shown_as_text(
    open_page: Callable[..., Reader], hostile_address: str
) -> None:
    reader = open_page(hostile_address, viewport={"width": 1280, "height": 800})
    citation = reader.ask(QUESTION).locator("a.cite").first
    citation.hover()
    expect(reader.page.get_by_role("tooltip")).to_contain_text("<script>window.harmed = 1</script>")
    citation.click()
    expect(reader.lit).to_be_visible()
    field = reader.pane.get_by_label("Find in this source")
    for words in ("<img src=x", "</textarea></title>", "{{constructor", "${window.harmed"):
        field.fill(words)
        expect(reader.lit.first).to_have_text(words)
    is_unharmed(reader)


def test_hostile_name_of_a_file_is_shown_as_text(
    open_page: Callable[..., Reader], hostile_address: str
) -> None:
    reader = open_page(hostile_address, viewport={"width": 1280, "height": 800})
    reader.page.get_by_role("button", name="Sources", exact=True).click()
    reader.pane.get_by_text("One file could not be read").click()
    expect(reader.pane.locator(".failures li")).to_contain_text("<svg onload=alert(1)>")
    expect(reader.pane.locator(".sources")).to_contain_text("onerror='window.harmed=1'")
    is_unharmed(reader)


def test_hostile_title_of_a_conversation_is_shown_as_text(
    open_page: Callable[..., Reader], hostile_address: str, tmp_path: Path
) -> None:
    reader = open_page(hostile_address, viewport={"width": 1280, "height": 800})
    reader.ask(QUESTION)
    past = reader.page.get_by_role("navigation", name="Conversations")
    past.get_by_role("button", name="More about").click()
    past.get_by_role("button", name="Rename").click()
    past.get_by_label("Title").fill(SHORT)
    past.get_by_label("Title").press("Enter")
    expect(past.locator("li > a")).to_have_text(SHORT)
    past.get_by_role("button", name="More about").click()
    with reader.page.expect_download() as download:
        past.get_by_role("link", name="HTML").click()
    download.value.save_as(tmp_path / "exported.html")
    past.get_by_role("button", name="Delete").click()
    expect(reader.page.locator("#notice")).to_contain_text("<img src=x onerror=")
    is_unharmed(reader)
    exported = Reader(reader.page.context.new_page(), (tmp_path / "exported.html").as_uri())
    exported.page.goto(exported.address)
    expect(exported.page.locator("body")).to_contain_text("<script>window.harmed = 1</script>")
    is_unharmed(exported)
    assert exported.requests == [exported.address]


def test_hostile_word_why_is_kept_as_text(
    open_page: Callable[..., Reader], hostile_address: str
) -> None:
    reader = open_page(hostile_address)
    reader.ask(QUESTION).get_by_role("button", name="Not good").click()
    reader.page.get_by_label("Why?").fill(HOSTILE)
    reader.page.get_by_label("Why?").press("Enter")
    expect(reader.page.locator("#notice")).to_contain_text("Thank you.")
    reader.page.reload()
    expect(reader.page.locator(".reply.answer")).to_be_visible()
    is_unharmed(reader)


def test_hostile_text_that_is_pasted_is_shown_as_text(
    open_page: Callable[..., Reader], tmp_path: Path
) -> None:
    (tmp_path / "documents").mkdir()
    home = tmp_path / "home"
    with Assistant.open(tmp_path / "documents", home=home) as quoth, serving(quoth) as address:
        reader = open_page(address, viewport={"width": 1280, "height": 800})
        reader.page.get_by_role("button", name="Sources", exact=True).click()
        reader.pane.get_by_text("Add sources").click()
        reader.pane.get_by_label("Text to add").fill(f"{SHORT} Parcels.\n\n{HOSTILE}")
        reader.pane.get_by_role("button", name="Add the text").click()
        expect(reader.pane.locator(".sources")).to_contain_text("<img src=x onerror=")
        expect(reader.page.locator("#welcome")).to_contain_text("<img src=x onerror=")
        expect(reader.ask(QUESTION).locator(".words").first).to_contain_text("41 blue stamps")
        reader.pane.get_by_role("button", name="Remove").click()
        expect(reader.pane.locator(".sources li")).to_have_count(0)
        is_unharmed(reader)


class Suggesting(Assistant):
    """Suggests questions that mean harm."""

    def suggestions(self, *, limit: int = 4) -> tuple[str, ...]:
        return (SHORT,) * limit

    def follow_ups(
        self,
        turns: Sequence[Turn],
        *,
        limit: int = 3,
        sources: Collection[str] | None = None,
    ) -> tuple[str, ...]:
        assert turns
        return (SHORT,) * (limit if sources is None else 0)


def test_hostile_questions_to_begin_and_to_go_on_with_are_shown_as_text(
    open_page: Callable[..., Reader], tmp_path: Path
) -> None:
    with Suggesting.open(SEEDS, home=tmp_path / "home") as quoth, serving(quoth) as address:
        reader = open_page(address)
        first = reader.page.locator(".examples button").first
        expect(first).to_have_text(SHORT)
        first.click()
        expect(reader.page.locator(".asked")).to_have_text(SHORT)
        expect(reader.replies).to_have_count(1)
        reader.ask("How many criminal cases were initiated?")
        expect(reader.page.locator(".follow-ups button").first).to_have_text(SHORT)
        is_unharmed(reader)


@pytest.mark.parametrize("address_part", ["?conversation=", "#quote/", "?__theme=", "?view="])
def test_hostile_address_does_nothing(
    open_page: Callable[..., Reader], hostile_address: str, address_part: str
) -> None:
    reader = open_page(hostile_address + address_part + quote(SHORT) + "/0/1")
    reader.address = hostile_address
    reader.ask(QUESTION)
    is_unharmed(reader)


def test_page_asks_no_other_server_for_anything(reader: Reader) -> None:
    reader.ask("How many criminal cases were initiated?").locator("a.cite").first.click()
    expect(reader.lit).to_be_visible()
    assert len(reader.requests) > 10
    assert not reader.foreign_requests()


def test_nothing_that_was_asked_is_kept_in_the_browser(reader: Reader) -> None:
    reader.ask("How many criminal cases were initiated?")
    kept = reader.page.evaluate(
        "async () => JSON.stringify({...localStorage, ...sessionStorage})"
        " + (await indexedDB.databases()).length + document.cookie"
    )
    assert "criminal" not in kept


def test_request_under_a_foreign_name_is_refused(address: str) -> None:
    answer = httpx.get(address, headers={"Host": "elsewhere.invalid"})
    assert answer.status_code == 421
    assert "Quoth" not in answer.text


@pytest.mark.parametrize("origin", ["http://elsewhere.invalid", "null", "http://127.0.0.1:1"])
def test_request_from_a_foreign_page_is_refused(address: str, origin: str) -> None:
    for method, path in (("GET", "page/library"), ("POST", "gradio_api/queue/join")):
        answer = httpx.request(method, address + path, headers={"Origin": origin})
        assert answer.status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "gradio_api/file=http://elsewhere.invalid/x",
        "gradio_api/file=/etc/passwd",
        "gradio_api/proxy=http://elsewhere.invalid/",
        "gradio_api/upload",
        "gradio_api/openapi.json",
        "gradio_api/runs",
        "docs",
        "openapi.json",
        "page/static/../page.py",
        "page/sources/none",
    ],
)
def test_path_that_the_page_does_not_use_is_not_found(address: str, path: str) -> None:
    assert httpx.get(address + path).status_code == 404


def test_every_answer_forbids_scripts_and_frames_from_elsewhere(address: str) -> None:
    for path in ("", "page/library", "page/static/page.js"):
        policy = httpx.get(address + path).headers["Content-Security-Policy"]
        assert re.search(r"default-src 'self'.*frame-ancestors 'none'", policy)


def test_page_loads_no_more_than_its_own_scripts_without_a_policy_breach(reader: Reader) -> None:
    breaches: list[str] = []
    reader.page.on("console", lambda message: breaches.append(message.text))
    reader.ask("How many criminal cases were initiated?").locator("a.cite").first.click()
    expect(reader.lit).to_be_visible()
    assert not [text for text in breaches if "Content Security Policy" in text]
