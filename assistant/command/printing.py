"""What the commands print: for a person, or JSON for a program."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from assistant.diagnosing import Finding
from assistant.exporting import Verdict, export
from assistant.reply import Answer, Quote, Refusal, Reply
from index import Failure, Source, SyncReport
from prompts import render

if TYPE_CHECKING:
    from assistant.evaluating.comparing import Change

Advance = Callable[[int, int, str], None]


@contextmanager
def progress_bar(what: str) -> Iterator[Advance]:
    """Show how far a long run is, on the terminal only."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    told = TextColumn("{task.fields[told]}")
    console = Console(stderr=True)
    with Progress(
        *columns,
        told,
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task(what, total=None, told="")

        def advance(done: int, total: int, told: str) -> None:
            bar.update(task, completed=done, total=total, told=told)

        yield advance


class Printer:
    """Prints results; every value of a document or a question is printed as plain text."""

    def __init__(self, as_json: bool) -> None:
        """Print for a program or for a person."""
        self._as_json = as_json
        self._out = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
        self._err = Console(stderr=True, highlight=False, soft_wrap=True)

    def prompt(self) -> str:
        """Return the next question; empty where there is none."""
        try:
            return self._out.input("[bold]? [/bold]").strip()
        except (EOFError, KeyboardInterrupt):
            return ""

    def error(self, message: str) -> None:
        """Print what went wrong."""
        self._err.print(f"[red]quoth:[/red] {escape(_printable(message))}")

    def reply(self, reply: Reply, question: str, standalone: str, folder: Path) -> bool:
        """Print a reply; tell whether it is no refusal."""
        if self._as_json:
            self._json(export(reply, question, standalone, folder).model_dump(mode="json"))
            return not isinstance(reply, Refusal)
        if standalone != question:
            self._out.print(Text(f"Understood as: {standalone}", style="dim"))
        if isinstance(reply, Answer) and reply.is_summary:
            self._out.print(render("summary").strip())
            self._quotes(reply.quotes)
        elif isinstance(reply, Answer):
            self._quotes(reply.quotes)
            self._out.print(Text(f"Confidence {reply.confidence:.0%}", style="dim"))
        else:
            self._out.print(Text(reply.text))
        if isinstance(reply, Refusal):
            self._quotes(reply.nearest)
        return not isinstance(reply, Refusal)

    def _quotes(self, quotes: Sequence[Quote]) -> None:
        for number, quote in enumerate(quotes, 1):
            source = quote.source
            dated = f", {source.date.isoformat()}" if source.date else ""
            text = Text(_printable(quote.text))
            if quote.mark:
                text.stylize("bold", quote.mark[0] - quote.start, quote.mark[1] - quote.start)
            span = f"{quote.start}–{quote.end}"
            inside = ", ".join(each for each in (source.location, quote.place, span) if each)
            where = f"[{number}] {source.title}{dated} ({inside})"
            # Nothing that lays text out, for that would cut a quote at the terminal's edge.
            self._out.print(Text("\n  ").append_text(text))
            self._out.print(Text(_printable(where), style="dim"))

    def report(self, report: SyncReport) -> None:
        """Print what a sync did."""
        if self._as_json:
            self._json(asdict(report))
            return
        self._out.print(
            f"{report.read:,} read, {report.unchanged:,} unchanged, {report.removed:,} removed, "
            f"{len(report.failures):,} failed; "
            f"{report.passages:,} passages in {report.seconds:.1f} s"
        )
        self.failures(report.failures)

    def failures(self, failures: Sequence[Failure]) -> None:
        """Print the files that could not be read."""
        for failure in failures:
            self.error(failure.message)

    def sources(self, sources: Sequence[Source], failures: Mapping[str, str]) -> None:
        """Print what is in the library."""
        if self._as_json:
            listed = [asdict(source) | {"date": _day(source)} for source in sources]
            self._json({"sources": listed, "failures": dict(failures)})
            return
        table = Table("title", "date", "size", "location", "id", box=None, pad_edge=False)
        for source in sources:
            size = f"{source.size / 1000:,.1f} kB"
            cells = (source.title, _day(source) or "", size, source.location, source.id[:12])
            table.add_row(*(Text(_printable(cell)) for cell in cells))
        self._out.print(table)
        for message in failures.values():
            self.error(message)

    def verdicts(self, verdicts: Sequence[Verdict]) -> None:
        """Print what the check of an exported reply found."""
        if self._as_json:
            self._json([asdict(verdict) for verdict in verdicts])
            return
        for verdict in verdicts:
            said = verdict.problem or "verbatim"
            self._out.print(Text(_printable(f"[{verdict.number}] {verdict.location}: {said}")))
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

    def _json(self, value: Any) -> None:  # noqa: ANN401 whatever JSON can say
        told = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
        sys.stdout.buffer.write(told.encode("utf-8", "replace"))


def _day(source: Source) -> str | None:
    return source.date.isoformat() if source.date else None


def _printable(text: str) -> str:
    """Return a text that cannot drive the terminal."""
    kept = text.replace("\t", " ")
    return "".join(each if each.isprintable() or each == "\n" else "�" for each in kept)
