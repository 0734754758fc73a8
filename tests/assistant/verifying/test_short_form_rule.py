"""Statements that expand a short form."""

from __future__ import annotations

import pytest

from assistant.statement import Verdict
from assistant.verifying import Checker
from tests.assistant.verifying.conftest import assert_supported, checked


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
        (
            "‘HBA’ stands for Harbour Boating Association.",
            "‘HBA’ stands for Harbour Boating Association.",
        ),
        (
            "HECBO stands for Harbour Educational, Coastal and Boating Organization.",
            "The Harbour Educational, Coastal and Boating Organization (HECBO) teaches sailing.",
        ),
        (
            "CNEM stands for Centre National d'Études Maritimes.",
            "The Centre National d'Études Maritimes (CNEM) teaches children to sail.",
        ),
        (
            "HBA stands for Harbour Boating Association, Harbour Bird Atlas and Hills By Air.",
            "Harbour Boating Association (HBA) has a Harbour Bird Atlas and flies Hills By Air.",
        ),
        (
            "Gerud is short for Geheime Ruderei.",
            "The Gerud (German: Geheime Ruderei) was a club.",
        ),
        (
            "Harold Brandt is a rower for the Harbour Club.",
            "Harbour Club rower Harold Brandt was named the best.",
        ),
        (
            "The loss of Eastport meant the Harbour Club had no boats.",
            "Since Eastport was lost, the Harbour Club had no boats.",
        ),
    ],
)
def test_right_expansion_is_supported(checker: Checker, statement: str, quote: str) -> None:
    assert_supported(checker, statement, quote)


@pytest.mark.parametrize(
    "statement",
    [
        "Denmark stands for Harbour Boating Association.",
        "RYC could mean Harbour Boating Association.",
        "R.Y.C. is an acronym of Harbour Boating Association.",
        "RYC, which stands for Harbour Boating Association, is in Denmark.",
        "HBA stands for Harbour Baking Association.",
    ],
)
def test_wrong_expansion_is_rejected(checker: Checker, statement: str) -> None:
    quote = "The RYC in Denmark learned from the Danish Harbour Boating Association (HBA)."

    found = checked(checker, statement, quote)

    assert found.verdict is Verdict.UNSUPPORTED
    assert "about something else" in found.reason or "none of its quotes" in found.reason


def test_expansion_is_rejected_when_the_quote_lists_both_as_two_things(checker: Checker) -> None:
    quote = "The RYC and the Harbour Boating Association share their boats."
    found = checked(checker, "RYC stands for Harbour Boating Association.", quote)
    assert found.verdict is Verdict.UNSUPPORTED
