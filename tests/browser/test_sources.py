"""The sources: listed, searched, chosen, added, removed, and fetched as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, expect

from assistant import Assistant

from .conftest import serving
from .reader import Reader
from .test_audit import violations

WIDE = {"width": 1280, "height": 800}
HERON = "A note on herons.\n\nThe tame heron of the lighthouse is called Admiral."
STORK = "date 2020-05-01 The tame stork of the lighthouse is called Captain."


@pytest.fixture
def birds(tmp_path: Path) -> Path:
    folder = tmp_path / "birds"
    folder.mkdir()
    (folder / "heron.txt").write_text(HERON, "utf-8")
    (folder / "stork.txt").write_text(STORK, "utf-8")
    (folder / "broken.bin").write_bytes(bytes(range(256)))
    return folder


@pytest.fixture
def page(birds: Path, tmp_path: Path) -> Iterator[str]:
    with Assistant.open(birds, home=tmp_path / "home") as quoth, serving(quoth) as address:
        yield address


@pytest.fixture
def reader(open_page: Callable[..., Reader], page: str) -> Reader:
    reader = open_page(page, viewport=WIDE)
    reader.page.get_by_role("button", name="Sources", exact=True).click()
    expect(_listed(reader)).to_have_count(2)
    return reader


def _listed(reader: Reader) -> Locator:
    return reader.pane.locator(".sources li")


def _titles(reader: Reader) -> Locator:
    return reader.pane.locator(".sources .title")


def test_sources_are_searched_and_sorted_and_tell_of_themselves(reader: Reader) -> None:
    expect(_listed(reader).first).to_contain_text("heron.txt · 70 bytes · 1 passage")
    reader.pane.get_by_label("Sort sources").select_option("Newest first")
    expect(_titles(reader)).to_have_text([STORK[16:], "A note on herons."])
    reader.pane.get_by_label("Search sources").fill("HERON")
    expect(_titles(reader)).to_have_text(["A note on herons."])


def test_file_that_could_not_be_read_is_named_with_the_remedy(reader: Reader) -> None:
    reader.pane.get_by_text("One file could not be read").click()
    expect(reader.pane.locator(".failures li")).to_contain_text("broken.bin is not text. Convert")


def test_answers_come_only_from_chosen_sources(reader: Reader) -> None:
    above = reader.page.locator("#above")
    reader.pane.get_by_label("Answer from “A note on herons.”").uncheck()
    expect(above).to_contain_text("Answers come from 1 of 2 sources.")
    expect(reader.ask("What is the tame bird called?")).to_contain_text("Captain")
    expect(reader.replies.last).not_to_contain_text("Admiral")
    reader.pane.get_by_role("button", name="None", exact=True).click()
    expect(above).to_contain_text("Answers come from 0 of 2 sources.")
    reader.pane.get_by_label("Answer from “A note on herons.”").check()
    expect(above).to_contain_text("Answers come from 1 of 2 sources.")
    expect(reader.ask("What is the tame bird called?")).to_contain_text("Admiral")
    reader.page.reload()
    expect(above).to_contain_text("Answers come from 1 of 2 sources.")
    above.get_by_role("button", name="All sources").click()
    expect(above).to_be_hidden()


def test_answers_come_only_from_sources_with_chosen_dates(reader: Reader) -> None:
    reader.pane.get_by_label("from", exact=True).fill("2020-01-01")
    expect(reader.page.locator("#above")).to_contain_text("1 of 2 sources")
    answer = reader.ask("What is the tame bird called?")
    expect(answer).to_contain_text("Captain")
    expect(answer).not_to_contain_text("Admiral")


def test_text_is_pasted_answers_and_is_removed(reader: Reader, tmp_path: Path) -> None:
    reader.pane.get_by_text("Add sources").click()
    reader.pane.get_by_label("Text to add").fill("Of owls.\n\nThe tame owl is called Bosun.")
    reader.pane.get_by_role("button", name="Add the text").click()
    expect(_listed(reader)).to_have_count(3)
    expect(_listed(reader).first).to_contain_text("added: Of owls.txt")
    expect(reader.page.locator("#holdings")).to_have_text("3 sources")
    assert [each.name for each in (tmp_path / "home" / "added").iterdir()] == ["Of owls.txt"]
    expect(reader.ask("What is the tame owl called?")).to_contain_text("Bosun")
    reader.pane.get_by_role("button", name="Remove “Of owls.”").click()
    expect(_listed(reader)).to_have_count(2)
    assert list((tmp_path / "home" / "added").iterdir()) == []
    reader.page.reload()
    expect(reader.replies.last).to_contain_text("Bosun")
    expect(reader.replies.last).to_contain_text("This source is no longer in the library")
    expect(reader.replies.last.locator("figure").first.locator("a")).to_have_count(0)


def test_files_are_chosen_or_dropped_and_unreadable_ones_are_explained(
    reader: Reader, tmp_path: Path
) -> None:
    reader.pane.get_by_text("Add sources").click()
    markdown = b"# Owls\n\nThe tame owl is called Bosun."
    reader.pane.get_by_label("Choose files to add").set_input_files(
        [
            {"name": "<img src=x>.md", "mimeType": "text/markdown", "buffer": markdown},
            {"name": "noise.txt", "mimeType": "text/plain", "buffer": bytes(range(256))},
        ]
    )
    expect(reader.page.locator("#reading")).to_contain_text("noise.txt is not text.")
    expect(_listed(reader)).to_have_count(3)
    reader.page.evaluate(
        """() => {
          const held = new DataTransfer();
          held.items.add(new File(["The tame gull is called Mate."], "gull.txt"));
          document.body.dispatchEvent(
            new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
        }"""
    )
    expect(_listed(reader)).to_have_count(4)
    names = {each.name for each in (tmp_path / "home" / "added").iterdir()}
    assert names == {"_img src=x_.md", "gull.txt"}
    expect(reader.page.locator("#pane img")).to_have_count(0)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder of folders, with what is hidden in it and what cannot be read."""
    files = {
        "archive/owls/large/one.md": b"# Owls\n\nThe tame owl is called Bosun.",
        "archive/owls/two.txt": b"The tame barn owl is called Purser.",
        "archive/gulls.txt": b"The tame gull is called Mate.",
        "archive/noise.txt": bytes(range(256)),
        "archive/.git/config.txt": b"Hidden.",
        "archive/owls/.hidden.txt": b"Hidden.",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path / "archive"


def _drop(reader: Reader, *paths: Path) -> None:
    """Drop files and folders as the system does."""
    at = {"x": 400, "y": 400}
    held = {"items": [], "files": list(map(str, paths)), "dragOperationsMask": 1}
    devices = reader.page.context.new_cdp_session(reader.page)
    for kind in ("dragEnter", "dragOver"):
        devices.send("Input.dispatchDragEvent", {"type": kind, **at, "data": held})
    expect(reader.page.locator("html.dropping")).to_be_visible()
    devices.send("Input.dispatchDragEvent", {"type": "drop", **at, "data": held})
    expect(reader.page.locator("html.dropping")).to_have_count(0)


@pytest.mark.parametrize("way", ["chosen", "dropped"])
def test_whole_folder_is_added_and_keeps_its_shape(
    reader: Reader, archive: Path, tmp_path: Path, way: str
) -> None:
    if way == "chosen":
        reader.pane.get_by_text("Add sources").click()
        reader.pane.get_by_label("Choose a folder to add").set_input_files(archive)
    else:
        _drop(reader, archive)
    told = reader.page.locator("#reading")
    expect(told).to_contain_text("3 sources are added.")
    expect(told.locator(".trouble")).to_contain_text("archive/noise.txt is not text.")
    assert not violations(reader)
    expect(_listed(reader)).to_have_count(5)
    expect(reader.pane.locator(".sources")).to_contain_text("added: archive/owls/large/one.md")
    added = tmp_path / "home" / "added"
    names = {each.relative_to(added).as_posix() for each in added.rglob("*") if each.is_file()}
    assert names == {
        f"archive/{name}" for name in ("owls/large/one.md", "owls/two.txt", "gulls.txt")
    }
    expect(reader.ask("What is the tame gull called?")).to_contain_text("Mate")
    told.get_by_role("button", name="Close").click()
    reader.pane.get_by_role("button", name="Remove “The tame gull is called Mate.”").click()
    expect(_listed(reader)).to_have_count(4)


def test_files_and_folders_are_dropped_together(reader: Reader, archive: Path) -> None:
    _drop(reader, archive / "gulls.txt", archive / "owls")
    expect(reader.page.locator("#notice")).to_contain_text("3 sources are added.")
    expect(reader.pane.locator(".sources")).to_contain_text("added: gulls.txt")
    expect(reader.pane.locator(".sources")).to_contain_text("added: owls/two.txt")


def test_text_that_cannot_be_kept_stays_to_be_tried_again(reader: Reader) -> None:
    reader.pane.get_by_text("Add sources").click()
    field = reader.pane.get_by_label("Text to add")
    field.fill("…")
    reader.pane.get_by_role("button", name="Add the text").click()
    expect(reader.page.locator("#reading .trouble")).to_be_visible()
    expect(field).to_have_value("…")


def test_original_is_saved_and_never_shown(reader: Reader) -> None:
    with reader.page.expect_download() as download:
        _listed(reader).first.get_by_role("link", name="Original").click()
    assert download.value.suggested_filename == "heron.txt"
    assert download.value.path().read_text("utf-8") == HERON


@pytest.mark.parametrize("name", ["../../outside.txt", "/etc/outside.txt", "..\\outside.txt"])
def test_nothing_is_written_outside_the_home(page: str, tmp_path: Path, name: str) -> None:
    before = {each for each in tmp_path.rglob("*") if "added" not in each.parts}
    answer = httpx.put(f"{page}page/added", params={"name": name}, content=b"Words.")
    assert answer.json() == {"location": ".added/outside.txt"}
    assert {each for each in tmp_path.rglob("*") if "added" not in each.parts} == before
    assert (tmp_path / "home" / "added" / "outside.txt").read_bytes() == b"Words."


def test_upload_that_is_too_large_and_removal_of_own_files_are_refused(page: str) -> None:
    answer = httpx.put(f"{page}page/added", params={"name": "a.txt"}, content=b"a " * 60_000_000)
    assert answer.status_code == 413
    assert "larger than 100 MB" in answer.json()["detail"]
    answer = httpx.delete(f"{page}page/added", params={"location": "heron.txt"})
    assert answer.status_code == 400
    answer = httpx.put(
        f"{page}page/added", params={"name": "a.txt"}, headers={"Origin": "http://x.invalid"}
    )
    assert answer.status_code == 403
