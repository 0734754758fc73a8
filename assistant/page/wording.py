"""Numbers, days and sizes in words that people read."""

from __future__ import annotations

from datetime import date

# Least chances of an answer that is called so.
VERY_LIKELY, LIKELY, MAYBE = 0.85, 0.65, 0.4
_CONFIDENCE = (
    (VERY_LIKELY, "Very likely answers the question"),
    (LIKELY, "Likely answers the question"),
    (MAYBE, "May answer the question"),
    (0.0, "Uncertain: judge by the quotes"),
)
_UNITS = ("kB", "MB", "GB")


def day(value: date | None) -> str:
    """Return a day as `9 January 2022`, or nothing where there is none."""
    return f"{value.day} {value:%B %Y}" if value else ""


def size(count: int) -> str:
    """Return a number of bytes with the unit that keeps it short, in powers of 1,000."""
    if count < 1000:
        return f"{count} byte{'' if count == 1 else 's'}"
    power = min((len(str(count)) - 1) // 3, len(_UNITS))
    amount = count / 1000**power
    return f"{amount:.{int(amount < 9.95)}f} {_UNITS[power - 1]}"


def counted(count: int, noun: str) -> str:
    """Return a number with its noun: `1 source`, `1,200 sources`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def confidence(chance: float) -> str:
    """Return in words how sure an answer is; chance lies in [0, 1]."""
    return next(words for least, words in _CONFIDENCE if chance >= least)
