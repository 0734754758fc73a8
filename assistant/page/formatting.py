"""Numbers, dates and sizes as text for people."""

from __future__ import annotations

from datetime import date

_UNITS = ("kB", "MB", "GB")


def day(value: date | None) -> str:
    """Return a date as `9 January 2022`; empty where there is none."""
    return f"{value.day} {value:%B %Y}" if value else ""


def size(count: int) -> str:
    """Return a number of bytes in a short unit, in powers of 1,000."""
    if count < 1000:
        return f"{count} byte{'' if count == 1 else 's'}"
    power = min((len(str(count)) - 1) // 3, len(_UNITS))
    amount = count / 1000**power
    return f"{amount:.{int(amount < 9.95)}f} {_UNITS[power - 1]}"


def counted(count: int, noun: str) -> str:
    """Return a number with its noun: `1 source`, `1,200 sources`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
