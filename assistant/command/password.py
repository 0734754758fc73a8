"""The command `quoth password`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def password(
    name: Annotated[str, typer.Argument(help="Who may use the page.")],
    auth: Annotated[Path, typer.Option(help="The file of passwords, for `quoth serve --auth`.")],
) -> None:
    """Ask for a person's password and keep its hash in a file, in place of the old one."""
    from assistant.page.passwords import keep_password

    given = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    keep_password(auth, name, given)
    typer.echo(f"{name} can log in once the page is served with --auth {auth}.")
