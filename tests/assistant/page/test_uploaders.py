"""A document is removed by who added it, where people log in."""

from __future__ import annotations

from pathlib import Path

import httpx

from assistant.page.uploaders import FILE, Uploaders
from tests.assistant.page.conftest import PASSWORD, Served


def test_document_is_removed_by_its_owner_alone(tmp_path: Path) -> None:
    uploaders = Uploaders(tmp_path)
    assert uploaders.may_remove(".added/a.txt", "Ada")
    uploaders.note(".added/a.zip", "Ada")
    again = Uploaders(tmp_path)
    assert again.may_remove(".added/a.zip", "Ada")
    assert again.may_remove(".added/b.zip", "Bob")
    assert not again.may_remove(".added/a.zip", "Bob")
    assert not again.may_remove(".added/a.zip/inside/c.txt", "Bob")
    again.forget(".added/a.zip/inside/c.txt")
    assert uploaders.may_remove(".added/a.zip", "Bob")


def test_file_of_owners_is_private_and_names_nobody(tmp_path: Path) -> None:
    Uploaders(tmp_path).note(".added/a.txt", "Ada")
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert "Ada" not in (tmp_path / FILE).read_text("utf-8")


def test_damaged_file_of_owners_lets_documents_be_removed(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("torn", "utf-8")
    assert Uploaders(tmp_path).may_remove(".added/a.txt", "Ada")


def _entry(client: httpx.Client, location: str) -> dict[str, object]:
    sources = client.get("/page/library").json()["sources"]
    return next(dict(source) for source in sources if source["location"] == location)


def test_person_cannot_remove_the_upload_of_another(guarded: Served) -> None:
    with guarded.client("192.0.2.20") as ada, guarded.client("192.0.2.21") as bob:
        ada.post("/login", data={"name": "Ada", "password": PASSWORD})
        bob.post("/login", data={"name": "Bob", "password": PASSWORD})
        text = {"text": "The heron of the lighthouse is called Admiral."}
        location = ada.post("/page/added/text", json=text).json()["location"]
        assert "error" not in ada.post("/page/refresh").text
        assert _entry(ada, location)["added"]
        assert not _entry(bob, location)["added"]
        refused = bob.delete("/page/added", params={"location": location})
        assert refused.status_code == 403
        assert "somebody else" in refused.json()["detail"]
        assert ada.delete("/page/added", params={"location": location}).status_code == 204
