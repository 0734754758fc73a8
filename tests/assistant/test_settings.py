"""Settings come from arguments, variables, a file and defaults; unknown names are rejected."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import SettingError, Settings


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder without settings."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_arguments_override_variables_which_override_the_file_and_defaults(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Settings.read().quotes == 6
    (elsewhere / "quoth.toml").write_text("quotes = 5\nport = 1234\n")
    assert Settings.read().quotes == 5
    monkeypatch.setenv("QUOTH_QUOTES", "6")
    assert Settings.read().quotes == 6
    assert Settings.read(quotes=7).quotes == 7
    assert Settings.read(quotes=None).port == 1234


def test_patterns_are_a_list_in_a_file_and_separated_by_commas_in_a_variable(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / "quoth.toml").write_text('exclude = ["*.log", "a,b.txt"]\n')
    assert Settings.read().exclude == ("*.log", "a,b.txt")
    monkeypatch.setenv("QUOTH_EXCLUDE", "*.tmp, drafts/")
    monkeypatch.setenv("QUOTH_GITIGNORE", "false")
    settings = Settings.read(include=["*.md"])
    assert (settings.include, settings.exclude) == (("*.md",), ("*.tmp", "drafts/"))
    assert not settings.gitignore


def test_unknown_argument_is_rejected_and_the_nearest_name_suggested() -> None:
    with pytest.raises(SettingError, match=r"no setting 'treshold'.*Did you mean 'threshold'"):
        Settings.read(treshold=0.5)


def test_unknown_variable_is_rejected_and_the_nearest_name_suggested(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QUOTH_HOMES", "/x")
    with pytest.raises(SettingError, match="Did you mean 'home'"):
        Settings.read()


def test_unknown_key_of_the_file_is_rejected(elsewhere: Path) -> None:
    (elsewhere / "quoth.toml").write_text("colour = 'red'\n")
    with pytest.raises(SettingError, match="'colour'.*Known settings: home"):
        Settings.read()


def test_file_that_is_not_toml_is_rejected(elsewhere: Path) -> None:
    (elsewhere / "quoth.toml").write_text("quotes = = 5")
    with pytest.raises(SettingError, match="quoth.toml cannot be read"):
        Settings.read()


@pytest.mark.parametrize(("name", "value"), [("threshold", 2), ("quotes", 0), ("port", 70000)])
def test_invalid_value_is_rejected_with_the_name_of_the_setting(name: str, value: int) -> None:
    with pytest.raises(SettingError, match=f"'{name}' is not valid"):
        Settings.read(**{name: value})
