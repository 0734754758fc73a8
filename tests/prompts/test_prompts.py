"""Prompts are filled in wholly or not at all."""

from __future__ import annotations

import pytest

import prompts


def test_values_are_filled_in() -> None:
    assert prompts.render("more", quote="It is so.", number=2) == "It is so. [2]"


def test_value_with_a_dollar_sign_is_not_a_placeholder() -> None:
    assert prompts.render("more", quote="costs $number", number=2) == "costs $number [2]"


def test_missing_and_unexpected_values_are_rejected_by_name() -> None:
    with pytest.raises(TypeError, match="misses number and does not ask for colour"):
        prompts.render("more", quote="x", colour="red")


def test_unknown_prompt_is_rejected_with_the_known_names() -> None:
    with pytest.raises(KeyError, match="there are .*lead"):
        prompts.render("nothing")


@pytest.mark.parametrize("name", prompts.names())
def test_every_prompt_has_text(name: str) -> None:
    assert prompts._template(name).template.strip()
