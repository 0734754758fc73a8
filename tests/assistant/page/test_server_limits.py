"""The server under load and abuse: short answers, no traceback, and room for everybody else."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from tests.assistant.page.conftest import Served

JSON = {"Content-Type": "application/json"}
SESSION = "abcdefghij1"


@pytest.fixture(autouse=True)
def no_traceback(served: Served) -> Iterator[None]:
    """Make sure that nothing that a client does writes a traceback, and that the page goes on."""
    before = len(served.lines())
    yield
    assert httpx.get(served.address, timeout=30).status_code == 200
    written = served.lines()[before:]
    assert "Traceback" not in "\n".join(written)
    assert len(written) < 10


def _answer(connection: socket.socket) -> str:
    """Return all that comes until the server closes the connection."""
    parts = []
    while part := connection.recv(65_536):
        parts.append(part)
    return b"".join(parts).decode()


def _join(
    client: httpx.Client,
    event: object = 0,
    session: str = SESSION,
    data: object = ("When was the lighthouse lit?", "{}"),
) -> httpx.Response:
    body = {"data": data, "fn_index": event, "session_hash": session}
    return client.post("/gradio_api/queue/join", json=body)


def test_body_that_is_declared_too_large_is_refused_at_once(served: Served) -> None:
    with served.connect() as connection:
        head = b"POST /page/choice HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500000000\r\n\r\n"
        connection.sendall(head)
        assert connection.recv(1_000).startswith(b"HTTP/1.1 413 ")


def test_body_without_a_length_is_refused_once_it_is_too_large(served: Served) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(8):
            yield b"x" * 1_000_000

    with served.client() as client:
        answer = client.post("/page/choice", content=parts(), headers=JSON)
    assert answer.status_code == 413
    assert "at most 4,000,000 bytes" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/page/conversations/x/title", {"title": "x" * 1_000}),
        ("POST", "/page/choice", {"only": ["x" * 100]}),
        ("POST", "/page/choice", {"without": [*map(str, range(100_000))]}),
        ("PUT", "/page/conversations/x/replies/1/feedback", {"good": True, "comment": "x" * 9_000}),
    ],
)
def test_field_that_is_too_long_is_refused_without_repeating_it(
    served: Served, method: str, path: str, body: object
) -> None:
    with served.client() as client:
        answer = client.request(method, path, json=body)
    assert answer.status_code == 422
    assert len(answer.text) < 400


@pytest.mark.parametrize(
    "body",
    [
        '{"since": NaN}',
        '{"since": 1e999}',
        '{"only": -Infinity}',
        '{"since": "\\ud83d"}',
        '{"a":' * 1_000 + "1" + "}" * 1_000,
        "[" * 100_000,
        "{",
        "\udcff",
        '{"since": ' + "9" * 5_000 + "}",
    ],
    ids=["NaN", "huge", "infinite", "surrogate", "nested", "brackets", "torn", "bytes", "digits"],
)
@pytest.mark.parametrize("path", ["/page/choice", "/gradio_api/queue/join"])
def test_json_that_cannot_be_used_is_refused(served: Served, path: str, body: str) -> None:
    content = body.encode("utf-8", "surrogateescape")
    with served.client() as client:
        answer = client.post(path, content=content, headers=JSON)
    assert answer.status_code in {404, 422}
    assert len(answer.text) < 400


def test_half_of_a_surrogate_pair_in_a_title_or_a_text_is_replaced(served: Served) -> None:
    with served.client() as client:
        body = b'{"title": "Look at this \\ud83d"}'
        answer = client.put("/page/conversations/none/title", content=body, headers=JSON)
        assert answer.status_code == 404
        text = b'{"text": "A tweet \\ud83d of a heron called Admiral"}'
        added = client.post("/page/added/text", content=text, headers=JSON)
        assert added.status_code == 200
        assert "error" not in client.post("/page/refresh").text
        removed = client.delete("/page/added", params={"location": added.json()["location"]})
        assert removed.status_code == 204


@pytest.mark.parametrize("event", [99, -1, "0", None, 0.5, True, [0]])
def test_event_that_the_page_does_not_have_is_not_found(served: Served, event: object) -> None:
    with served.client() as client:
        answer = _join(client, event)
    assert answer.status_code == 404
    assert answer.json() == {"detail": "There is no such event."}


@pytest.mark.parametrize("data", [None, "x", {}, [1, 2], [{}, []], ["x"] * 9, [["x"], "{}"]])
def test_event_with_values_that_the_page_does_not_send_is_not_found(
    served: Served, data: object
) -> None:
    with served.client() as client:
        assert _join(client, data=data).status_code == 404


def test_event_without_a_question_does_nothing(served: Served) -> None:
    with served.client() as client:
        assert _join(client, session="noquestion", data=[None, None]).status_code == 200
        with client.stream("GET", "/gradio_api/queue/data?session_hash=noquestion") as stream:
            assert any("process_completed" in line for line in stream.iter_lines())


@pytest.mark.parametrize("path", ["queue/data?session_hash=nobody", "heartbeat/nobody"])
def test_unknown_session_is_not_found(served: Served, path: str) -> None:
    with served.client() as client:
        assert client.get(f"/gradio_api/{path}").status_code == 404


def test_session_of_another_browser_cannot_be_read_or_used(served: Served) -> None:
    with served.client() as one, served.client() as other:
        assert _join(one, session="sessionofone").status_code == 200
        for path in ("queue/data?session_hash=sessionofone", "heartbeat/sessionofone"):
            assert other.get(f"/gradio_api/{path}").status_code == 404
        assert _join(other, session="sessionofone").status_code == 404
        cancel = {"session_hash": "sessionofone", "fn_index": 0, "event_id": "x"}
        assert other.post("/gradio_api/cancel", json=cancel).status_code == 404


@pytest.mark.parametrize("version", [b"Sec-WebSocket-Version: 13\r\n", b""])
def test_websocket_upgrade_is_refused(served: Served, version: bytes) -> None:
    with served.connect() as connection:
        connection.sendall(
            b"GET /gradio_api/queue/join HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
            b"Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + version
            + b"\r\n"
        )
        status = int(connection.recv(1_000).split()[1])
    assert 400 <= status < 500


def test_headers_that_do_not_come_are_not_waited_for(served: Served) -> None:
    with served.connect() as silent, served.connect() as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow:")
        started = time.monotonic()
        assert _answer(slow).startswith("HTTP/1.1 408 ")
        assert _answer(silent).startswith("HTTP/1.1 408 ")
    assert time.monotonic() - started < 15


def test_endless_headers_are_refused(served: Served) -> None:
    with served.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * 100_000)
        assert connection.recv(1_000).startswith(b"HTTP/1.1 4")


@pytest.mark.parametrize("path", ["/page/choice", "/page/added?name=a.txt", "/login"])
def test_body_that_comes_too_slowly_is_not_waited_for(served: Served, path: str) -> None:
    method = "PUT" if "added" in path else "POST"
    with served.connect() as connection:
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
        connection.sendall(head.encode() + b"{")
        answer = _answer(connection)
    assert answer.startswith("HTTP/1.1 408 ")
    assert "took too long" in answer


def test_connections_without_headers_shut_nobody_out(served: Served) -> None:
    with ExitStack() as stack:
        for _ in range(200):
            connection = stack.enter_context(served.connect())
            connection.sendall(b"GET / HTTP/1.1\r\n")
        started = time.monotonic()
        assert httpx.get(served.address, timeout=30).status_code == 200
    assert time.monotonic() - started < 10


def test_clients_that_go_away_are_not_logged(served: Served) -> None:
    for part in (b"POST /page/refresh HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET / HTTP/1.1\r\n"):
        for _ in range(5):
            with served.connect() as connection:
                connection.sendall(part)
    put = b"PUT /page/added?name=a.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx"
    post = b"POST /page/choice HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{"
    for request in (put, post):
        with served.connect() as connection:
            connection.sendall(request)
            time.sleep(0.2)
    time.sleep(0.5)


def test_upload_is_put_off_when_too_many_are_in_flight(served: Served) -> None:
    head = b"PUT /page/added?name=a.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\nx"
    with served.connect() as one, served.connect() as other:
        one.sendall(head % 2_000_000)
        time.sleep(0.3)
        other.sendall(head % 2_000_000)
        answer = other.recv(2_000).decode()
        assert answer.startswith("HTTP/1.1 503 ")
        assert "retry-after: 2" in answer.lower()


def test_refreshes_are_joined_and_take_no_thread_while_they_wait(served: Served) -> None:
    answers: list[httpx.Response] = []

    def refresh() -> None:
        answers.append(httpx.post(f"{served.address}/page/refresh", timeout=60))

    threads = [threading.Thread(target=refresh) for _ in range(40)]
    for thread in threads:
        thread.start()
    started = time.monotonic()
    assert httpx.get(f"{served.address}/page/library", timeout=30).status_code == 200
    assert time.monotonic() - started < 10
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [200] * 40
    assert all(json.loads(answer.text.splitlines()[-1])["read"] == 0 for answer in answers)
