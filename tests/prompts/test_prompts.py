"""Prompts are filled in wholly or not at all."""

from __future__ import annotations

import pytest

import prompts


def test_values_are_filled_in() -> None:
    assert prompts.render("more", quote="It is so.", number=2) == "It is so. [2]"


def test_document_text_is_never_read_as_a_placeholder() -> None:
    assert prompts.render("more", quote="costs $number", number=2) == "costs $number [2]"


def test_missing_and_unexpected_values_are_refused_by_name() -> None:
    with pytest.raises(TypeError, match="misses number and does not ask for colour"):
        prompts.render("more", quote="x", colour="red")


def test_unknown_prompt_is_refused_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match="there are .*lead"):
        prompts.render("nothing")


@pytest.mark.parametrize("name", prompts.names())
def test_every_prompt_has_words(name: str) -> None:
    assert prompts._template(name).template.strip()
