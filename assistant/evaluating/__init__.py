"""Measures quotes, search, refusals and confidence, and compares two evaluations.

Figures, reports and comparisons need the extra `evaluate`; `check_needs` says so.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import NotInstalled
from assistant.evaluating.outcomes import Evaluation, Outcome, Quoted, Span, holds
from assistant.evaluating.questions import Question
from assistant.evaluating.running import evaluate

if TYPE_CHECKING:
    from assistant.evaluating.comparing import Change

__all__ = [
    "Evaluation",
    "Outcome",
    "Question",
    "Quoted",
    "Span",
    "changes_between",
    "check_needs",
    "evaluate",
    "figures_of",
    "holds",
    "write_report",
]

# What figures, comparisons and plots need beside Quoth itself.
_MODULES = ("ir_measures", "matplotlib", "scipy", "sklearn")


def check_needs() -> None:
    """Make sure that the extra `evaluate` is installed; raises NotInstalled."""
    missing = [name for name in _MODULES if find_spec(name) is None]
    if missing:
        raise NotInstalled(
            f"Evaluating needs {', '.join(missing)}.", "Install it: pip install 'quoth[evaluate]'."
        )


def figures_of(evaluation: Evaluation) -> dict[str, float]:
    """Return the figures of an evaluation by name; NaN if no question counts."""
    from assistant.evaluating.figures import figures_of as figures

    return figures(evaluation)


def changes_between(before: Evaluation, after: Evaluation) -> list[Change]:
    """Return what changed between two evaluations of the same questions."""
    from assistant.evaluating.comparing import compare

    return compare(before, after)


def write_report(evaluation: Evaluation, file: Path) -> None:
    """Write one HTML file with the figures, the plots and what went wrong."""
    from assistant.evaluating.report import write_report as write

    write(evaluation, file)
