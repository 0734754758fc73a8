"""A quote of a PDF on the page that it stands on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, expect

from assistant import Assistant
from tests.index.documents import AFTER, SECRET

from .conftest import VILLAGE, serving
from .reader import Reader

QUESTION = "Where is the treasure of the village buried?"
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}


def _sheet(reader: Reader) -> Locator:
    return reader.pane.locator(".sheet")


def _lines(reader: Reader) -> Locator:
    return reader.pane.locator(".sheet .lines i")


def _open_pages(reader: Reader, question: str = QUESTION) -> None:
    reader.ask(question).locator("a.cite").first.click()
    expect(reader.lit.first).to_be_visible()
    reader.pane.get_by_role("button", name="Pages", exact=True).click()
    expect(_sheet(reader).first).to_be_visible()


@pytest.fixture
def reader(open_page: Callable[..., Reader], paged_address: str) -> Reader:
    return open_page(paged_address, viewport=WIDE)


def test_page_of_a_quote_is_shown_with_its_lines_marked(reader: Reader) -> None:
    _open_pages(reader)
    expect(_sheet(reader)).to_have_count(1)
    expect(_sheet(reader)).to_contain_text("Page 2")
    picture = _sheet(reader).get_by_role("img")
    expect(picture).to_have_attribute(
        "alt", re.compile(f"^Page 2 of “.+”, with the quote marked: “{SECRET}( {AFTER})?”$")
    )
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("node => node.naturalWidth") > 0
    expect(_lines(reader)).to_have_count(2)
    paper, lines = _sheet(reader).locator(".paper").bounding_box(), _lines(reader)
    assert paper is not None
    for line in lines.all():
        expect(line).to_be_in_viewport()
        box = line.bounding_box()
        assert box is not None
        assert paper["x"] < box["x"] < box["x"] + box["width"] < paper["x"] + paper["width"]
        assert 10 < box["height"] < paper["height"] / 10


def test_choice_of_view_is_remembered_and_text_is_one_click_away(reader: Reader) -> None:
    _open_pages(reader)
    pages = reader.pane.get_by_role("button", name="Pages", exact=True)
    expect(pages).to_have_attribute("aria-pressed", "true")
    reader.page.reload()
    expect(_lines(reader)).to_have_count(2)
    reader.pane.get_by_role("button", name="Text", exact=True).click()
    expect(reader.lit).to_contain_text(SECRET)
    expect(_sheet(reader)).to_have_count(0)
    expect(reader.pane.get_by_role("button", name="Larger")).to_be_hidden()
    reader.page.reload()
    expect(reader.lit).to_contain_text(SECRET)


def test_pages_are_gone_through_by_quote_by_word_and_by_page(reader: Reader) -> None:
    _open_pages(reader, "Summarise this")
    seen = set()
    count = reader.replies.last.locator("a.cite").count()
    for number in range(1, count + 1):
        expect(reader.pane).to_contain_text(f"Quote {number} of {count}")
        place = reader.replies.last.locator(".where").nth(number - 1).inner_text()
        expect(_sheet(reader).first).to_contain_text(place.replace("page", "Page"))
        expect(_lines(reader).first).to_be_in_viewport()
        seen.add(place)
        reader.pane.get_by_role("button", name="Next quote").click()
    assert len(seen) > 1
    reader.pane.get_by_label("Find in this source").fill("wombats")
    expect(reader.pane).to_contain_text("1 of 1")
    expect(_sheet(reader)).to_contain_text("Page 3")
    expect(_lines(reader)).to_have_count(1)
    before = reader.pane.get_by_role("button", name="Page before")
    before.click()
    expect(_sheet(reader)).to_have_count(2)
    before.click()
    expect(_sheet(reader).locator("figcaption")).to_have_text(["Page 1", "Page 2", "Page 3"])
    expect(before).to_be_hidden()


def test_pages_grow_where_they_are_read_and_nothing_else_does(
    open_page: Callable[..., Reader], paged_address: str
) -> None:
    reader = open_page(paged_address, viewport=PHONE)
    _open_pages(reader)
    sideways = "document.documentElement.scrollWidth > innerWidth"
    assert not reader.page.evaluate(sideways)
    before = _sheet(reader).bounding_box()
    reader.pane.get_by_role("button", name="Larger").click()
    reader.pane.get_by_role("button", name="Larger").click()
    expect(reader.pane).to_contain_text("200%")
    after = _sheet(reader).bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] == pytest.approx(2 * before["width"], rel=0.02)
    expect(_lines(reader).first).to_be_in_viewport(ratio=0.3)
    assert not reader.page.evaluate(sideways)


@pytest.mark.parametrize("colours", [{"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_marks_stand_out_in_any_colours(
    open_page: Callable[..., Reader], paged_address: str, colours: dict[str, str]
) -> None:
    reader = open_page(paged_address, viewport=WIDE, **colours)
    _open_pages(reader)
    line = _lines(reader).first
    assert line.evaluate("node => parseFloat(getComputedStyle(node).borderBottomWidth)") >= 2
    # The words under a mark stay readable: it is multiplied into them, or only drawn around them.
    shown = line.evaluate(
        "node => [getComputedStyle(node).mixBlendMode, getComputedStyle(node).backgroundColor]"
    )
    assert shown[0] == "multiply" or shown[1] == "rgba(0, 0, 0, 0)"


@pytest.fixture
def village(tmp_path: Path) -> Path:
    folder = tmp_path / "village"
    folder.mkdir()
    shutil.copy(VILLAGE, folder)
    (folder / "note.txt").write_text("The tame heron is called Admiral.", "utf-8")
    return folder


@pytest.fixture
def page(village: Path, tmp_path: Path) -> Iterator[str]:
    with Assistant.open(village, home=tmp_path / "home") as quoth, serving(quoth) as address:
        yield address


def _change(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\n")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_change, "village.pdf has changed since it was read."),
        (Path.unlink, "village.pdf vanished."),
    ],
)
def test_text_is_shown_when_the_file_has_changed(
    open_page: Callable[..., Reader],
    page: str,
    village: Path,
    harm: Callable[[Path], None],
    told: str,
) -> None:
    reader = open_page(page, viewport=WIDE)
    _open_pages(reader)
    harm(village / "village.pdf")
    reader.page.reload()
    expect(reader.lit).to_contain_text(SECRET)
    expect(reader.pane.get_by_role("alert")).to_contain_text(told)


def test_source_without_pages_offers_none(open_page: Callable[..., Reader], page: str) -> None:
    reader = open_page(page, viewport=WIDE)
    reader.ask("What is the tame heron called?").locator("a.cite").first.click()
    expect(reader.lit).to_contain_text("Admiral")
    expect(reader.pane.get_by_role("button", name="Pages", exact=True)).to_be_hidden()


def test_picture_is_kept_by_the_browser_and_asked_for_each_time(page: str) -> None:
    sources = httpx.get(f"{page}page/library").json()["sources"]
    paged, plain = (
        next(each["id"] for each in sources if each["paged"] is wanted) for wanted in (True, False)
    )
    address = f"{page}page/sources/{paged}/pages"
    first = httpx.get(f"{address}/2", params={"width": "1200"})
    assert first.headers["Content-Type"] == "image/png"
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.content.startswith(b"\x89PNG")
    again = httpx.get(f"{address}/2", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert httpx.get(f"{address}/9").status_code == 404
    assert httpx.get(f"{address}/2", params={"width": "99999"}).status_code == 422
    assert httpx.get(f"{page}page/sources/{plain}/pages/1").status_code == 404
    assert httpx.get(f"{address}/2", headers={"Origin": "http://x.invalid"}).status_code == 403
    nowhere = httpx.get(f"{page}page/sources/none/pages", params={"quote": "0-5"})
    assert nowhere.status_code == 404
