"""Is this statement supported by these quotes? Numbers, names, negation and meaning, checked."""

from assistant.checking.checker import Checker
from assistant.checking.judging import Checked

__all__ = ["Checked", "Checker"]
