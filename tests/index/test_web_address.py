"""Where on the web a page says that it stands: only what it says, and only of the web."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Library, VanishedFile, web_address


def _page(link: str) -> str:
    return f"<html><head>{link}</head><body><p>The heron is tame.</p></body></html>"


def _address(library: Library, folder: Path, name: str, text: str) -> str:
    folder.mkdir()
    (folder / name).write_text(text, "utf-8")
    library.sync(folder)
    return web_address(library.sources()[0], text.encode())


def test_page_says_where_it_stands(library: Library, tmp_path: Path) -> None:
    link = '<LINK href=" https://example.org/herons?a=1&amp;b=2 " rel="Canonical">'
    found = _address(library, tmp_path / "folder", "heron.html", _page(link))
    assert found == "https://example.org/herons?a=1&b=2"
    with pytest.raises(VanishedFile, match="has changed"):
        web_address(library.sources()[0], b"<p>Other.</p>")


@pytest.mark.parametrize(
    "link",
    [
        "",
        '<link rel="alternate" href="https://example.org/">',
        '<link rel="canonical" href="/herons">',
        '<link rel="canonical" href="javascript:alert(1)">',
        '<link rel="canonical" href="file:///etc/passwd">',
        '<link rel="canonical" href="https://example.org@elsewhere.invalid/">',
        '<link rel="canonical" href="https://">',
        '<link rel="canonical" href="https://exa mple.org/">',
        '<link rel="canonical" href="https://[x/">',
    ],
)
def test_what_is_no_address_of_the_web_is_none(library: Library, tmp_path: Path, link: str) -> None:
    assert _address(library, tmp_path / "folder", "heron.html", _page(link)) == ""


def test_text_that_only_looks_like_a_page_has_no_address(library: Library, tmp_path: Path) -> None:
    text = 'The words <link rel="canonical" href="https://example.org/"> stand in this note.'
    assert _address(library, tmp_path / "folder", "note.txt", text) == ""
