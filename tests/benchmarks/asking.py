"""People who ask the page at once, each in a session of their own, by what its script sends."""

from __future__ import annotations

import json
import re
import secrets
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx

_LONGEST = 60.0
_FINISHED = re.compile(r'class="reply (answer|refusal|remark)"')


@dataclass(frozen=True, slots=True)
class Replies:
    """What came back.

    Attributes:
        people: how many asked at the same time.
        seconds: of each question, until its reply was there; of one that failed, until then.
        answered: how many replies were answers.
        failed: how many questions had no reply.
    """

    people: int
    seconds: tuple[float, ...]
    answered: int
    failed: int


def asked_at_once(address: str, questions: Sequence[str], people: int) -> Replies:
    """Let so many people ask their share of the questions, each round at the same moment."""
    together = threading.Barrier(people)
    shares = [questions[number::people] for number in range(people)]
    with ThreadPoolExecutor(people) as pool:
        asked = pool.map(lambda share: _ask_in_turn(address, share, together), shares)
        replies = [reply for each in asked for reply in each]
    kinds = [kind for _, kind in replies]
    seconds = tuple(taken for taken, _ in replies)
    return Replies(people, seconds, kinds.count("answer"), kinds.count(""))


def _ask_in_turn(
    address: str, questions: Sequence[str], together: threading.Barrier
) -> list[tuple[float, str]]:
    """Ask in one conversation; return the seconds and the kind of each reply, empty for none."""
    replies = []
    with httpx.Client(base_url=address, timeout=_LONGEST) as client:
        client.get("")
        call = _call_that_asks(client.get("config").json())
        name = secrets.token_urlsafe(24)
        for question in questions:
            together.wait(_LONGEST)
            began = time.perf_counter()
            kind = _ask(client, {**call, "data": [question, "{}"]}, name)
            replies.append((time.perf_counter() - began, kind))
    return replies


def _call_that_asks(config: dict[str, Any]) -> dict[str, Any]:
    """Return what the page's script sends to ask, without the question."""
    box = next(e["id"] for e in config["components"] if e["props"].get("elem_id") == "question")
    for each in config["dependencies"]:
        if [box, "submit"] in each["targets"]:
            return {"fn_index": each["id"], "trigger_id": box, "event_data": None}
    raise RuntimeError("Nothing happens when a question is sent.")


def _ask(client: httpx.Client, call: dict[str, Any], name: str) -> str:
    session = secrets.token_hex(6)
    asked = {**call, "session_hash": session}
    joined = client.post("gradio_api/queue/join", params={"conversation": name}, json=asked)
    if joined.status_code != httpx.codes.OK:
        return ""
    kind = ""
    path, query = "gradio_api/queue/data", {"session_hash": session}
    with client.stream("GET", path, params=query) as stream:
        for line in stream.iter_lines():
            if not line.startswith("data:"):
                continue
            told = json.loads(line[5:])
            found = _FINISHED.findall(line.replace('\\"', '"'))
            kind = found[-1] if found else kind
            if told["msg"] in ("process_completed", "close_stream", "unexpected_error"):
                return kind if told.get("success") else ""
    return ""
