"""A bad file is reported with its name and the remedy, and the rest is indexed."""

from __future__ import annotations

import io
import os
import random
import threading
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import FileReader, Library, Outcome, TooSlow, Trap, UnreadableFile, load
from index.reading import parts
from index.reading.files import read_as
from index.reading.formats import Format
from tests.index import documents
from tests.index.documents import zipped
from tests.index.pdfs import grey, pdf, scanned

_NOBODY = 65534
_ODT = Path(__file__).parent / "files" / "village.odt"
_GOOD = "Wombats dig burrows at night."
_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha ha ha ha ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><document>&i;</document>"
)
_PASSWORD = "/Encrypt << /Filter /Standard /V 1 /R 2 /O <{0}> /U <{0}> /P -4 >> /ID [<00> <00>]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "good.txt").write_text(_GOOD)
    (folder / "zz.docx").write_bytes(documents.word())
    return folder


def _with_entities(content: bytes, member: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info, _LAUGHS if info.filename == member else old.read(info))
    return out.getvalue()


def _encrypted_zip() -> bytes:
    """Set the bit that says so, in both places; only who has the password could read on."""
    content = bytearray(zipped({"a.txt": _GOOD}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(3):
            with file.open(f"{number}.txt", "w") as member:
                for _ in range(30):
                    member.write(b"0" * 1_000_000)
    return out.getvalue()


def _nested(depth: int) -> bytes:
    content = zipped({"a.txt": _GOOD + " Deep down."})
    for _ in range(depth):
        content = zipped({"a.zip": content})
    return content


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
_BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "locked.pdf": (
        lambda: pdf([["Words."]], more=_PASSWORD.format("41" * 32)),
        "is protected by a password. Save it without",
    ),
    "locked.docx": (
        lambda: _OLE + "EncryptedPackage".encode("utf-16-le"),
        "is protected by a password. Save it without",
    ),
    "old.doc": (
        lambda: _OLE + "WordDocument".encode("utf-16-le"),
        "is in the format of Office before 2007. Open it and save it as docx",
    ),
    "locked.zip/a.txt": (_encrypted_zip, "is protected by a password. Save it without"),
    "cut.pdf": (lambda: b"%PDF-1.7\n" + os.urandom(300), "is damaged: it is no whole PDF. Open it"),
    "cut.docx": (lambda: documents.word()[:-2000], "is damaged: it is no whole ZIP file. Open it"),
    "cut.xlsx": (lambda: documents.workbook()[:-900], "is damaged: it is no whole ZIP file"),
    "cut.rtf": (lambda: documents.RTF[:-20], "is damaged: it is cut off"),
    "empty.pdf": (lambda: b"", "contains no text"),
    "blank.pdf": (lambda: pdf([[], []]), "contains no text"),
    "zeros.txt": (lambda: b"\0" * 5000, "is damaged: it contains only zeros"),
    "scan.pdf": (
        lambda: scanned([grey()] * 3),
        "pictures of its 3 pages, and no text. Let Tesseract",
    ),
    "bomb.zip": (_bomb, "contains a file that grows 1,0"),
    "deep.zip/a.zip/a.zip/a.zip/a.zip": (lambda: _nested(6), "is an archive in 4 others"),
    "laughs.docx": (
        lambda: _with_entities(documents.word(), "word/document.xml"),
        "declares entities in its XML",
    ),
    "laughs.xlsx": (
        lambda: _with_entities(documents.workbook(), "xl/worksheets/sheet1.xml"),
        "declares entities in its XML",
    ),
    "laughs.odt": (
        lambda: _with_entities(_ODT.read_bytes(), "content.xml"),
        "declares entities in its XML",
    ),
    "broken.docx": (
        lambda: zipped({"[Content_Types].xml": "<x/>", "word/document.xml": "<x>"}),
        "is damaged: it holds no document",
    ),
    "seven.7z": (lambda: b"7z\xbc\xaf\x27\x1c" + os.urandom(90), "is not text but a 7z archive"),
}


def test_each_bad_file_is_named_with_its_remedy_and_the_rest_is_read(
    library: Library, folder: Path
) -> None:
    for name, (make, _) in _BAD.items():
        (folder / name.partition("/")[0]).write_bytes(make())
    report = library.sync(folder)
    failures = {each.name: each.message for each in report.failures}
    assert failures.keys() == _BAD.keys()
    for name, (_, message) in _BAD.items():
        assert failures[name].startswith(name.partition("/")[0]), failures[name]
        assert message in failures[name]
    assert [each.location for each in library.sources()] == ["good.txt", "zz.docx"]
    again = library.sync(folder)
    assert (again.read, again.failures) == (0, report.failures)


def test_picture_is_passed_over_with_its_reason_and_is_no_failure(
    library: Library, folder: Path
) -> None:
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 99)
    for _ in range(2):
        report = library.sync(folder)
        assert report.failures == ()
        assert report.ignored == ("photo.jpg",)
        assert [each.name for each in report.passed_over] == ["photo.jpg"]
        (state,) = [each for each in library.files(report) if each.location == "photo.jpg"]
        assert state.outcome is Outcome.IGNORED
        assert state.reason.startswith("photo.jpg is not text but a JPEG picture. Let Tesseract")
        assert library.failures() == {}


