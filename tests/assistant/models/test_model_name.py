"""A setting names a model, and what it lacks is told before anything is asked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assistant.errors import NotInstalled, SettingError
from assistant.models import ModelName, open_model


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
def test_setting_is_parsed(setting: str, provider: str, model: str, address: str) -> None:
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
def test_invalid_setting_is_rejected_with_the_valid_forms(setting: str) -> None:
    with pytest.raises(SettingError, match=r"openai-like:MODEL@URL"):
        ModelName.parse(setting)


def test_missing_key_and_missing_file_are_reported_when_opening(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(SettingError, match="OPENAI_API_KEY"):
        open_model("openai:gpt-x", window=4096, patience=1)
    with pytest.raises(SettingError, match=r"gone\.gguf"):
        open_model(f"gguf:{tmp_path}/gone.gguf", window=4096, patience=1)


def test_missing_package_is_reported_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "k")
    monkeypatch.setitem(sys.modules, "llama_index.llms.anthropic", None)
    with pytest.raises(NotInstalled, match=r"pip install 'quoth\[anthropic\]'"):
        open_model("anthropic:claude-x", window=4096, patience=1)
