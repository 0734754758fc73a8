"""What is written from the right is shown so, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from .reader import Reader
from .test_audit import violations

ARABIC = (
    "تقرير عن المنارة\n\n"
    "الطائر الأليف في المنارة اسمه الأميرال. عاش هذا الطائر في المنارة عشرين عاما.\n\n"
    "The lighthouse has 161 steps."
)
HEBREW = "דוח על המגדלור\n\nהציפור המאולפת של המגדלור נקראת אדמירל. היא גרה במגדלור עשרים שנה.\n"
TEXTS = [
    (ARABIC, "ما اسم الطائر الأليف في المنارة؟"),
    (HEBREW, "איך נקראת הציפור המאולפת של המגדלור?"),
]
# Whether the words of an element end at its right edge rather than begin at its left one.
FROM_THE_RIGHT = """node => {
  const words = document.createRange();
  words.selectNodeContents(node);
  const style = getComputedStyle(node), box = node.getBoundingClientRect();
  const right = box.right - parseFloat(style.paddingRight);
  const edges = [...words.getClientRects()].filter((each) => each.width > 8);
  return Math.abs(Math.max(...edges.map((each) => each.right)) - right) < 8;
}"""


def _is_from_the_right(part: Locator) -> None:
    expect(part).to_be_visible()
    assert part.evaluate("node => node.matches(':dir(rtl)')")
    assert part.evaluate(FROM_THE_RIGHT)


@pytest.mark.parametrize(("text", "question"), TEXTS, ids=["Arabic", "Hebrew"])
def test_question_quote_and_source_run_from_the_right(
    open_page: Callable[..., Reader],
    serve: Callable[[Path], str],
    tmp_path: Path,
    text: str,
    question: str,
) -> None:
    (tmp_path / "report.txt").write_text(text, "utf-8")
    reader = open_page(serve(tmp_path), viewport={"width": 1280, "height": 800})
    page = reader.page
    reply = reader.ask(question)
    _is_from_the_right(page.locator(".asked"))
    _is_from_the_right(reply.locator("blockquote").first)
    _is_from_the_right(page.locator("#past li > a").first)
    reply.locator("a.cite").first.hover()
    _is_from_the_right(page.get_by_role("tooltip").locator("p").last)
    reply.locator("a.cite").first.click()
    expect(reader.lit).to_be_in_viewport()
    assert reader.lit.evaluate("node => node.matches(':dir(rtl)')")
    assert reader.lit.locator("xpath=..").evaluate(FROM_THE_RIGHT)
    _is_from_the_right(page.locator("#pane-title"))
    assert not violations(reader)


def test_line_from_the_left_stays_so_beside_lines_from_the_right(
    open_page: Callable[..., Reader], serve: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "report.txt").write_text(ARABIC, "utf-8")
    reader = open_page(serve(tmp_path), viewport={"width": 1280, "height": 800})
    reader.ask(TEXTS[0][1]).locator("a.cite").first.click()
    expect(reader.lit).to_be_in_viewport()
    left = reader.pane.locator(".text p", has_text="161 steps")
    assert not left.evaluate(FROM_THE_RIGHT)
    reader.box.fill(TEXTS[0][1])
    bidi = "node => [getComputedStyle(node).unicodeBidi, getComputedStyle(node).textAlign]"
    assert reader.box.evaluate(bidi) == ["plaintext", "start"]
