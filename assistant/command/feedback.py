"""The command `quoth feedback export`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.conversation import ConversationStore
from assistant.conversation.store import FILE
from assistant.settings import Settings
from assistant.sources.opening import folders_of, home_of
from index import SourceNotFound, SourceText

feedback = typer.Typer(help="What people thought of replies.", no_args_is_help=True)


@feedback.callback()
def _has_commands() -> None:
    """Keep `export` a command of its own, though it is the only one."""


@feedback.command("export")
def export(
    folders: Annotated[list[Path] | None, typer.Argument(help="The documents.")] = None,
    home: Annotated[Path | None, typer.Option(help="Where the library's files are kept.")] = None,
) -> None:
    """Print what people thought of replies, as JSON Lines, oldest first."""
    library = home_of(folders_of(folders or Path("seeds")), Settings.read(home=home).home)
    if not (library / FILE).is_file():
        return
    store = ConversationStore.open(library, _find)
    try:
        for each in store.feedback():
            line = json.dumps(each.as_json(), ensure_ascii=False) + "\n"
            sys.stdout.buffer.write(line.encode("utf-8", "replace"))
    finally:
        store.close()


def _find(source: str) -> SourceText:
    raise SourceNotFound(f"No source has the id {source!r}.")
