"""Commands about people: their passwords, and what they thought of replies."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.conversation import ConversationStore
from assistant.conversation.store import FILE
from assistant.page.passwords import keep_password
from assistant.settings import Settings
from assistant.sources.opening import folders_of, home_of
from index import SourceNotFound, SourceText

feedback = typer.Typer(help="What people thought of replies.", no_args_is_help=True)


def password(
    name: Annotated[str, typer.Argument(help="Who may use the page.")],
    auth: Annotated[Path, typer.Option(help="The file of passwords, for `quoth serve --auth`.")],
) -> None:
    """Ask for somebody's password and keep its hash in a file; in place of their old one."""
    given = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    keep_password(auth, name, given)
    typer.echo(f"{name} may log in with it once the page is served with --auth {auth}.")


@feedback.command("export")
def export(
    folders: Annotated[list[Path] | None, typer.Argument(help="The documents.")] = None,
    home: Annotated[Path | None, typer.Option(help="Where the library's files are kept.")] = None,
) -> None:
    """Print what people thought of replies, as JSON Lines, oldest first."""
    kept_in = home_of(folders_of(folders or Path("seeds")), Settings.read(home=home).home)
    if not (kept_in / FILE).is_file():
        return
    store = ConversationStore.open(kept_in, _find)
    try:
        for each in store.feedback():
            told = json.dumps(each.as_json(), ensure_ascii=False) + "\n"
            sys.stdout.buffer.write(told.encode("utf-8", "replace"))
    finally:
        store.close()


def _find(source: str) -> SourceText:
    raise SourceNotFound(f"No source has the id {source!r}.")
