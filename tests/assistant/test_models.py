"""A setting names a model; what a model does wrong is told in words that hold no key."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import pytest

from assistant.errors import NotInstalled, SettingError
from assistant.models import ModelFailed, ModelName, Prompt, open_model
from tests.assistant.scripted import ModelServer, Told, model_server

PROMPT = Prompt("Be brief.", "Say hello.", (("Say bye.", "Bye."),))


def reply_of(server: ModelServer, patience: float = 5.0) -> str:
    model = open_model(f"openai-like:m@{server.address}", window=4096, patience=patience)
    return "".join(model.stream(PROMPT))


@pytest.mark.parametrize(
    ("setting", "provider", "model", "address"),
    [
        ("openai:gpt-x", "openai", "gpt-x", ""),
        ("anthropic:claude-x", "anthropic", "claude-x", ""),
        ("ollama:llama3:8b", "ollama", "llama3:8b", ""),
        ("ollama:phi@http://h:1", "ollama", "phi", "http://h:1"),
        ("openai-like:a@b@https://h/v1", "openai-like", "a@b", "https://h/v1"),
        ("gguf:/models/a@b.gguf", "gguf", "/models/a@b.gguf", ""),
    ],
)
def test_setting_is_taken_apart(setting: str, provider: str, model: str, address: str) -> None:
    name = ModelName.parse(setting)
    assert (name.provider, name.model, name.address) == (provider, model, address)
    assert str(name) == setting


@pytest.mark.parametrize(
    "setting",
    [
        "gpt-x",
        "openai:",
        "openia:gpt",
        "openai-like:phi",
        "openai-like:phi@h:80",
        "ollama:x@ftp://h",
    ],
)
def test_setting_that_names_no_model_is_refused_with_the_forms(setting: str) -> None:
    with pytest.raises(SettingError, match=r"openai-like:MODEL@URL"):
        ModelName.parse(setting)


def test_missing_key_and_missing_file_are_told_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(SettingError, match="OPENAI_API_KEY"):
        open_model("openai:gpt-x", window=4096, patience=1)
    with pytest.raises(SettingError, match=r"gone\.gguf"):
        open_model(f"gguf:{tmp_path}/gone.gguf", window=4096, patience=1)


def test_what_is_not_installed_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "k")
    monkeypatch.setitem(sys.modules, "llama_index.llms.anthropic", None)
    with pytest.raises(NotInstalled, match=r"pip install 'quoth\[anthropic\]'"):
        open_model("anthropic:claude-x", window=4096, patience=1)


def test_reply_comes_in_pieces_from_the_whole_prompt_and_with_no_other_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-openai")
    monkeypatch.delenv("OPENAI_LIKE_API_KEY", raising=False)
    with model_server(Told(pieces=("Hel", "lo"))) as server:
        assert reply_of(server) == "Hello"
    (asked,) = server.asked
    messages = asked["messages"]
    assert isinstance(messages, list)
    assert [each["role"] for each in messages] == ["system", "user", "assistant", "user"]
    assert (asked["temperature"], asked["stream"]) == (0.0, True)
    assert "sk-of-openai" not in server.keys[0]


def test_key_for_an_address_comes_from_its_own_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_LIKE_API_KEY", "own")
    with model_server(Told(pieces=("x",))) as server:
        reply_of(server)
    assert server.keys == ["Bearer own"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_pass_is_tried_again(status: int) -> None:
    with model_server(Told(status), Told(status), Told(pieces=("well",))) as server:
        assert reply_of(server) == "well"
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("told", "words", "tries"),
    [
        (Told(401), "refuses the key", 1),
        (Told(404), "no language model", 1),
        (Told(400), r"failed \(400\)", 1),
        (Told(429, code="insufficient_quota"), "nothing left to spend", 1),
        (Told(429), "no more at present", 3),
        (Told(500), r"failed \(500\)", 3),
    ],
)
def test_failure_is_told_in_words_without_the_key(told: Told, words: str, tries: int) -> None:
    with model_server(told) as server, pytest.raises(ModelFailed, match=words) as failure:
        reply_of(server)
    assert "secret" not in str(failure.value)
    assert len(server.asked) == tries


def test_model_that_is_not_there_cannot_be_reached() -> None:
    with model_server(Told()) as server:
        pass
    with pytest.raises(ModelFailed, match="cannot be reached") as failure:
        reply_of(server)
    assert failure.value.retryable


def test_model_that_says_nothing_in_time_is_given_up() -> None:
    slow = Told(pieces=("one ", "two"), pause=3)
    with model_server(slow) as server, pytest.raises(ModelFailed, match="said nothing for 0.5"):
        reply_of(server, patience=0.5)


def test_broken_reply_is_a_failure_and_is_not_begun_again() -> None:
    with model_server(Told(pieces=("half",), breaks=True)) as server:
        model = open_model(f"openai-like:m@{server.address}", window=4096, patience=5)
        pieces = []
        with pytest.raises(ModelFailed):
            pieces.extend(model.stream(PROMPT))
        assert len(server.asked) == 1


def test_reader_who_leaves_stops_the_model() -> None:
    with model_server(Told(pieces=("word ",) * 200, pause=0.02)) as server:
        model = open_model(f"openai-like:m@{server.address}", window=4096, patience=5)
        with closing(model.stream(PROMPT)) as pieces:
            assert next(pieces) == "word "
        assert server.cut.wait(10)
