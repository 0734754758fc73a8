"""The page as one ASGI application."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

# Gradio reads these when it is imported: no analytics, and no table of all past
# events made again after each event.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)

import gradio as gr
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles

from assistant.conversation import Sessions
from assistant.errors import AssistantError
from assistant.page.bodies import Bodies
from assistant.page.chat import build_blocks
from assistant.page.failures import Failures
from assistant.page.frame import Frame
from assistant.page.gradio_calls import GradioCalls
from assistant.page.guard import LOOPBACK, Guard
from assistant.page.limits import LIMITS, Limits
from assistant.page.login import Login
from assistant.page.owner import Owner
from assistant.page.passwords import Passwords
from assistant.page.routes import router
from assistant.page.routes.errors import explain, explain_invalid
from index.errors import IndexingError

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_STATIC = Path(__file__).parent / "static"
_UNDOCUMENTED: dict[str, str | None] = {"openapi_url": None, "docs_url": None, "redoc_url": None}


def build_app(
    assistant: Assistant,
    *,
    root: str = "",
    hosts: Collection[str] | None = LOOPBACK,
    passwords: Passwords | None = None,
    limits: Limits = LIMITS,
) -> FastAPI:
    """Return the page of an assistant, which must stay open while the page is served.

    Args:
        assistant: what answers.
        root: path that a proxy serves the page under, without a slash at its end.
        hosts: host names that requests may use; None allows any, which is safe only behind
            protection of its own.
        passwords: who may use it; None for everyone who reaches it.
        limits: of what it takes from its clients.
    """
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.include_router(router(assistant))
    app.mount("/page/static", StaticFiles(directory=_STATIC), name="static")
    for error in (AssistantError, IndexingError):
        app.add_exception_handler(error, explain)
    app.add_exception_handler(RequestValidationError, explain_invalid)
    blocks = build_blocks(
        Sessions(assistant, assistant.conversations),
        lambda choice: choice.among(assistant.sources()),
    )
    # The last one that is added is the first that a request meets.
    app.add_middleware(Frame)
    app.add_middleware(GradioCalls, events=blocks.fns)
    app.add_middleware(Owner)
    if passwords:
        secret = assistant.conversations.secret()
        app.add_middleware(Login, passwords=passwords, secret=secret, limits=limits)
    app.add_middleware(Bodies, limits=limits)
    app.add_middleware(Failures)
    app.add_middleware(Guard, hosts=hosts)
    page: FastAPI = gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        theme=_theme(),
        root_path=root or None,
        run_history=False,
        footer_links=[],
        show_error=False,
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        app_kwargs=_UNDOCUMENTED,
    )
    return page


def _theme() -> gr.themes.Base:
    return gr.themes.Base(font=["sans-serif"], font_mono=["monospace"])
