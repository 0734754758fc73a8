"""Logging in while others guess, and what ends a login."""

from __future__ import annotations

import threading
import time

import httpx
import pytest

from assistant.page.passwords import keep_password
from tests.assistant.page.conftest import PASSWORD, Served


def _log_in(served: Served, name: str, password: str, address: str, **more: str) -> httpx.Response:
    headers = {"X-Forwarded-For": address, **more}
    form = {"name": name, "password": password}
    return httpx.post(f"{served.address}/login", data=form, headers=headers, timeout=30)


def test_guesses_from_elsewhere_do_not_shut_a_person_out(guarded: Served) -> None:
    codes = [_log_in(guarded, "Ada", "wrong", "192.0.2.1").status_code for _ in range(8)]
    assert codes == [403] * 5 + [429] * 3
    assert _log_in(guarded, "Ada", PASSWORD, "192.0.2.2").status_code == 303


def test_guesses_from_the_same_address_do_not_shut_a_person_out(guarded: Served) -> None:
    assert _log_in(guarded, "Bob", PASSWORD, "192.0.2.3").status_code == 303
    for _ in range(12):
        assert _log_in(guarded, "Bob", "wrong", "192.0.2.3").status_code == 403
        time.sleep(0.25)
    assert _log_in(guarded, "Bob", PASSWORD, "192.0.2.3").status_code == 303


def test_refused_try_says_when_the_next_may_be(guarded: Served) -> None:
    for _ in range(5):
        _log_in(guarded, "Eve", "wrong", "192.0.2.4")
    answer = _log_in(guarded, "Eve", "wrong", "192.0.2.4")
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "1"
    assert "Try again in 1 second." in answer.text


def test_clients_that_guess_do_not_slow_those_inside(guarded: Served) -> None:
    with guarded.client("192.0.2.5") as client:
        client.post("/login", data={"name": "Ada", "password": PASSWORD})
        stop = threading.Event()

        def guess(number: int) -> None:
            while not stop.is_set():
                answer = _log_in(guarded, f"name {number}", "wrong", f"198.51.100.{number}")
                assert answer.status_code in {403, 429, 503}

        threads = [threading.Thread(target=guess, args=(number,)) for number in range(20)]
        for thread in threads:
            thread.start()
        try:
            taken = []
            for _ in range(20):
                started = time.monotonic()
                assert client.get("/page/usual").status_code == 200
                taken.append(time.monotonic() - started)
                time.sleep(0.05)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
    assert sorted(taken)[10] < 0.5


def test_login_ends_when_its_name_leaves_the_file(guarded: Served) -> None:
    people = guarded.folder / "people"
    keep_password(people, "Guest", PASSWORD)
    with guarded.client("192.0.2.6") as client:
        client.post("/login", data={"name": "Guest", "password": PASSWORD})
        assert client.get("/page/library").status_code == 200
        lines = people.read_text("utf-8").splitlines()
        kept = [line for line in lines if not line.startswith("Guest:")]
        people.write_text("\n".join(kept) + "\n", "utf-8")
        assert client.get("/page/library").status_code == 401


def test_login_ends_when_the_password_changes_and_not_while_the_file_is_damaged(
    guarded: Served,
) -> None:
    people = guarded.folder / "people"
    keep_password(people, "Carol", PASSWORD)
    with guarded.client("192.0.2.7") as client:
        client.post("/login", data={"name": "Carol", "password": PASSWORD})
        whole = people.read_bytes()
        people.write_text("torn", "utf-8")
        assert client.get("/page/library").status_code == 200
        people.write_bytes(whole)
        keep_password(people, "Carol", "another password")
        assert client.get("/page/library").status_code == 401


@pytest.mark.parametrize(
    ("referer", "location"),
    [
        ("/?conversation=" + "c" * 32, "./?conversation=" + "c" * 32),
        ("/?conversation=short", "./"),
        ("/", "./"),
        ("//elsewhere.invalid/?conversation=%0d%0a", "./"),
    ],
)
def test_login_leads_back_to_the_conversation(guarded: Served, referer: str, location: str) -> None:
    answer = _log_in(guarded, "Ada", PASSWORD, "192.0.2.8", Referer=guarded.address + referer)
    assert answer.headers["location"] == location
