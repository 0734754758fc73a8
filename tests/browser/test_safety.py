"""Documents, questions and other pages that mean harm."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from .reader import Reader

HOSTILE = (
    "The parcel holds 41 blue stamps "
    "<script>window.harmed = 1</script> "
    "<img src=x onerror='window.harmed = 1'> "
    "<img src='http://elsewhere.invalid/pixel.png'> "
    "![pixel](http://elsewhere.invalid/pixel.png) "
    "[link](javascript:window.harmed=1) "
    "<style>@import 'http://elsewhere.invalid/a.css'; body { display: none }</style> "
    "<iframe src='http://elsewhere.invalid/'></iframe> "
    "<meta http-equiv=refresh content='0;url=http://elsewhere.invalid/'> "
    "<div style='position:fixed;inset:0;background:url(http://elsewhere.invalid/b.png)'></div> "
    "<a class=cite href='#quote/0/0/1'>[9]</a> <svg onload=alert(1)> "
    "${window.harmed = 1} {{constructor.constructor('window.harmed = 1')()}} "
    "$$\\href{javascript:alert(1)}{x}$$ &lt;b&gt; %3Cscript%3E \u202eevil\u202c"
)
QUESTION = "How many blue stamps does the parcel hold?"


@pytest.fixture(scope="module")
def hostile_address(serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("hostile")
    title = "<img src=x onerror='window.harmed = 1'>${window.harmed = 1}{{7*7}} Parcels."
    (folder / "parcel.txt").write_text(f"{title}\n\n{HOSTILE}\n", "utf-8")
    return serve(folder)


def _is_unharmed(reader: Reader) -> None:
    assert reader.page.evaluate("window.harmed") is None
    assert not reader.dialogs
    assert not reader.foreign_requests()
    for part in ("script", "img", "iframe", "style", "svg", "a:not(.cite, [download])"):
        expect(reader.page.locator(f".reply {part}, .asked {part}, #pane {part}")).to_have_count(0)


def test_hostile_document_is_shown_as_text(
    open_page: Callable[..., Reader], hostile_address: str
) -> None:
    reader = open_page(hostile_address, viewport={"width": 1280, "height": 800})
    expect(reader.page.locator("#welcome .sources")).to_contain_text("${window.harmed = 1}")
    answer = reader.ask(QUESTION)
    expect(answer.locator(".words").first).to_contain_text("41 blue stamps")
    answer.locator("a.cite").first.click()
    expect(reader.pane).to_contain_text("<script>window.harmed = 1</script>")
    expect(reader.pane).to_contain_text("{{constructor.constructor(")
    reader.pane.get_by_role("button", name="All sources").click()
    expect(reader.pane.locator(".sources")).to_contain_text("onerror=")
    _is_unharmed(reader)


def test_hostile_question_is_shown_as_text(
    open_page: Callable[..., Reader], hostile_address: str
) -> None:
    reader = open_page(hostile_address)
    reader.ask(HOSTILE)
    expect(reader.page.locator(".asked")).to_have_text(HOSTILE)
    _is_unharmed(reader)


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
    _is_unharmed(reader)


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
def test_what_the_page_does_not_use_is_not_there(address: str, path: str) -> None:
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
