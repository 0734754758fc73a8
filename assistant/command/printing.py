"""The output of the commands: text for a person, or JSON for a program."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from assistant.command.doctor import Finding
from assistant.reply import Answer, Quote, Refusal, Reply
from assistant.sharing.exports import QuoteCheck, export
from assistant.sharing.references import whereabouts
from assistant.sources.uploads import shown_location
from index import Failure, FileState, Folders, Outcome, Source, SyncReport

if TYPE_CHECKING:
    from assistant.evaluating.comparing import Change


class Printer:
    """Prints results. Control characters in documents and questions are replaced."""

    def __init__(self, as_json: bool) -> None:
        """Print for a program or for a person."""
        self._as_json = as_json
        self._out = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
        self._err = Console(stderr=True, highlight=False, soft_wrap=True)

    def prompt(self) -> str | None:
        """Return the next line; None at the end."""
        try:
            return self._out.input("[bold]? [/bold]").strip()
        except (EOFError, KeyboardInterrupt):
            return None

    def text(self, text: str) -> None:
        """Print a text of our own."""
        self._out.print(Text(_printable(text)))

    def hint(self, text: str) -> None:
        """Print a text of our own where a person types."""
        if sys.stdin.isatty():
            self._out.print(Text(_printable(text), style="dim"))

    def serving(self, folders: Sequence[Path]) -> None:
        """Print which folders are being opened, and how to stop."""
        names = ", ".join(str(folder) for folder in folders)
        self.text(f"Quoth is opening {names}. Ctrl-C stops it.")

    def served(self, address: str) -> None:
        """Print where the page is."""
        self.text(f"Open {address} in a browser. Ctrl-C stops it.")

    def error(self, message: str) -> None:
        """Print what went wrong."""
        self._err.print(f"[red]quoth:[/red] {escape(_printable(message))}")

    def notice(self, message: str) -> None:
        """Print what a person should know although nothing went wrong."""
        self._err.print(f"quoth: {escape(_printable(message))}")

    def reply(self, reply: Reply, question: str, standalone: str, folders: Folders) -> bool:
        """Print a reply; return whether it answers."""
        if self._as_json:
            self._json(export(reply, question, standalone, folders).model_dump(mode="json"))
            return not isinstance(reply, Refusal)
        if standalone != question:
            self._out.print(Text(f"Understood as: {standalone}", style="dim"))
        if isinstance(reply, Answer):
            self._answer(reply)
        else:
            self._out.print(Text(reply.text))
        if isinstance(reply, Refusal):
            self._quotes(reply.nearest)
        return not isinstance(reply, Refusal)

    def _answer(self, answer: Answer) -> None:
        for said, style in ((answer.note, "dim"), (answer.heading, ""), (answer.prose(), "")):
            if said:
                self._out.print(Text(_printable(said), style=style))
        self._quotes(answer.quotes)
        removed = [each for each in answer.statements if not each.is_shown]
        for each in removed:
            line = f"Left out: {each.text} ({each.reason})"
            self._out.print(Text(_printable(line), style="dim"))
        if not answer.is_summary:
            sure = f"{answer.sureness.sentence} Confidence {answer.confidence:.0%}."
            self._out.print(Text(sure, style="dim"))

    def _quotes(self, quotes: Sequence[Quote]) -> None:
        for number, quote in enumerate(quotes, 1):
            source = quote.source
            dated = f", {source.date.isoformat()}" if source.date else ""
            text = Text(_printable(quote.text))
            if quote.mark:
                text.stylize("bold", quote.mark[0] - quote.start, quote.mark[1] - quote.start)
            where = f"[{number}] {source.title}{dated} ({whereabouts(quote)})"
            # No table or panel: they would cut a quote at the edge of the terminal.
            self._out.print(Text("\n  ").append_text(text))
            self._out.print(Text(_printable(where), style="dim"))

    def report(self, report: SyncReport, *, on_one_line: bool = False) -> None:
        """Print what a sync did; JSON on one line where more will follow."""
        if self._as_json:
            self._json(asdict(report), on_one_line=on_one_line)
            return
        ignored = f"{len(report.ignored):,} ignored, " if report.ignored else ""
        self._out.print(
            f"{report.read:,} read, {report.unchanged:,} unchanged, {report.removed:,} removed, "
            f"{ignored}{len(report.failures):,} failed; "
            f"{report.passages:,} passages in {report.seconds:.1f} s"
        )
        self.failures(report.failures)

    def failures(self, failures: Sequence[Failure]) -> None:
        """Print in one line that files could not be read; of a single one, why."""
        if len(failures) == 1:
            self.error(failures[0].message)
        elif failures:
            count = f"{len(failures):,} files could not be read."
            self.error(f"{count} To list them: quoth sources --failed")

    def failed(self, files: Sequence[FileState]) -> None:
        """Print the files that could not be read, and why."""
        failures = [file for file in files if file.outcome is Outcome.FAILED]
        if self._as_json:
            self._json({file.location: file.reason for file in failures})
            return
        for file in failures:
            self.text(file.reason)

    def sources(self, sources: Sequence[Source], files: Sequence[FileState]) -> None:
        """Print the sources and the state of every file."""
        failed = [file for file in files if file.outcome is Outcome.FAILED]
        if self._as_json:
            listed = [asdict(source) | {"date": _day(source)} for source in sources]
            failures = {file.location: file.reason for file in failed}
            states = [asdict(file) for file in files]
            self._json({"sources": listed, "failures": failures, "files": states})
            return
        known = {source.id: source for source in sources}
        table = Table("state", "title", "date", "size", "location", "id", box=None, pad_edge=False)
        for file in files:
            source = known.get(file.source or "")
            cells = (file.outcome.value, *_cells(source, shown_location(file.location)))
            table.add_row(*(Text(_printable(cell)) for cell in cells))
        self._out.print(table)
        self.failures([Failure(file.location, file.reason) for file in failed])

    def verdicts(self, verdicts: Sequence[QuoteCheck]) -> None:
        """Print what the check of an exported reply found."""
        if self._as_json:
            self._json([asdict(verdict) for verdict in verdicts])
            return
        for verdict in verdicts:
            said = verdict.problem or "verbatim"
            number = f"{verdict.turn}.{verdict.number}" if verdict.turn else verdict.number
            where = shown_location(verdict.location)
            self._out.print(Text(_printable(f"[{number}] {where}: {said}")))
        if not verdicts:
            self._out.print("There is no quote to check.")

    def figures(self, figures: Mapping[str, float]) -> None:
        """Print what an evaluation measured."""
        if self._as_json:
            self._json(dict(figures))
            return
        table = Table("measure", "figure", box=None, pad_edge=False)
        for name, value in figures.items():
            table.add_row(name, f"{value:,.3f}" if isinstance(value, float) else f"{value:,}")
        self._out.print(table)

    def changes(self, changes: Sequence[Change]) -> None:
        """Print what changed between two evaluations."""
        if self._as_json:
            self._json([asdict(change) for change in changes])
            return
        table = Table("measure", "before", "after", "change", "95% interval", "questions")
        table.box, table.pad_edge = None, False
        for each in changes:
            interval = f"{each.low:+.3f} to {each.high:+.3f}{' *' if each.is_sure else ''}"
            means = f"{each.before:.3f}", f"{each.after:.3f}", f"{each.after - each.before:+.3f}"
            table.add_row(each.measure, *means, interval, f"{each.questions:,}")
        self._out.print(table)
        self._out.print("* the interval of the paired bootstrap leaves zero out")

    def findings(self, findings: Sequence[Finding]) -> None:
        """Print what the doctor found."""
        if self._as_json:
            self._json([asdict(finding) for finding in findings])
            return
        for finding in findings:
            sign = "[green]ok[/green]" if finding.ok else "[red]no[/red]"
            self._out.print(f"{sign}  {escape(finding.what)}")

    def _json(self, value: Any, *, on_one_line: bool = False) -> None:  # noqa: ANN401 any JSON
        text = json.dumps(value, ensure_ascii=False, indent=None if on_one_line else 2) + "\n"
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()


def _cells(source: Source | None, location: str) -> tuple[str, str, str, str, str]:
    """Return title, date, size, location and id of a file, whose source may be none."""
    if source is None:
        return "", "", "", location, ""
    size = f"{source.size / 1000:,.1f} kB"
    return source.title, _day(source) or "", size, location, source.id[:12]


def _day(source: Source) -> str | None:
    return source.date.isoformat() if source.date else None


def _printable(text: str) -> str:
    """Return a text that cannot drive the terminal."""
    kept = text.replace("\t", " ")
    return "".join(each if each.isprintable() or each == "\n" else "�" for each in kept)
