"""Words that would run a script, or fetch something, if they were ever taken for markup."""

from __future__ import annotations

from playwright.sync_api import expect

from .reader import Reader

HOSTILE = (
    "The parcel holds 41 blue stamps "
    "<script>window.harmed = 1</script> "
    "<img src=x onerror='window.harmed = 1'> "
    "<img src='http://elsewhere.invalid/pixel.png'> "
    "![pixel](http://elsewhere.invalid/pixel.png) "
    "[link](javascript:window.harmed=1) <a href='javascript:window.harmed=1'>link</a> "
    "<style>@import 'http://elsewhere.invalid/a.css'; body { display: none }</style> "
    "<iframe src='http://elsewhere.invalid/'></iframe> <iframe srcdoc='<script>1</script>'> "
    "<meta http-equiv=refresh content='0;url=http://elsewhere.invalid/'> "
    "<div style='position:fixed;inset:0;background:url(http://elsewhere.invalid/b.png)'></div> "
    "<a class=cite href='#quote/0/0/1'>[9]</a> <svg onload=alert(1)> "
    "</textarea></title></style><svg><script>window.harmed = 1</script></svg> "
    "${window.harmed = 1} {{constructor.constructor('window.harmed = 1')()}} "
    "$$\\href{javascript:alert(1)}{x}$$ &lt;b&gt; %3Cscript%3E \u202eevil\u202c"
)
# As much of it as there is room for in a name or a title.
SHORT = "</p><img src=x onerror='window.harmed=1'><svg onload=alert(1)>${window.harmed=1}"
_SHOWS_WORDS = ".reply, .asked, #pane, #past, #welcome, #tip, #notice, #reading, #above"
_HARMFUL = """(places) => [...document.querySelectorAll("body *")].filter((node) => {
  const acts = node.getAttributeNames().some((name) => name.startsWith("on"));
  const leads = /^\\s*javascript:/i.test(node.getAttribute("href") ?? "");
  const loads = node.matches("script, img, iframe, style, svg, meta, object");
  return acts || leads || (loads && node.closest(places));
}).map((node) => node.outerHTML.slice(0, 200))"""


def is_unharmed(reader: Reader) -> None:
    """Make sure that nothing of what was shown did anything but stand there."""
    assert reader.page.evaluate("window.harmed") is None
    assert not reader.dialogs
    assert not reader.foreign_requests()
    assert not [url for url in reader.requests if url.endswith(("/x", "/pixel.png"))]
    assert reader.page.evaluate(_HARMFUL, _SHOWS_WORDS) == []
    links = reader.page.locator(
        ".reply a:not(.cite, [download]), .asked a, #pane a:not([download])"
    )
    expect(links).to_have_count(0)
