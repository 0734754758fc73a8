"""The report of an evaluation: one HTML file without other files."""

from __future__ import annotations

import math
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from assistant.evaluating.figures import bins_of, figures_of, is_right, judged
from assistant.evaluating.outcomes import Evaluation, Outcome
from assistant.evaluating.plots import precision_curve, reliability
from assistant.sources.uploads import shown_location

_TEMPLATE = files("assistant.evaluating").joinpath("report.html")


def write_report(evaluation: Evaluation, file: Path) -> None:
    """Write the figures, the plots and what went wrong into an HTML file."""
    confidence, right = judged(evaluation.outcomes)
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters["figure"] = _figure
    environment.filters["location"] = shown_location
    page = environment.from_string(_TEMPLATE.read_text("utf-8")).render(
        evaluation=evaluation,
        figures=figures_of(evaluation),
        plots=[
            ("How sure, how right", reliability(bins_of(confidence, right))),
            (
                "The surer, the fewer",
                precision_curve(confidence, right, evaluation.threshold),
            ),
        ]
        if len(right)
        else [],
        groups=_groups(evaluation.outcomes),
    )
    file.write_text(page, "utf-8")


def _groups(outcomes: Iterable[Outcome]) -> list[tuple[str, list[Outcome]]]:
    """Return the errors by kind, the most confident first."""
    wrong = sorted(outcomes, key=lambda each: -(each.confidence or 0))
    return [
        (
            "Answered, but the first quote does not hold the evidence",
            [e for e in wrong if e.is_known and e.is_answered and not is_right(e)],
        ),
        (
            "Answered, though the documents do not answer",
            [e for e in wrong if not e.answerable and e.is_answered],
        ),
        (
            "Refused, though the documents answer",
            [e for e in wrong if e.answerable and e.is_refused],
        ),
    ]


def _figure(value: float | None) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return "–" if value is None or math.isnan(value) else f"{value:.3f}"
