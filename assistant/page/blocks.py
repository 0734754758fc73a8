"""The Gradio part of the page: the conversation and the box to ask in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import gradio as gr

from assistant.errors import AssistantError
from assistant.page import rendering
from assistant.page.conversations import Conversations, Room
from assistant.page.wording import counted
from assistant.reply import Event, Found, Understood
from index.errors import IndexingError

AT_ONCE = 20
_FAILED = "Something went wrong inside Quoth. The program's own output says what."
_SHOWN = "() => document.dispatchEvent(new Event('quoth:shown'))"
Shown = tuple[object, object]


def build_blocks(conversations: Conversations) -> gr.Blocks:
    """Return the conversation, which belongs to the `conversation` of the page's query string."""

    def show(request: gr.Request) -> list[rendering.Message]:
        room = conversations.find(_name(request))
        return rendering.conversation(room.turns) if room else []

    def ask(question: str, request: gr.Request) -> Iterator[Shown]:
        if not question.strip():
            yield gr.skip(), gr.skip()
            return
        yield from answer(conversations.open(_name(request)), question)

    blocks = gr.Blocks(title="Quoth", analytics_enabled=False, fill_width=True)
    with blocks:
        chat = _chat()
        gr.HTML('<section id="welcome" aria-label="The library"></section>', elem_id="opening")
        with gr.Row(elem_id="asking"):
            box = _box()
            send = gr.Button("Ask", elem_id="ask", variant="primary", scale=0, min_width=72)
        again = gr.Button("Show the conversation", elem_id="show", visible="hidden")
        asked = gr.on(
            [box.submit, send.click],
            ask,
            box,
            [chat, box],
            show_progress="hidden",
            concurrency_limit=AT_ONCE,
            api_visibility="private",
        )
        # The page's script asks for it, and only where there may be one to show: an event on every
        # load would make Gradio close its stream of messages just when the first question is sent.
        again.click(
            show,
            None,
            chat,
            cancels=[asked],
            show_progress="hidden",
            trigger_mode="always_last",
            concurrency_limit=None,
            api_visibility="private",
        ).then(None, js=_SHOWN)
    return blocks


def answer(room: Room, question: str) -> Iterator[Shown]:
    """Yield what to show while a question is answered, and what stays in the box."""
    shown = [*rendering.conversation(room.turns), rendering.question(question)]
    yield [*shown, rendering.stage("Searching the sources…")], ""
    try:
        for stage in _stages(room.ask(question), question):
            yield [*shown, stage], gr.skip()
        yield rendering.conversation(room.turns), gr.skip()
    except (AssistantError, IndexingError) as error:
        yield [*shown, rendering.problem(str(error))], question
    except Exception:
        yield [*shown, rendering.problem(_FAILED)], question
        raise


def _stages(events: Iterable[Event], question: str) -> Iterator[rendering.Message]:
    """Yield what stands in for the reply as its events come in."""
    understood = ""
    for event in events:
        if isinstance(event, Understood) and event.question.strip() != question.strip():
            understood = event.question
            yield rendering.stage("Searching the sources…", understood)
        elif isinstance(event, Found):
            found = counted(len(event.passages), "passage")
            yield rendering.stage(f"Reading {found}…", understood)


def _name(request: gr.Request) -> str:
    return str(request.query_params.get("conversation", ""))


def _chat() -> gr.Chatbot:
    """Return a chat that shows our own escaped HTML and nothing that it makes of it."""
    return gr.Chatbot(
        elem_id="chat",
        label="Conversation",
        show_label=False,
        container=False,
        height="100%",
        layout="panel",
        render_markdown=False,
        sanitize_html=True,
        autoscroll=False,
        latex_delimiters=[],
        allow_tags=False,
        buttons=[],
        feedback_options=None,
        group_consecutive_messages=False,
    )


def _box() -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label="Question",
        show_label=False,
        container=False,
        placeholder="Ask the sources a question",
        lines=1,
        max_lines=6,
        scale=1,
    )
