"""Where passwords are asked for, nothing is there without one, and people do not see each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from assistant import Assistant, SettingError
from assistant.page import serve
from assistant.page.passwords import Passwords, keep_password

from .conftest import SEEDS, serving
from .hostile import is_unharmed
from .reader import Reader
from .test_audit import violations

PASSWORD = "a long password"
HOSTILE_NAME = "<img src=x onerror='window.harmed=1'>"
QUESTION = "How many criminal cases were initiated?"


@pytest.fixture(scope="module")
def guarded(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: ARG001
    # After the browser, for Gradio would make an event loop of its own and never close it.
    root = tmp_path_factory.mktemp("guarded")
    for name in ("Ada", "Bob"):
        keep_password(root / "people", name, PASSWORD)
    passwords = Passwords.read(root / "people")
    with (
        Assistant.open(SEEDS, home=root / "home") as quoth,
        serving(quoth, passwords=passwords) as address,
    ):
        yield address


@pytest.mark.parametrize(
    "path",
    [
        "page/library",
        "page/conversations",
        "page/sources/x/pages/1",
        "gradio_api/info",
        "config",
        "page/added?name=a.txt",
    ],
)
def test_nothing_is_there_without_a_password(guarded: str, path: str) -> None:
    for method in ("GET", "POST", "PUT"):
        answer = httpx.request(method, guarded + path)
        assert answer.status_code == 401
        assert "Kazakhstan" not in answer.text
    assert "gradio" not in httpx.get(guarded).text


def test_wrong_passwords_are_refused_and_soon_no_more_are_tried(guarded: str) -> None:
    form = {"name": "Eve<script>", "password": "wrong"}
    codes = [httpx.post(f"{guarded}login", data=form).status_code for _ in range(6)]
    assert codes == [403] * 5 + [429]
    forged = {"quoth-session": "x" * 43}
    assert httpx.get(f"{guarded}page/library", cookies=forged).status_code == 401
    assert httpx.post(f"{guarded}login", content=b"x" * 9_000).status_code == 413


def _enter(open_page: Callable[..., Reader], address: str, name: str) -> Reader:
    reader = open_page(address, entering=(name, PASSWORD), viewport={"width": 1280, "height": 800})
    expect(reader.page.get_by_role("navigation", name="Conversations")).to_be_visible()
    return reader


def test_people_see_their_own_conversations_in_any_browser(
    open_page: Callable[..., Reader], guarded: str
) -> None:
    ada = _enter(open_page, guarded, "Ada")
    ada.ask(QUESTION)
    again = _enter(open_page, guarded, "Ada")
    expect(again.page.locator("#past li > a")).to_have_text([QUESTION])
    bob = _enter(open_page, guarded, "Bob")
    expect(bob.page.locator("#past")).to_contain_text("What you ask will be listed here.")


def test_name_is_kept_beside_a_wrong_password(
    open_page: Callable[..., Reader], guarded: str
) -> None:
    form = {"name": '"><script>', "password": "wrong"}
    assert "<script" not in httpx.post(f"{guarded}login", data=form).text
    reader = open_page(guarded, entering=("Bob", PASSWORD))
    reader.page.context.clear_cookies()
    reader.page.goto(guarded)
    reader.page.get_by_label("Name").fill("Bob")
    reader.page.get_by_label("Password").fill("wrong")
    reader.page.get_by_role("button", name="Log in").click()
    expect(reader.page.get_by_role("alert")).to_contain_text("wrong")
    expect(reader.page.get_by_label("Name")).to_have_value("Bob")
    expect(reader.page.get_by_label("Password")).to_be_focused()
    expect(reader.page.get_by_label("Password")).to_have_value("")


def test_person_logs_out(open_page: Callable[..., Reader], guarded: str) -> None:
    ada = _enter(open_page, guarded, "Ada")
    past = ada.page.get_by_role("navigation", name="Conversations")
    expect(past).to_contain_text("Ada")
    assert not violations(ada)
    past.get_by_role("button", name="Log out").click()
    expect(ada.page.get_by_label("Password")).to_be_visible()
    ada.page.goto(guarded)
    expect(ada.page.get_by_label("Password")).to_be_visible()
    assert not ada.page.context.cookies() or "quoth-session" not in str(ada.page.context.cookies())


def test_name_of_a_person_is_shown_as_text(
    open_page: Callable[..., Reader], tmp_path: Path
) -> None:
    keep_password(tmp_path / "people", HOSTILE_NAME, PASSWORD)
    passwords = Passwords.read(tmp_path / "people")
    with (
        Assistant.open(SEEDS, home=tmp_path / "home") as quoth,
        serving(quoth, passwords=passwords) as address,
    ):
        reader = _enter(open_page, address, HOSTILE_NAME)
        expect(reader.page.locator("#person")).to_contain_text(HOSTILE_NAME)
        is_unharmed(reader)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", ""])
def test_page_is_not_served_to_other_machines_without_passwords(tmp_path: Path, host: str) -> None:
    with (
        Assistant.open(SEEDS, home=tmp_path / "home") as quoth,
        pytest.raises(SettingError, match="--auth"),
    ):
        serve(quoth, host=host, port=0, announce=pytest.fail)
