"""Options override the settings for one question."""

from __future__ import annotations

from typing import Any

import pytest

from assistant import Answer, AnswerOptions, Assistant, Refusal


def test_options_apply_to_one_question_only(quoth: Assistant) -> None:
    question = "How many criminal cases were initiated?"
    usual, talk = quoth.ask(question), quoth.conversation()
    assert isinstance(usual, Answer)
    short = talk.ask(question, options=AnswerOptions(quotes=1))
    assert isinstance(short, Answer)
    assert short.quotes == usual.quotes[:1]
    assert isinstance(quoth.ask(question, options=AnswerOptions(threshold=1.0)), Refusal)
    summary = quoth.ask("Summarise this", options=AnswerOptions(quotes=2))
    assert isinstance(summary, Answer)
    assert len(summary.quotes) == 2
    assert quoth.ask(question) == usual


@pytest.mark.parametrize("wrong", [{"quotes": 0}, {"quotes": 21}, {"threshold": 1.5}])
def test_options_out_of_range_are_rejected(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must be (from 1 to 20|between 0 and 1); it is"):
        AnswerOptions(**wrong)
