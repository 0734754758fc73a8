"""PDF: paragraphs across lines and pages, and the lines of a quote on the page's picture."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from index import Folders, Library, Reader, Reading, UnreadableFile, fetch, quoted_pages, read_bytes
from index.place import describe
from index.reading.pdf_marking import mark_page
from tests.index.documents import SECRET, zipped
from tests.index.pdfs import pdf

_FILE = Path(__file__).parent / "files" / "village.pdf"
_CROSSING = "This sentence begins on one page and goes on, as sentences do, to the next one."


def _blocks(reading: Reading) -> list[str]:
    return [reading.text[block.start : block.end] for block in reading.blocks]


def _headings(reading: Reading) -> list[str]:
    return [reading.text[block.start : block.end] for block in reading.blocks if block.heading]


def test_pages_of_a_browser_are_read_in_order() -> None:
    reading = read_bytes(_FILE.read_bytes(), name="village.pdf")
    assert _headings(reading) == ["Beginnings", "Treasure", "Ends"]
    assert [place.label for place in reading.places] == ["page 1", "page 2", "page 3"]
    # A sentence over several lines is whole, and a list is its items.
    assert any(each.endswith("and it has grown ever since.") for each in _blocks(reading))
    assert "Houses of wood" in _blocks(reading)


def test_sentence_across_pages_is_one_and_says_so() -> None:
    one, other = _CROSSING[:36], _CROSSING[37:]
    made = pdf([["The report", "Words before it.", one, "1"], ["The report", other, "More.", "2"],
                ["The report", "Even more.", "3"]])  # fmt: skip
    reading = read_bytes(made, name="a.pdf")
    start = reading.text.index(_CROSSING)
    assert describe(reading.places, start, start + len(_CROSSING)) == "pages 1–2"
    # What is the same at the head of each page, and its number, say nothing.
    assert "The report" not in reading.text
    assert not any(character.isdigit() for character in reading.text)


def test_word_parted_at_the_end_of_a_line_is_whole() -> None:
    reading = read_bytes(pdf([["It was an extraordi-", "narily fine day."]]), name="a.pdf")
    assert "extraordinarily fine" in reading.text


def test_title_and_day_are_those_that_the_file_gives_itself() -> None:
    made = pdf([["Some words here."]], title="The annual report", day="D:20220105120000Z")
    reading = read_bytes(made, name="a.pdf")
    assert (reading.title, str(reading.date)) == ("The annual report", "2022-01-05")
    without = read_bytes(pdf([["Some words."]], title="Microsoft Word - x.doc"), name="a.pdf")
    assert without.title == ""


@pytest.mark.parametrize("apart", [False, True])
def test_lines_of_a_quote_are_marked_on_the_picture_of_its_page(apart: bool) -> None:
    content = _FILE.read_bytes()
    reading = read_bytes(content, name="village.pdf")
    start = reading.text.index(SECRET)
    place = next(each for each in reading.places if each.start <= start < each.end)
    page_text = reading.text[place.start : place.end]
    span = start - place.start, start - place.start + len(SECRET)
    if apart:
        with Reader() as reader:
            picture = reader.mark(content, "village.pdf", int(place.name), page_text, span)
    else:
        picture = mark_page(content, "village.pdf", int(place.name), page_text, span)
    image = Image.open(io.BytesIO(picture.png)).convert("L")
    assert image.size == (picture.width, picture.height)
    assert picture.width == 1200
    assert len(picture.boxes) == 2
    for left, top, right, bottom in picture.boxes:
        assert 0 <= left < right <= picture.width
        assert 0 <= top < bottom <= picture.height
        box = image.crop((left, top, right, bottom))
        darkest, _ = box.getextrema()
        assert darkest < 80  # there are letters in it
    # The quote's last word is inside, the sentence behind it is not.
    below = mark_page(content, "a.pdf", 2, page_text, (span[1] + 1, span[1] + 8))
    assert below.boxes[0][0] >= picture.boxes[-1][2]


def test_quote_of_a_pdf_in_an_archive_is_shown_on_its_page(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "x.zip").write_bytes(zipped({"a/village.pdf": _FILE.read_bytes()}))
    library.sync(folder)
    found = library.search("treasure under the oak", limit=1)[0]
    origin = found.passage.origin
    start = origin.text.index(SECRET)
    content = fetch(Folders.of(folder), found.source.location, limit=10**8)
    assert content == _FILE.read_bytes()
    with Reader() as reader:
        pages = list(quoted_pages(origin, content, (start, start + len(SECRET)), reader))
    assert [page.number for page in pages] == [2]
    assert len(pages[0].picture.boxes) == 2


@pytest.mark.parametrize("location", ["x.zip/none.txt", "none.txt", "x.zip/a.txt/more"])
def test_file_that_is_not_there_any_more_is_named(tmp_path: Path, location: str) -> None:
    (tmp_path / "x.zip").write_bytes(zipped({"a.txt": SECRET}))
    with pytest.raises(UnreadableFile, match=location):
        fetch(Folders.of(tmp_path), location, limit=10**8)
