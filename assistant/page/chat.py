"""The Gradio part of the page: the conversation and the question box."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import gradio as gr

from assistant.conversation import Session, Sessions
from assistant.errors import AssistantError
from assistant.page import rendering
from assistant.page.failures import FAILED
from assistant.page.formatting import counted
from assistant.page.limits import LIMITS
from assistant.page.owner import owner_of
from assistant.page.question_request import QuestionRequest
from assistant.reply import Event, Found, Stated, Understood
from assistant.sources.choice import Choice
from assistant.statement import Statement
from index.errors import IndexingError

_SHOWN = "() => document.dispatchEvent(new Event('quoth:shown'))"
# The details of a question, such as its sources, are known to the page's script alone.
_WITH_DETAILS = "(question) => [question, window.quothAsking()]"
Shown = tuple[object, object]
Choose = Callable[[Choice], frozenset[str] | None]


def build_blocks(sessions: Sessions, choose: Choose) -> gr.Blocks:
    """Return the chat for the conversation that the page's query string names.

    Args:
        sessions: where questions are answered.
        choose: gives the ids of the sources of a choice; None for all.
    """

    def show(request: gr.Request) -> list[rendering.Message]:
        session = sessions.open(_name(request))
        return rendering.conversation(session.turns, session.judged)

    def ask(question: str | None, details: str | None, request: gr.Request) -> Iterator[Shown]:
        if question is None or not question.strip():
            yield gr.skip(), gr.skip()
            return
        session = sessions.open(_name(request))
        try:
            asked = QuestionRequest.of(
                question, details or "", owner_of(request.headers.get("cookie", ""))
            )
        except AssistantError as error:
            problem = rendering.problem(str(error))
            yield [*rendering.conversation(session.turns, session.judged), problem], question
            return
        yield from answer(session, asked, choose(asked.chosen.choice()))

    blocks = gr.Blocks(title="Quoth", analytics_enabled=False, fill_width=True)
    with blocks:
        chat = _chat()
        gr.HTML('<section id="welcome" aria-label="The library"></section>', elem_id="opening")
        gr.HTML('<div id="above-box"></div>', elem_id="above")
        with gr.Row(elem_id="asking"):
            box = _box()
            send = gr.Button("Ask", elem_id="ask", variant="primary", scale=0, min_width=72)
            stop = gr.Button("Stop", elem_id="stop", scale=0, min_width=72)
        details = gr.Textbox(visible="hidden", elem_id="details")
        again = gr.Button("Show the conversation", elem_id="show", visible="hidden")
        asked = gr.on(
            [box.submit, send.click],
            ask,
            [box, details],
            [chat, box],
            js=_WITH_DETAILS,
            show_progress="hidden",
            concurrency_limit=LIMITS.questions,
            api_visibility="private",
        )
        stop.click(None, None, None, cancels=[asked], api_visibility="private").then(
            None, js="() => window.quothStopped()"
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
            concurrency_limit=LIMITS.questions,
            api_visibility="private",
        ).then(None, js=_SHOWN)
    blocks.queue(max_size=LIMITS.waiting_questions)
    return blocks


def answer(
    session: Session, asked: QuestionRequest, sources: frozenset[str] | None = None
) -> Iterator[Shown]:
    """Yield the messages to show while a question is answered, and the text of the box."""
    before = session.turns if asked.place is None else session.turns[: asked.place - 1]
    shown = [
        *rendering.conversation(before, session.judged),
        rendering.question(asked.question, len(before) + 1),
    ]
    yield [*shown, rendering.stage("Searching the sources…")], ""
    try:
        events = session.ask(
            asked.question,
            owner=asked.owner,
            place=asked.place,
            sources=sources,
            options=asked.wanted.options(),
        )
        for stage in _stages(events, asked.question):
            yield [*shown, stage], gr.skip()
        yield rendering.conversation(session.turns, session.judged), gr.skip()
    except (AssistantError, IndexingError) as error:
        yield [*shown, rendering.problem(str(error))], asked.question
    except Exception:
        yield [*shown, rendering.problem(FAILED)], asked.question
        raise


def _stages(events: Iterable[Event], question: str) -> Iterator[rendering.Message]:
    """Yield what is shown in place of the reply as its events come in."""
    understood = ""
    written: list[Statement] = []
    for event in events:
        if isinstance(event, Understood) and event.question.strip() != question.strip():
            understood = event.question
            yield rendering.stage("Searching the sources…", understood)
        elif isinstance(event, Found):
            found = counted(len(event.passages), "passage")
            yield rendering.stage(f"Reading {found}…", understood)
        elif isinstance(event, Stated):
            written.append(event.statement)
            yield rendering.writing(written, event.citations, understood)


def _name(request: gr.Request) -> str:
    return str(request.query_params.get("conversation", ""))


def _chat() -> gr.Chatbot:
    """Return a chat that shows our own escaped HTML unchanged."""
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
