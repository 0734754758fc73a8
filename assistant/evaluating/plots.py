"""The report's plots as SVG; the one module that imports matplotlib."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from assistant.evaluating.figures import Bin

# Text stays text, so that it can be found and read aloud; equal plots are equal bytes.
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "quoth",
    "font.family": "sans-serif",
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_INK, _FAINT, _MARK = "#1f4e79", "#b9c6d3", "#b3541e"


def reliability(bins: Sequence[Bin]) -> str:
    """Return the share of right first quotes by confidence, and the number of questions."""
    with rc_context(_STYLE):
        figure = Figure(figsize=(5.2, 4.2), layout="constrained")
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=[3, 1])
        above.plot([0, 1], [0, 1], color=_FAINT, linestyle="--", label="as sure as right")
        above.plot(
            [each.confidence for each in bins],
            [each.right for each in bins],
            color=_INK,
            marker="o",
            label="measured",
        )
        above.set(ylabel="share that is right", ylim=(0, 1.02), xlim=(0, 1))
        above.legend(frameon=False, loc="upper left")
        counts = [each.count for each in bins]
        below.bar([each.confidence for each in bins], counts, 0.06, color=_FAINT)
        below.set(xlabel="confidence", ylabel="questions")
        return _svg(figure)


def precision_curve(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], threshold: float
) -> str:
    """Return the share of right answers if only the surest questions are answered."""
    order = np.argsort(-confidence, kind="stable")
    answered = np.arange(1, len(order) + 1) / max(len(order), 1)
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    with rc_context(_STYLE):
        figure = Figure(figsize=(5.2, 4.2), layout="constrained")
        axes = figure.subplots()
        axes.plot(answered, precision, color=_INK)
        axes.set(xlabel="share of the questions that is answered", ylabel="share that is right")
        axes.set(xlim=(0, 1), ylim=(0, 1.02))
        _mark_threshold(axes, confidence, right, threshold)
        return _svg(figure)


def _mark_threshold(
    axes: Axes, confidence: NDArray[np.float64], right: NDArray[np.bool_], threshold: float
) -> None:
    chosen = confidence >= threshold
    if chosen.any():
        x, y = float(chosen.mean()), float(right[chosen].mean())
        axes.plot([x], [y], color=_MARK, marker="o", markersize=9)
        label = f"threshold {threshold:g}"
        axes.annotate(label, (x, y), (-8, -16), textcoords="offset points", ha="right", color=_MARK)


def _svg(figure: Figure) -> str:
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    declaration, opening, rest = file.getvalue().partition("<svg")
    return opening + rest
