"""Passwords are kept as hashes only, and only what matches lets somebody in."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.command.app import app
from assistant.errors import SettingError
from assistant.page.passwords import Passwords, keep_password


def test_password_lets_its_owner_in_and_nobody_else(tmp_path: Path) -> None:
    file = tmp_path / "people"
    keep_password(file, "Ada", "a long password")
    keep_password(file, "Bob", "another, longer: one")
    kept = Passwords.read(file)
    assert kept.matches("Ada", "a long password")
    assert kept.matches("Bob", "another, longer: one")
    for name, password in (("Ada", "another, longer: one"), ("Eve", "a long password"), ("", "")):
        assert not kept.matches(name, password)
    assert "password" not in file.read_text("utf-8")
    assert file.stat().st_mode & 0o077 == 0


def test_new_password_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    for password in ("the old one", "the new one"):
        keep_password(tmp_path / "people", "Ada", password)
    kept = Passwords.read(tmp_path / "people")
    assert kept.matches("Ada", "the new one")
    assert not kept.matches("Ada", "the old one")


@pytest.mark.parametrize(
    ("name", "password"), [("a:b", "long enough"), ("", "long enough"), ("Ada", "short")]
)
def test_name_or_password_that_will_not_do_is_refused(
    tmp_path: Path, name: str, password: str
) -> None:
    with pytest.raises(SettingError):
        keep_password(tmp_path / "people", name, password)


@pytest.mark.parametrize("text", ["", "# nobody\n", "Ada:secret\n", "Ada:scrypt$1$1$1$x$y\n"])
def test_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "people").write_text(text)
    with pytest.raises(SettingError):
        Passwords.read(tmp_path / "people")
    with pytest.raises(SettingError, match="cannot be read"):
        Passwords.read(tmp_path / "nowhere")


def test_command_asks_for_a_password_twice(tmp_path: Path) -> None:
    told = CliRunner().invoke(
        app,
        ["password", "Ada", "--auth", str(tmp_path / "people")],
        input="a long password\na long password\n",
    )
    assert told.exit_code == 0, told.output
    assert "a long password" not in told.output
    assert Passwords.read(tmp_path / "people").matches("Ada", "a long password")
