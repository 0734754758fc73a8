"""What the figures, the comparison and the plots need beside Quoth itself."""

from __future__ import annotations

from importlib.util import find_spec

from assistant.errors import NotInstalled

_MODULES = ("ir_measures", "matplotlib", "scipy", "sklearn")


def check_needs() -> None:
    """Make sure that the extra `evaluate` is installed; raises NotInstalled."""
    missing = [name for name in _MODULES if find_spec(name) is None]
    if missing:
        raise NotInstalled(
            f"Evaluating needs {', '.join(missing)}.", "Install it: pip install 'quoth[evaluate]'."
        )
