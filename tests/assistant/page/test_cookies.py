"""Our cookies are found beside those of other programs, and survive links from other sites."""

from __future__ import annotations

import re

import httpx
import pytest

from assistant.page.cookies import read_cookie, without_cookie
from assistant.page.owner import owner_of, with_owner
from tests.assistant.page.conftest import PASSWORD, Served

KEY = "k" * 32
FOREIGN = [
    'prefs={"theme":"dark"}',
    "foo[bar]=1",
    "=",
    "naïve=é",
    'q="a;b"',
    "a b=c",
    "quoth-owner=short",
    "\x01=\x02",
]
ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}


@pytest.mark.parametrize("foreign", FOREIGN)
def test_owner_is_found_beside_a_foreign_cookie(foreign: str) -> None:
    assert owner_of(f"{foreign}; quoth-owner={KEY}") == KEY
    assert owner_of(f"quoth-owner={KEY}; {foreign}") == KEY


def test_owner_that_is_no_key_is_no_owner() -> None:
    assert owner_of("quoth-owner=") == ""
    assert owner_of("quoth-owner=" + "é" * 40) == ""
    assert owner_of(f"not-quoth-owner={KEY}") == ""


def test_prefixed_cookie_comes_first() -> None:
    cookies = f"a={'x' * 32}; __Host-a={KEY}"
    assert read_cookie(cookies, "a", lambda _: True) == KEY
    assert without_cookie(f"b=1; {cookies}; c=2", "a") == "b=1; c=2"


def test_owner_replaces_every_other_in_the_headers_of_a_request() -> None:
    headers = [(b"cookie", f"{FOREIGN[0]}; quoth-owner={KEY}".encode()), (b"cookie", b"a=\xff")]
    ((name, value),) = with_owner(headers, "o" * 32)
    assert name == b"cookie"
    assert value == f"{FOREIGN[0]}; a=ÿ; quoth-owner={'o' * 32}".encode("latin-1")


def _given(answer: httpx.Response) -> str:
    found = re.search(r"quoth-owner=([^;]+)", answer.headers.get("set-cookie", ""))
    return found.group(1) if found else ""


def test_link_from_another_site_overwrites_no_owner(served: Served) -> None:
    linked = httpx.get(served.address, headers=ELSEWHERE)
    assert linked.status_code == 200
    assert _given(linked) == ""
    direct = httpx.get(served.address, headers={"Cookie": f"quoth-owner={KEY}"})
    assert _given(direct) == KEY
    assert "SameSite=Lax" in direct.headers["set-cookie"]
    assert "HttpOnly" in direct.headers["set-cookie"]


def test_browser_without_an_owner_gets_one_with_its_first_write(served: Served) -> None:
    here = {"Sec-Fetch-Site": "same-origin"}
    assert _given(httpx.get(f"{served.address}/page/library", headers=here)) == ""
    written = httpx.post(f"{served.address}/page/choice", json={}, headers=here)
    assert len(_given(written)) == 32


def test_browsers_without_an_owner_share_nothing(served: Served) -> None:
    assert httpx.get(f"{served.address}/page/conversations").json() == {"conversations": []}


def test_owner_is_prefixed_where_the_page_comes_over_https(served: Served) -> None:
    answer = httpx.get(served.address, headers={"X-Forwarded-Proto": "https"})
    assert answer.headers["set-cookie"].startswith("__Host-quoth-owner=")
    assert "; Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize("foreign", FOREIGN)
def test_login_lasts_beside_a_foreign_cookie(guarded: Served, foreign: str) -> None:
    form = {"name": "Ada", "password": PASSWORD}
    answer = httpx.post(f"{guarded.address}/login", data=form)
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].partition(";")[0]
    assert "SameSite=Lax" in answer.headers["set-cookie"]
    cookies = f"{foreign}; {cookie}".encode()
    page = httpx.get(f"{guarded.address}/page/library", headers={"Cookie": cookies})
    assert page.status_code == 200
