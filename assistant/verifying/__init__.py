"""Is this statement supported by these quotes? Numbers, names, negation and meaning, checked."""

from assistant.verifying.checker import Checker
from assistant.verifying.verdict import Checked

__all__ = ["Checked", "Checker"]