def test_file_of_500_megabytes_is_refused_unread(library: Library, folder: Path) -> None:
    with (folder / "huge.pdf").open("wb") as file:
        file.truncate(500_000_000)
    began = time.perf_counter()
    report = library.sync(folder)
    assert time.perf_counter() - began < 20
    assert "huge.pdf has 500 MB; at most 100 are read. Split it" in report.failures[0].message
    assert len(library.sources()) == 2


def test_raised_limit_is_tried_at_once(library: Library, folder: Path) -> None:
    (folder / "long.txt").write_text(f"{_GOOD} " * 100)
    assert len(library.sync(folder, largest=2_000).failures) == 2  # the Word file as well
    assert library.sync(folder).failures == ()


def test_pdf_of_ten_thousand_pages_is_read(library: Library, folder: Path) -> None:
    (folder / "many.pdf").write_bytes(pdf([[f"Fact {n} is here."] for n in range(1, 10_001)]))
    assert library.sync(folder).failures == ()
    source = next(each for each in library.sources() if each.location == "many.pdf")
    origin = library.origin(source.id)
    start = origin.text.index("Fact 9876 is here.")
    assert origin.place(start, start + 18) == "page 9876"


def test_reader_that_hangs_is_stopped_and_the_rest_is_read(library: Library, folder: Path) -> None:
    (folder / "slow.pdf").write_bytes(pdf([["Words."] * 40] * 20_000))
    report = library.sync(folder, reader=FileReader(3))
    assert [each.name for each in report.failures] == ["slow.pdf"]
    assert "longer than 3 seconds to read. Split it, or raise" in report.failures[0].message
    assert "QUOTH_MAX_FILE_SECONDS" in report.failures[0].message
    assert [each.location for each in library.sources()] == ["good.txt", "zz.docx"]


def test_text_that_takes_too_long_is_stopped() -> None:
    with FileReader(1) as reader:
        slow = b"<div>" * 300_000 + b"Words."
        with pytest.raises(TooSlow, match=r"a.html took longer than 1 seconds to read. Split it"):
            reader.read(slow, name="a.html")
        assert reader.read(b"Words.", name="a.txt").text == "Words."


def test_unpacking_that_takes_too_long_is_stopped() -> None:
    content = zipped({"a.txt": _GOOD, "b.txt": _GOOD})
    found = parts(content, name="x.zip", limit=100, seconds=0)
    assert next(found).location == "x.zip/a.txt"
    with pytest.raises(TooSlow, match=r"x.zip took longer than 0 seconds to unpack. Split it"):
        next(found)


def test_zip_with_too_many_entries_is_refused_before_its_directory_is_read() -> None:
    content = zipped({f"{number}": b"" for number in range(20_001)})
    with pytest.raises(Trap, match=r"x.zip contains too many files; at most 20,000 are read"):
        list(parts(content, name="x.zip", limit=100))
    inside = zipped({"a.txt": _GOOD})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        file.writestr("entries.txt", b"PK\x01\x02" * 20_001)
        file.writestr("in.zip", inside)
    locations = [each.location for each in parts(out.getvalue(), name="x.zip", limit=10**6)]
    assert locations == ["x.zip/entries.txt", "x.zip/in.zip/a.txt"]


def test_many_attachments_of_one_name_are_numbered() -> None:
    attached = [("a.txt", b"Words.")] * 3 + [("a.txt (2)", b"Words.")]
    head = b"From: a\nTo: b\nSubject: c\n\nWords."
    found = parts(head, name="m.eml", limit=100, opener=lambda *_: attached)
    assert [each.location for each in found][1:] == [
        *("m.eml/a.txt", "m.eml/a.txt (2)", "m.eml/a.txt (3)", "m.eml/a.txt (2) (2)"),
    ]


