"""The commands and what they take; the work is the assistant's."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated

import typer

from assistant.assistant import Assistant
from assistant.command.chat import talk
from assistant.command.feedback import feedback
from assistant.command.options import (
    AsJson,
    AskOptions,
    FolderArgument,
    FolderOption,
    Home,
    LibraryOptions,
    Threshold,
    Watch,
    with_options,
)
from assistant.command.password import password
from assistant.command.printing import Printer
from assistant.command.progress_bars import progress_bar, sync_bar
from assistant.command.watch import follow, following
from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.sources.opening import folders_of, home_of
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

_HERE = [Path("seeds")]


@app.command()
@with_options
def serve(
    options: AskOptions,
    folders: FolderArgument = _HERE,
    watch: Watch = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    auth: Annotated[Path | None, typer.Option(help="Let in only who is in this file.")] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Open the page: chat with the documents, and read them beside it."""
    settings = options.settings(watch=watch, host=host, port=port, auth=auth)
    printer = Printer(as_json=False)
    printer.serving(folders)
    from assistant.page import serve as serve_page

    with _opened(folders, settings, printer) as quoth, _followed(quoth, printer):
        serve_page(
            quoth,
            host=settings.host,
            port=settings.port,
            auth=settings.auth,
            open_browser=browser,
            announce=printer.served,
        )


@app.command()
@with_options
def ask(
    options: AskOptions,
    question: Annotated[str, typer.Argument(help="The question.")],
    folders: FolderOption = _HERE,
    as_json: AsJson = False,
) -> None:
    """Answer one question; the exit status is 3 where the sources do not answer."""
    printer = Printer(as_json)
    with _opened(folders, options.settings(), printer) as quoth:
        conversation = quoth.conversation()
        reply = conversation.ask(question)
        standalone = conversation.turns[-1].standalone
        answered = printer.reply(reply, question, standalone, quoth.folders)
    raise typer.Exit(0 if answered else 3)


@app.command()
@with_options
def chat(options: AskOptions, folders: FolderOption = _HERE) -> None:
    """Talk with the documents in the terminal; `exit`, `quit` or Ctrl-D ends it."""
    printer = Printer(as_json=False)
    with _opened(folders, options.settings(), printer) as quoth:
        talk(quoth, printer)


@app.command()
@with_options
def index(
    options: LibraryOptions, folders: FolderArgument, watch: Watch = None, as_json: AsJson = False
) -> None:
    """Build or refresh the library of folders; the exit status is 1 where a file failed."""
    printer = Printer(as_json)
    settings = options.settings(watch=watch)
    with _opened(folders, settings, printer, quiet=True) as quoth:
        assert quoth.report is not None
        printer.report(quoth.report, on_one_line=settings.watch)
        if settings.watch:
            follow(quoth, printer)
            return
    raise typer.Exit(1 if quoth.report.failures else 0)


@app.command()
@with_options
def sources(
    options: LibraryOptions,
    folders: FolderArgument = _HERE,
    failed: Annotated[
        bool, typer.Option("--failed", help="List only files that could not be read, and why.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List every file, whether it is ready, failed or ignored, and what is in the library."""
    printer = Printer(as_json)
    with _opened(folders, options.settings(), printer, quiet=True) as quoth:
        if failed:
            printer.failed(quoth.files())
        else:
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
def doctor(
    folders: FolderArgument = _HERE,
    home: Home = None,
    repair: Annotated[
        bool, typer.Option("--repair", help="Check the library's files, and mend them.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Mend them without asking.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say whether everything that Quoth needs is here and works, or mend a library's files."""
    if repair:
        raise typer.Exit(_repair(folders, Settings.read(home=home), Printer(as_json), yes))
    from assistant.command.doctor import diagnose

    findings = diagnose()
    Printer(as_json).findings(findings)
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


def _repair(folders: list[Path], settings: Settings, printer: Printer, is_agreed: bool) -> int:
    """Check the files of a home and mend them where that is agreed; return the exit status."""
    from assistant.command.doctor import Finding
    from assistant.command.repairing import faults_of, repair

    home = home_of(folders_of(folders), settings.home)
    faults = faults_of(home) if home.is_dir() else []
    if not faults:
        printer.findings([Finding(ok=True, what=f"nothing is damaged in {home}")])
        return 0
    printer.findings(
        [Finding(ok=False, what=f"{fault.problem} To do: {fault.remedy}") for fault in faults]
    )
    if not is_agreed and not typer.confirm(
        "Do that? Nothing that exists once is removed", err=True
    ):
        return 1
    settings = settings.model_copy(update={"model": None})
    left = repair(folders, home, settings, faults, printer.notice)
    done = [Finding(ok=True, what=f"the {fault.part} are whole again") for fault in faults]
    printer.findings([Finding(ok=False, what=fault.problem) for fault in left] or done)
    return 1 if left else 0


def main() -> None:
    """Run the command line; an error that explains itself is printed in one line."""
    try:
        app()
    except (IndexingError, AssistantError) as error:
        Printer(as_json=False).error(str(error))
        sys.exit(1)


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
    for notice in quoth.report.notices if quoth.report else ():
        printer.notice(notice)
    if not quiet and quoth.report:
        printer.failures(quoth.report.failures)
    return quoth


def _followed(quoth: Assistant, printer: Printer) -> AbstractContextManager[None]:
    return following(quoth, printer) if quoth.settings.watch else nullcontext()
