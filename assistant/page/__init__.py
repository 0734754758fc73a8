"""The page: a library's conversation and its sources, in a browser.

It formats what the assistant returns and decides nothing itself. `build_app` gives the ASGI
application, `serve` runs it until Ctrl-C.
"""

from assistant.page.app import build_app
from assistant.page.serving import serve

__all__ = ["build_app", "serve"]
