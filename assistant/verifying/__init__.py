"""Checks whether quotes support a statement: facts, negation, quantities, roles and meaning."""

from assistant.verifying.assessment import CheckResult
from assistant.verifying.checker import Checker

__all__ = ["CheckResult", "Checker"]
