"""How many processor cores this process may use, which a container or an affinity can limit."""

from __future__ import annotations

import os


def available_cores() -> int:
    """Return the cores that this process may run on, at least 1."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
