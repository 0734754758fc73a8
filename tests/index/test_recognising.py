"""Text in pictures is recognised where Tesseract is installed and QUOTH_OCR is set."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image

from index import FileReader, Library, PicturesOnly, RecogniserMissing
from index.reading.pdf_marking import mark_page
from tests.index.pdfs import pdf, scanned

_WORDS = "Wombats dig burrows at night."
_needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="Tesseract is not installed"
)


def _picture(words: str) -> bytes:
    """Return words as a photo of a page."""
    page = mark_page(pdf([[words, "They sleep by day."]]), "a.pdf", 1, "", (0, 0), width=1600)
    out = io.BytesIO()
    Image.open(io.BytesIO(page.png)).convert("L").save(out, "JPEG", quality=90)
    return out.getvalue()


@_needs_tesseract
def test_photo_and_scan_are_read_when_asked_for(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "photo.jpg").write_bytes(_picture(_WORDS))
    pages = [_picture("The first page is here."), _picture(_WORDS)]
    (folder / "scan.pdf").write_bytes(scanned(pages))
    first = library.sync(folder)
    assert [each.name for each in first.failures] == ["scan.pdf"]
    assert [each.name for each in first.passed_over] == ["photo.jpg"]
    # What failed is tried again, for more is asked of the readers now.
    report = library.sync(folder, reader=FileReader(languages="eng"))
    assert report.failures == ()
    assert [each.location for each in library.sources()] == ["photo.jpg", "scan.pdf"]
    origin = library.origin(library.sources()[1].id)
    start = origin.text.index(_WORDS)
    assert origin.place(start, start + len(_WORDS)) == "page 2"


@_needs_tesseract
def test_language_that_tesseract_lacks_is_named() -> None:
    with (
        FileReader(languages="xyz") as reader,
        pytest.raises(RecogniserMissing, match=r"Tesseract lacks 'xyz'. Install Tesseract and its"),
    ):
        reader.read(_picture(_WORDS), name="a.jpg")


def test_missing_tesseract_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with (
        FileReader(languages="eng") as reader,
        pytest.raises(RecogniserMissing, match=r"a.jpg is a picture, and Tesseract is not install"),
    ):
        reader.read(_picture(_WORDS), name="a.jpg")


def test_pictures_are_left_be_unless_asked_for() -> None:
    with FileReader() as reader, pytest.raises(PicturesOnly, match=r"a.jpg is not text but a JPEG"):
        reader.read(_picture(_WORDS), name="a.jpg")
