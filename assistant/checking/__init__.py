"""Is this statement supported by these quotes? Numbers, names, negation and meaning, checked."""

from assistant.checking.checker import Checked, Checker

__all__ = ["Checked", "Checker"]
