"""A real model, in the process and over the wire: whatever it writes, the reply keeps its form."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest

from assistant import Answer, Assistant, Finished, Refusal, Settings, Stated
from assistant.models import LanguageModel, Prompt, open_model
from assistant.reply import Reply
from prompts import render
from tests.assistant.attacks import ATTACKS, CANARY, attack

_ASKED = ("When did the protests in Kazakhstan begin?", "How many criminal cases were initiated?")
_RUN = 6
_WORD = re.compile(r"\w+")


def runs(text: str) -> set[tuple[str, ...]]:
    words = [each.casefold() for each in _WORD.findall(text)]
    return {tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}


def check_form(reply: Reply) -> None:
    """Fail where a quote is no slice, a citation points nowhere or the prompt shows."""
    assert isinstance(reply, Answer | Refusal)
    quotes = reply.quotes if isinstance(reply, Answer) else reply.nearest
    for quote in quotes:
        assert quote.text == quote.origin.text[quote.start : quote.end]
    if not isinstance(reply, Answer):
        return
    numbers = [each.number for each in reply.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    for statement in reply.statements:
        assert set(statement.citations) <= set(numbers)
        assert statement.is_supported or not statement.is_shown
        assert not runs(statement.text) & runs(render("write/instructions"))
    if reply.is_written:
        cited = {int(each) for each in re.findall(r"\[(\d+)\]", reply.text)}
        assert cited <= set(numbers)


@pytest.mark.parametrize("way", ["gguf", "openai-like"])
def test_real_model_writes_checked_statements(
    way: str, seeds: Path, tmp_path: Path, weights: Path, request: pytest.FixtureRequest
) -> None:
    name = f"gguf:{weights}"
    if way == "openai-like":
        name = f"openai-like:smollm2@{request.getfixturevalue('address')}"
    model = open_model(name, window=4096, patience=120)
    written = 0
    with Assistant.open(seeds, home=tmp_path / "home", settings=Settings(), model=model) as quoth:
        for question in _ASKED:
            events = list(quoth.stream(question))
            last = events[-1]
            assert isinstance(last, Finished)
            check_form(last.reply)
            written += sum(isinstance(each, Stated) for each in events)
    assert written


def test_model_in_process_and_over_http_write_the_same(address: str, gguf: LanguageModel) -> None:
    over_the_wire = open_model(f"openai-like:smollm2@{address}", window=4096, patience=120)
    prompt = Prompt("You are brief.", "Name the capital of France in one sentence.")
    one, other = ("".join(each.stream(prompt)).split() for each in (gguf, over_the_wire))
    assert one[:6] == other[:6]


def test_model_in_process_can_be_stopped_and_used_again(gguf: LanguageModel) -> None:
    prompt = Prompt("You are a writer.", "Write a long story about the sea.")
    with closing(gguf.stream(prompt)) as pieces:
        assert next(pieces)
    assert "".join(gguf.stream(Prompt("You are brief.", "Say yes."))).strip()


@pytest.mark.parametrize(("payload", "place"), ATTACKS)
def test_attack_does_not_change_the_form_of_a_real_reply(
    payload: str, place: str, tmp_path: Path, gguf: LanguageModel
) -> None:
    made = attack(tmp_path, payload, place)
    settings = Settings(threshold=0)
    with Assistant.open(made.folder, home=tmp_path / "h", settings=settings, model=gguf) as quoth:
        reply = quoth.ask(made.question)
    check_form(reply)
    if isinstance(reply, Answer) and reply.is_written:
        assert CANARY not in reply.text


def test_weights_are_not_converted_when_the_runtime_uses_amx(
    weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import llama_cpp.llama_cpp as runtime

    told, default = [], runtime.llama_model_default_params
    load = runtime.llama_model_load_from_file
    monkeypatch.setattr(runtime, "llama_print_system_info", lambda: b"CPU : AMX_INT8 = 1 | ")
    monkeypatch.setattr(
        runtime,
        "llama_model_load_from_file",
        lambda path, parameters: told.append(parameters.use_extra_bufts) or load(path, parameters),
    )

    model = open_model(f"gguf:{weights}", window=512, patience=120)

    assert not told[-1]
    assert "".join(model.stream(Prompt("You are brief.", "Say yes."))).strip()
    assert runtime.llama_model_default_params is default
