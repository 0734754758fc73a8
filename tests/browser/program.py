"""The Chromium that is installed on this machine."""

from __future__ import annotations

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "no Chromium is installed; on Debian: apt-get install --yes chromium"


def chromium() -> str | None:
    """Return where it is, or None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)
