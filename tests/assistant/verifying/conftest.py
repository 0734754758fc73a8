"""What the tests of checking share."""

from __future__ import annotations

from datetime import date

from assistant import Quote
from assistant.statement import Verdict
from assistant.verifying import Checker, CheckResult
from index import Source, SourceText


def quotes_of(*texts: str, title: str = "A report", day: date | None = None) -> list[Quote]:
    """Return each text as a quote from its own source."""
    found = []
    for text in texts:
        source = Source("0" * 64, title, "report.txt", day, len(text), len(text), "text/plain")
        found.append(Quote(SourceText(source, text), 0, len(text)))
    return found


def checked(checker: Checker, statement: str, *texts: str, question: str = "") -> CheckResult:
    """Check a statement that cites all of some texts."""
    return checker.check(statement, range(len(texts)), quotes_of(*texts), question)


def assert_supported(checker: Checker, statement: str, quote: str) -> None:
    """Fail unless a quote supports a statement."""
    found = checked(checker, statement, quote)

    assert found.verdict is Verdict.SUPPORTED, found.reason


def assert_unsupported(checker: Checker, statement: str, quote: str, wrong: str) -> None:
    """Fail unless a quote does not support a statement, for a reason with some words."""
    found = checked(checker, statement, quote)

    assert found.verdict is Verdict.UNSUPPORTED
    assert wrong in found.reason
