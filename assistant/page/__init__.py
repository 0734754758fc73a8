"""The page: a library's conversation and its sources, in a browser.

It formats what the assistant returns and decides nothing itself. `build_app` gives the ASGI
application, `serve` runs it until Ctrl-C.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.page.app import build_app
    from assistant.page.serving import serve

__all__ = ["build_app", "serve"]


def __getattr__(name: str) -> object:
    """Import the page when it is used: Gradio takes seconds, and few commands need it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from assistant.page import app, serving

    return app.build_app if name == "build_app" else serving.serve
