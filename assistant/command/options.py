"""The options that several commands share, and how a command takes them as one argument."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.settings import Settings

FolderArgument = Annotated[list[Path], typer.Argument(help="The documents: one folder or several.")]
FolderOption = Annotated[
    list[Path], typer.Option("--folder", "-f", help="The documents; give it again for another.")
]
Home = Annotated[Path | None, typer.Option(help="Where the library's files are kept.")]
Patterns = list[str] | None
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
Watch = Annotated[
    bool | None, typer.Option("--watch/--no-watch", help="Follow changes as they happen.")
]
Threshold = Annotated[
    float | None, typer.Option(help="Least confidence of an answer, from 0 to 1.", min=0, max=1)
]


@dataclass(frozen=True, slots=True)
class LibraryOptions:
    """Where a library is, and which files belong to it."""

    home: Home = None
    include: Annotated[
        Patterns,
        typer.Option(help="Take only files that match this pattern, as in .gitignore; repeatable."),
    ] = None
    exclude: Annotated[
        Patterns,
        typer.Option(help="Leave out what matches this pattern, as in .gitignore; repeatable."),
    ] = None
    gitignore: Annotated[
        bool | None,
        typer.Option("--gitignore/--no-gitignore", help="Leave out what .gitignore files ignore."),
    ] = None

    def settings(self, **others: object) -> Settings:
        """Return the settings with these options and others; a list that is empty was not given.

        Raises:
            SettingError: see `Settings.read`.
        """
        given = {name: None if value == [] else value for name, value in asdict(self).items()}
        return Settings.read(**given, **others)


@dataclass(frozen=True, slots=True)
class AskOptions(LibraryOptions):
    """Also how questions are answered."""

    threshold: Threshold = None
    model: Annotated[
        str | None,
        typer.Option(help="Language model that writes answers: ollama:MODEL, gguf:PATH, …"),
    ] = None


def with_options(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command whose parameter of `LibraryOptions` is given as options, one a field.

    Typer makes an option of each parameter; so one that several commands have is written once.
    """
    parameters = inspect.signature(command, eval_str=True).parameters.values()
    shared = {each.name: each.annotation for each in parameters if _is_options(each.annotation)}
    shown: list[inspect.Parameter] = []
    for each in parameters:
        shown += _parameters_of(each.annotation) if each.name in shared else [each]

    @functools.wraps(command)
    def run(**given: Any) -> None:  # noqa: ANN401 whatever Typer has read
        for name, options in shared.items():
            values = {field.name: given.pop(field.name) for field in fields(options)}
            given[name] = options(**values)
        command(**given)

    shown = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in shown]
    run.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in shown}
    return run


def _is_options(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, LibraryOptions)


def _parameters_of(options: type) -> list[inspect.Parameter]:
    return list(inspect.signature(options, eval_str=True).parameters.values())
