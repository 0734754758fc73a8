"""The commands and what they take; the work is the assistant's."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated

import typer

from assistant.assistant import Assistant
from assistant.command.people import feedback, password
from assistant.command.printing import Printer
from assistant.command.progress_bars import progress_bar, sync_bar
from assistant.command.watch import follow, following
from assistant.errors import AssistantError
from assistant.settings import Settings
from index import IndexingError

app = typer.Typer(
    name="quoth",
    help="Answers questions about a folder of documents with passages quoted from them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.command()(password)
app.add_typer(feedback, name="feedback")

FolderArgument = Annotated[list[Path], typer.Argument(help="The documents: one folder or several.")]
FolderOption = Annotated[
    list[Path], typer.Option("--folder", "-f", help="The documents; give it again for another.")
]
Home = Annotated[Path | None, typer.Option(help="Where the library's files are kept.")]
Include = Annotated[
    list[str] | None,
    typer.Option(help="Take only files that match this pattern, as in .gitignore; repeatable."),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(help="Pass over what matches this pattern, as in .gitignore; repeatable."),
]
Gitignore = Annotated[
    bool | None,
    typer.Option("--gitignore/--no-gitignore", help="Pass over what .gitignore files ignore."),
]
Watch = Annotated[
    bool | None, typer.Option("--watch/--no-watch", help="Follow changes as they happen.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
Threshold = Annotated[
    float | None, typer.Option(help="Least confidence of an answer, from 0 to 1.", min=0, max=1)
]
Model = Annotated[
    str | None,
    typer.Option(help="Language model that writes answers: ollama:MODEL, gguf:PATH, …"),
]
_HERE = [Path("seeds")]


@app.command()
def serve(
    folders: FolderArgument = _HERE,
    home: Home = None,
    include: Include = None,
    exclude: Exclude = None,
    gitignore: Gitignore = None,
    watch: Watch = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    auth: Annotated[Path | None, typer.Option(help="Let in only who is in this file.")] = None,
    threshold: Threshold = None,
    model: Model = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Open the page: chat with the documents, and read them beside it."""
    settings = Settings.read(
        home=home,
        **_selected(include, exclude, gitignore),
        watch=watch,
        host=host,
        port=port,
        auth=auth,
        threshold=threshold,
        model=model,
    )
    from assistant.page import serve as serve_page

    printer = Printer(as_json=False)
    with _opened(folders, settings, printer) as quoth, _followed(quoth, printer):
        serve_page(
            quoth,
            host=settings.host,
            port=settings.port,
            auth=settings.auth,
            open_browser=browser,
            announce=typer.echo,
        )


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question.")],
    folders: FolderOption = _HERE,
    home: Home = None,
    include: Include = None,
    exclude: Exclude = None,
    gitignore: Gitignore = None,
    threshold: Threshold = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Answer one question; the exit status is 3 where the sources do not answer."""
    printer = Printer(as_json)
    selected = _selected(include, exclude, gitignore)
    settings = Settings.read(home=home, threshold=threshold, model=model, **selected)
    with _opened(folders, settings, printer) as quoth:
        talk = quoth.conversation()
        reply = talk.ask(question)
        standalone = talk.turns[-1].standalone
        answered = printer.reply(reply, question, standalone, quoth.folders)
    raise typer.Exit(0 if answered else 3)


@app.command()
def chat(
    folders: FolderOption = _HERE,
    home: Home = None,
    include: Include = None,
    exclude: Exclude = None,
    gitignore: Gitignore = None,
    threshold: Threshold = None,
    model: Model = None,
) -> None:
    """Talk with the documents in the terminal; an empty line or Ctrl-D ends it."""
    printer = Printer(as_json=False)
    selected = _selected(include, exclude, gitignore)
    settings = Settings.read(home=home, threshold=threshold, model=model, **selected)
    with _opened(folders, settings, printer) as quoth:
        talk = quoth.conversation()
        while question := printer.prompt():
            try:
                reply = talk.ask(question)
            except AssistantError as error:
                printer.error(str(error))
                continue
            printer.reply(reply, question, talk.turns[-1].standalone, quoth.folders)


@app.command()
def index(
    folders: FolderArgument,
    home: Home = None,
    include: Include = None,
    exclude: Exclude = None,
    gitignore: Gitignore = None,
    watch: Watch = None,
    as_json: AsJson = False,
) -> None:
    """Build or refresh the library of folders; the exit status is 1 where a file failed."""
    printer = Printer(as_json)
    settings = Settings.read(home=home, watch=watch, **_selected(include, exclude, gitignore))
    with _opened(folders, settings, printer, quiet=True) as quoth:
        assert quoth.report is not None
        printer.report(quoth.report, on_one_line=settings.watch)
        if settings.watch:
            follow(quoth, printer)
            return
    raise typer.Exit(1 if quoth.report.failures else 0)


@app.command()
def sources(
    folders: FolderArgument = _HERE,
    home: Home = None,
    include: Include = None,
    exclude: Exclude = None,
    gitignore: Gitignore = None,
    as_json: AsJson = False,
) -> None:
    """List every file, whether it is ready, failed or ignored, and what is in the library."""
    printer = Printer(as_json)
    settings = Settings.read(home=home, **_selected(include, exclude, gitignore))
    with _opened(folders, settings, printer, quiet=True) as quoth:
        printer.sources(quoth.sources(), quoth.files())


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="What `quoth ask --json` or the page wrote.")],
    folders: Annotated[
        list[Path] | None, typer.Option("--folder", "-f", help="Where the documents are now.")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Check the quotes of an exported answer against the files, without any library."""
    from assistant.sharing.exports import verify as check

    settings = Settings.read(home=home)
    verdicts = list(check(file, folders or (), home=settings.home, languages=settings.ocr))
    Printer(as_json).verdicts(verdicts)
    raise typer.Exit(1 if any(verdict.problem for verdict in verdicts) else 0)


