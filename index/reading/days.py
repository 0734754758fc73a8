"""Days as files write them."""

from __future__ import annotations

import re
from datetime import date

_PDF_DAY = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})")


def iso_day(value: str) -> date | None:
    """Return the day of an ISO date or moment; None where it is none."""
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None


def pdf_day(value: str) -> date | None:
    """Return the day of a moment as a PDF writes it, ``D:20220105…``; None where it is none."""
    match = _PDF_DAY.match(value)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
