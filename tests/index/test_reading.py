"""Files become canonical text with exact blocks, or an error that names them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index import (
    EmptyFile,
    NotText,
    PicturesOnly,
    Reading,
    TooLarge,
    VanishedFile,
    load,
    read_bytes,
)
from index.tokens import count_tokens


def _blocks(reading: Reading) -> list[str]:
    return [reading.text[block.start : block.end] for block in reading.blocks]


def test_plain_text_is_canonical_as_it_is() -> None:
    reading = read_bytes(b"One line.\nStill the paragraph.\n\n  Another.  \n", name="a.txt")
    assert reading.text == "One line.\nStill the paragraph.\n\n  Another.  \n"
    assert _blocks(reading) == ["One line.\nStill the paragraph.", "Another."]


def test_leading_date_becomes_the_date_and_is_not_indexed() -> None:
    reading = read_bytes(b" date 2022-01-09 It happened.", name="a.txt")
    assert reading.date == date(2022, 1, 9)
    assert reading.text == " date 2022-01-09 It happened."
    assert _blocks(reading) == ["It happened."]


@pytest.mark.parametrize("opening", ["2022-13-09 x", "12022-01-09 x", "In 2022-01-09 x"])
def test_what_is_no_leading_date_is_text(opening: str) -> None:
    reading = read_bytes(opening.encode(), name="a.txt")
    assert reading.date is None
    assert _blocks(reading) == [opening]


def test_windows_line_ends_become_newlines() -> None:
    assert read_bytes(b"a b\r\nc d\re f", name="a.txt").text == "a b\nc d\ne f"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings_give_the_same_text(encoding: str) -> None:
    words = "Der Präsident sagte: „Ja“. Naïve cafés cost 5 €."
    assert read_bytes(words.encode(encoding), name="a.txt").text == words


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("latin-1", "Größe und Straße: der Präsident über Mädchen. Élève, garçon, señor, naïve."),
        ("cp1252", "L’été dernier, nous avons été à la plage. Ça va très bien, merci à vous."),
        ("cp1250", "Zażółć gęślą jaźń. Wszyscy ludzie rodzą się wolni i równi w swej godności."),
        ("cp1251", "Все люди рождаются свободными и равными в своем достоинстве и правах."),
    ],
)
def test_old_encoding_is_told_from_its_bytes(encoding: str, words: str) -> None:
    assert read_bytes(words.encode(encoding), name="a.txt").text == words


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 8,
        b"\x7fELF\x02\x01\x01" + b"\0" * 64,
        bytes(range(1, 9)) * 50,
    ],
)
def test_binary_file_is_refused_by_name(content: bytes) -> None:
    with pytest.raises((NotText, PicturesOnly), match=r"picture\.txt is not text"):
        read_bytes(content, name="picture.txt")


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"---\n***\n"])
def test_file_without_words_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(EmptyFile, match=r"a\.txt contains no text"):
        read_bytes(content, name="a.txt")


def test_file_over_the_limit_is_refused_without_being_read(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes(b"x" * 2_000_001)
    with pytest.raises(TooLarge, match=r"big\.txt has 2 MB; at most 1 are read"):
        load(tmp_path / "big.txt", name="big.txt", limit=1_000_000)


def test_file_that_vanished_says_so_and_may_be_tried_again(tmp_path: Path) -> None:
    with pytest.raises(VanishedFile, match=r"gone\.txt vanished") as caught:
        load(tmp_path / "gone.txt", name="gone.txt", limit=1)
    assert caught.value.retryable


def test_markdown_keeps_its_own_text_and_finds_its_blocks() -> None:
    text = (
        "---\ntitle: The report\ndate: 2020-01-02\n---\n# A *heading* #\n\nOne\nparagraph.\n\n"
        "- first **item**\n- second item\n\n> a quote\n\n```py\nx = 1\ny = 2\n```\n\nSet\n===\n"
    )
    reading = read_bytes(text.encode(), name="a.md")
    assert reading.text == text
    assert (reading.title, reading.date) == ("The report", date(2020, 1, 2))
    assert _blocks(reading) == [
        "A *heading*",
        "One\nparagraph.",
        "first **item**",
        "second item",
        "a quote",
        "x = 1\ny = 2",
        "Set",
    ]
    assert [block.heading for block in reading.blocks] == [True, *[False] * 5, True]


def test_first_heading_of_markdown_is_its_title_without_marks() -> None:
    assert read_bytes(b"text\n\n## The `big` [link](x)\n", name="a.md").title == "The big link"


def test_html_gives_the_words_that_a_reader_sees() -> None:
    page = b"""<!doctype html><title>Site</title><script>alert(1)</script><style>p{}</style>
    <meta property="article:published_time" content="2021-03-04T10:00:00Z">
    <nav><a href=/>Home</a></nav><h1>The heading</h1><p>First <b>bold</b>&nbsp;words &lt;b&gt;.</p>
    <ul><li>one<li>two</ul><table><tr><td>a<td>b</table><footer>Imprint</footer>"""
    reading = read_bytes(page, name="a.html")
    assert _blocks(reading) == [
        "The heading",
        "First bold words <b>.",
        "one",
        "two",
        "a: b.",
    ]
    assert (reading.title, reading.date) == ("The heading", date(2021, 3, 4))


def test_html_is_told_by_its_content_whatever_its_name() -> None:
    assert read_bytes(b"<!DOCTYPE html><p>Hi there", name="a.txt").media_type == "text/html"


def test_article_of_a_page_is_read_without_what_surrounds_it() -> None:
    page = "<body><div>Menu Login</div><article><p>" + "Real words here. " * 20 + "</p></article>"
    assert "Login" not in read_bytes(page.encode(), name="a.html").text


def test_deeply_nested_html_is_read() -> None:
    page = "<div>" * 20_000 + "deep words" + "</div>" * 20_000
    assert "deep words" in read_bytes(page.encode(), name="a.html").text


def test_many_comments_before_the_text_do_not_hang() -> None:
    assert read_bytes(b"<!-- a comment -->\n" * 60 + b"Words.", name="a.md").text.endswith("Words.")


def test_spaces_without_end_do_not_hang() -> None:
    spaces = " " * 1_000_000
    reading = read_bytes(f"# Title{spaces}\n\n```\ncode{spaces}\n```\n".encode(), name="a.md")
    assert _blocks(reading) == ["Title", "code"]
    assert count_tokens([f"a{spaces}b"])[0] > 2


def test_web_page_in_the_encoding_that_it_declares_is_read() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body><p>Příliš žluťoučký kůň.</p>'
    assert "žluťoučký" in read_bytes(page.encode("iso-8859-2"), name="a.html").text


@pytest.mark.parametrize("extra", [b"", b"a"])
def test_large_file_in_a_wide_encoding_is_read(extra: bytes) -> None:
    words = "すべての人間は、生まれながらにして自由であり、かつ平等である。\n" * 8_000
    assert "自由" in read_bytes(extra + words.encode("shift_jis"), name="a.txt").text
