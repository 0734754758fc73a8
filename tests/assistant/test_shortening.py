"""What a statement says that a short form stands for."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.checking import Checker
from assistant.statement import Verdict
from tests.assistant.test_checking import checked


@pytest.fixture(scope="module")
def checker(quoth: Assistant) -> Checker:
    """A checker with what the seeds tell of words."""
    return Checker(quoth.library)


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        (
            "HBA may stand for Harbour Boating Association.",
            "The Harbour Boating Association teaches children to sail.",
        ),
        (
            "Harboat stands for Harbour Boating Association.",
            "The Harbour Boating Association, Harboat for short, teaches children to sail.",
        ),
        (
            "The HBA means business with its Harbour Festival.",
            "The HBA means business with its Harbour Festival.",
        ),
    ],
)
def test_a_short_form_of_what_it_stands_for_is_supported(
    checker: Checker, statement: str, quote: str
) -> None:
    assert checked(checker, statement, quote).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    "statement",
    [
        "Denmark stands for Harbour Boating Association.",
        "RYC could mean Harbour Boating Association.",
    ],
)
def test_what_does_not_stand_for_a_name_is_found(checker: Checker, statement: str) -> None:
    quote = "The RYC in Denmark learned from the Danish Harbour Boating Association (HBA)."

    found = checked(checker, statement, quote)

    assert found.verdict is Verdict.UNSUPPORTED
    assert "of something else" in found.reason