@app.command()
def evaluate(
    questions: Annotated[Path | None, typer.Argument(help="Questions in JSON Lines.")] = None,
    documents: Annotated[Path | None, typer.Option(help="Their documents in JSON Lines.")] = None,
    folder: Annotated[Path | None, typer.Option("--folder", "-f", help="The documents.")] = None,
    save: Annotated[Path | None, typer.Option(help="Write what came back as JSON.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write plots and misses as HTML.")] = None,
    compare: Annotated[
        tuple[Path, Path] | None, typer.Option(help="Say what changed between two saved ones.")
    ] = None,
    home: Home = None,
    threshold: Threshold = None,
    as_json: AsJson = False,
) -> None:
    """Measure quotes, search, refusals and confidence on questions whose evidence is known."""
    from assistant import evaluating

    evaluating.check_needs()
    printer = Printer(as_json)
    if compare:
        before, after = map(evaluating.Evaluation.load, compare)
        printer.changes(evaluating.changes_between(before, after))
        return
    if questions is None:
        raise typer.BadParameter("Give a file of questions, or two evaluations to --compare.")
    settings = Settings.read(threshold=threshold)
    with progress_bar("asking") as advance:
        evaluation = evaluating.evaluate(questions, documents, folder, settings, advance, home)
    if save:
        evaluation.save(save)
    if report:
        evaluating.write_report(evaluation, report)
    printer.figures(evaluating.figures_of(evaluation))


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Say whether everything that Quoth needs is here and works."""
    from assistant.command.doctor import diagnose

    findings = diagnose()
    Printer(as_json).findings(findings)
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


def main() -> None:
    """Run the command line; an error that explains itself is printed in one line."""
    try:
        app()
    except (IndexingError, AssistantError) as error:
        Printer(as_json=False).error(str(error))
        sys.exit(1)


def _selected(
    include: list[str] | None, exclude: list[str] | None, gitignore: bool | None
) -> dict[str, object]:
    """Return the arguments that say which files are documents; an empty list was not given."""
    return {"include": include or None, "exclude": exclude or None, "gitignore": gitignore}


def _opened(
    folders: list[Path], settings: Settings, printer: Printer, *, quiet: bool = False
) -> Assistant:
    if quiet:  # nothing is asked
        settings = settings.model_copy(update={"model": None})
    try:
        with sync_bar() as listener:
            quoth = Assistant.open(folders, settings=settings, progress=listener)
    except KeyboardInterrupt:
        printer.error("Interrupted. What was read is kept, and the next run goes on from there.")
        raise
    if not quiet and quoth.report:
        printer.failures(quoth.report.failures)
    return quoth


def _followed(quoth: Assistant, printer: Printer) -> AbstractContextManager[None]:
    return following(quoth, printer) if quoth.settings.watch else nullcontext()