def test_reader_that_dies_is_started_again() -> None:
    with FileReader() as reader:
        assert reader.read(pdf([["Words."]]), name="a.pdf").text == "Words."
        assert reader._process is not None
        reader._process.kill()
        reader._process.wait()
        assert reader.read(pdf([["More."]]), name="b.pdf").text == "More."


def test_reader_that_dies_over_a_file_names_it() -> None:
    content = pdf([["Words."] * 40] * 6_000)  # is made before the clock begins to run
    with FileReader() as reader:
        reader.read(pdf([["Words."]]), name="a.pdf")
        process = reader._process
        assert process is not None
        threading.Timer(0.3, process.kill).start()
        with pytest.raises(Exception, match=r"b.pdf made its reader crash. Open it"):
            reader.read(content, name="b.pdf", kind=Format.PDF)
        assert reader.read(pdf([["More."]]), name="c.pdf").text == "More."


def test_what_is_no_file_is_passed_over(library: Library, folder: Path) -> None:
    os.mkfifo(folder / "pipe.pdf")
    (folder / "loop").symlink_to(folder)
    (folder / "self").symlink_to(folder / "self")
    report = library.sync(folder)
    assert len(library.sources()) == 2
    assert all("self" in each.name for each in report.failures)


def test_file_that_may_not_be_read_is_named() -> None:
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        secret = Path(folder) / "secret.txt"
        secret.write_text("Secret words.")
        secret.chmod(0)
        before = os.geteuid()
        if before == 0:
            os.seteuid(_NOBODY)  # for root may read everything
        try:
            with pytest.raises(UnreadableFile, match=r"secret.txt may not be read. Give yourself"):
                load(secret, name="secret.txt", limit=100)
        finally:
            os.seteuid(before)


def test_file_with_any_name_is_read_and_quoted(library: Library, folder: Path) -> None:
    with open(os.fsencode(folder) + b"/caf\xe9\n.docx", "wb") as file:  # noqa: PTH123 bytes
        file.write(documents.message(attached=False))
    assert library.sync(folder).failures == ()
    assert r"caf\xe9\x0a.docx" in [each.location for each in library.sources()]


def test_file_that_changes_while_it_is_read_is_read_whole_or_named(
    library: Library, folder: Path
) -> None:
    path = folder / "log.txt"
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            path.write_text(f"Line {number} is here. " * 20_000)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        report = library.sync(folder)
    finally:
        stop.set()
        writer.join()
    assert all("log.txt" in each.message for each in report.failures)
    path.write_text("At rest at last.")
    assert library.sync(folder).failures == ()
    source = next(each for each in library.sources() if each.location == "log.txt")
    assert library.origin(source.id).text == "At rest at last."


_FILES = sorted((Path(__file__).parent / "files").glob("[!R]*"))


@pytest.mark.parametrize("number", range(4))
def test_broken_bytes_are_read_or_refused_and_nothing_else(number: int) -> None:
    chance = random.Random(number)
    made = [documents.slides(), documents.message(), documents.book(), documents.RTF]
    with FileReader(seconds=20) as reader:
        for content in [*(file.read_bytes() for file in _FILES), *made]:
            broken = bytearray(content)
            for _ in range(chance.choice([1, 5, 50])):
                place = chance.randrange(len(broken))
                broken[place : place + chance.choice([0, 1, 9])] = chance.randbytes(1)
            with suppress(UnreadableFile):
                for part in parts(bytes(broken), name="x", limit=10**8, opener=reader.attachments):
                    assert part.failure or reader.read(part.content, name="x", kind=part.kind).text


_HEAD = b"From: a\nTo: b\nSubject: c\n"


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet=st.sampled_from('ab1,;"\t\n|{}[]: \\.-é\0'), max_size=200),
    st.sampled_from(["a.csv", "a.json", "a.jsonl", "a.py", "a.md", "a.html", "a", "a.eml"]),
    st.sampled_from([b"", _HEAD, b"From a@b 1 2022\n" + _HEAD]),
)
def test_any_text_is_read_or_refused_and_nothing_else(text: str, name: str, head: bytes) -> None:
    with suppress(UnreadableFile):
        for part in parts(head + text.encode(), name=name, limit=10**8):
            if part.kind:
                reading = read_as(part.kind, part.content, name=name)
                edges = [0, *(at for each in reading.blocks for at in (each.start, each.end))]
                assert edges == sorted(edges)
                assert edges[-1] <= len(reading.text)
