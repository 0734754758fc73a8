"""A conversation in the terminal."""

from __future__ import annotations

import re

from assistant.assistant import Assistant
from assistant.command.printing import Printer
from assistant.errors import AssistantError

_ENDS = {"exit", "quit", "/exit", "/quit"}
_COMMAND = re.compile(r"/\w+")
_HELP = """Ask a question in your own words; a later one may lean on those before it.
/help   this help
exit    the end; quit and Ctrl-D do the same"""


def talk(quoth: Assistant, printer: Printer) -> None:
    """Answer questions from the terminal until the person ends it."""
    printer.hint("Ask the documents a question. /help says more, exit ends it.")
    conversation = quoth.conversation()
    while (question := printer.prompt()) is not None:
        command = question.casefold()
        if command in _ENDS:
            return
        if command == "/help":
            printer.text(_HELP)
        elif _COMMAND.fullmatch(command):
            printer.error(f"There is no command {question}. Try /help.")
        elif question:
            try:
                reply = conversation.ask(question)
            except AssistantError as error:
                printer.error(str(error))
                continue
            printer.reply(reply, question, conversation.turns[-1].standalone, quoth.folders)
