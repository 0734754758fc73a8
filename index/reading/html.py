"""HTML: the visible words of a page, one line per block; the one module with the HTML parser."""

from __future__ import annotations

from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from index.reading.composing import Composer
from index.reading.decoding import decode
from index.reading.reading import Reading
from index.reading.rows import table_sentences

_UNSEEN = (
    "script, style, noscript, template, svg, canvas, iframe, object, embed, button, select, input,"
    "textarea, nav, footer, aside, dialog, [hidden], [aria-hidden=true], [role=navigation],"
    "[role=banner], [role=contentinfo], [role=complementary], [role=search], body > header"
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_CELLS = frozenset({"td", "th"})
_LONGEST_CELL = 300
# Share of a page's text that the article must have: a guess.
_MAIN_SHARE = 0.5
# Times the text of a page is measured at most, for articles can be nested without end: a guess.
_MOST_MEASURED = 20
_DATES = (
    ("meta[property='article:published_time']", "content"),
    ("meta[itemprop=datePublished], [itemprop=datePublished]", "content"),
    ("meta[name=date], meta[name='dc.date'], meta[name='DC.date']", "content"),
    ("time[datetime]", "datetime"),
)


def read_html(text: str) -> Reading:
    """Return the visible words of a page, without navigation, forms and scripts."""
    page = LexborHTMLParser(text)
    title, day = _title(page), _date(page)
    # Inner elements first: an outer one takes those inside it away.
    for node in reversed(page.css(_UNSEEN)):
        node.decompose()
    lines = _Lines()
    root = _main(page)
    if root is not None:
        lines.walk(root)
    return lines.joined().reading(title, day, "text/html")


def canonical_link(content: bytes, *, name: str) -> str:
    """Return the canonical address in the head of a page, as it is; empty without one.

    Raises:
        UnreadableFile: the bytes are no text.
    """
    page = LexborHTMLParser(decode(content, name=name))
    link = page.css_first("head link[rel~=canonical i][href]")
    return "" if link is None else link.attributes.get("href") or ""


def _title(page: LexborHTMLParser) -> str:
    for selector in ("h1", "title"):
        node = page.css_first(selector)
        words = " ".join(node.text().split()) if node is not None else ""
        if words:
            return words
    return ""


def _date(page: LexborHTMLParser) -> date | None:
    for selector, attribute in _DATES:
        for node in page.css(selector):
            try:
                return date.fromisoformat((node.attributes.get(attribute) or "")[:10])
            except ValueError:
                continue
    return None


def _main(page: LexborHTMLParser) -> LexborNode | None:
    """Return the element of the article if one has most of the text, else the body."""
    body = page.body
    if body is None:
        return page.root
    whole = len(body.text())
    best, longest, measured = body, _MAIN_SHARE * whole, 0
    for node in page.css("main, article, [role=main]"):
        length = len(node.text())
        if length >= longest and (best is body or length > longest):
            best, longest = node, length
        measured += length
        if measured > _MOST_MEASURED * whole:
            break
    return best


class _Lines:
    """The lines of a page, gathered in document order without recursion."""

    def __init__(self) -> None:
        self._lines: list[tuple[str, bool, bool]] = []
        self._words: list[str] = []
        self._heading = False

    def walk(self, root: LexborNode) -> None:
        """Gather the text below a node, at any depth."""
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            tag = node.tag or ""
            if tag == "-text":
                self._words.append(node.text_content or "")
                continue
            self._edge(tag, leaving)
            if leaving or (tag == "table" and self._table(node)):
                continue
            stack.append((node, True))
            child = node.last_child
            while child is not None:
                stack.append((child, False))
                child = child.prev
        self._end()

    def _edge(self, tag: str, leaving: bool) -> None:
        if tag == "br":
            self._words.append(" ")
        elif tag in _CELLS:
            self._words.append(" " if not leaving else " | ")
        elif tag in _BLOCKS:
            self._end()
            self._heading = tag in _HEADINGS and not leaving

    def _table(self, table: LexborNode) -> bool:
        """Gather a table's rows as sentences; return False for a table that is only layout."""
        # First of all, so that in nested tables each cell is looked at once.
        if table.css_first("table table, h1, h2, h3, ul, ol, pre") is not None:
            return False
        cells = table.css("td, th")
        if not cells:
            return False
        if max(len(cell.text()) for cell in cells) > _LONGEST_CELL:
            return False
        rows = [[cell.text(separator=" ") for cell in row.css("td, th")] for row in table.css("tr")]
        first = table.css_first("tr")
        has_names = first is not None and first.css_first("td") is None
        caption = table.css_first("caption")
        if caption is not None:
            self._add(caption.text())
        for sentence in table_sentences(rows, has_names=has_names):
            self._add(sentence, whole=True)
        return True

    def _end(self) -> None:
        self._add("".join(self._words).removesuffix(" | "))
        self._words.clear()

    def _add(self, words: str, *, whole: bool = False) -> None:
        line = " ".join(words.split())
        if line:
            self._lines.append((line, self._heading and not whole, whole))

    def joined(self) -> Composer:
        """Return the text with its blocks, and its sections as places."""
        composer = Composer()
        for line, heading, whole in self._lines:
            if heading:
                composer.enter("section", line)
            composer.add(line, heading=heading, whole=whole)
        return composer
