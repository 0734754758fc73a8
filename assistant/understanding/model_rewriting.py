"""Rewrites a follow-up as a standalone question, with a language model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing

from assistant.models import LanguageModel, ModelFailed, Prompt
from assistant.models.prompt_text import as_data
from assistant.reply import Remark
from assistant.turn import Turn
from prompts import render

# The numbers below are guesses.
_TURNS_BACK = 3  # turns that the model sees
_REPLY_LENGTH = 300  # characters of each reply that it sees
_LONGEST_LINE = 400  # characters of a rewritten question
_STEM_LENGTH = 5  # words that agree in so many letters count as one; shorter words may be new
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")
# A label that models put before the question: “Standalone question: When did …”
_LABEL = re.compile(r"\A\s*[\"“']?(?:(?:standalone |last |rewritten )?question\s*:)?\s*", re.I)


def rewrite(model: LanguageModel, question: str, turns: Sequence[Turn]) -> str:
    """Return a follow-up as a standalone question; empty if the model's version is not usable.

    A version is usable if it contains every number of the question, and if each of its words is
    short or occurs in the conversation.
    """
    shown = [turn for turn in turns[-_TURNS_BACK:] if not isinstance(turn.reply, Remark)]
    conversation = "\n".join(map(_formatted, shown))
    safe_question = as_data(question)
    request = render("restate/request", conversation=conversation, question=safe_question)
    try:
        line = _first_line(model, Prompt(render("restate/instructions"), request))
    except ModelFailed:
        return ""
    is_usable = _is_usable(line, safe_question, f"{conversation} {safe_question}")
    return line if is_usable else ""


def _formatted(turn: Turn) -> str:
    reply = as_data(turn.reply_text[:_REPLY_LENGTH])
    return render("restate/turn", question=as_data(turn.standalone), reply=reply)


def _first_line(model: LanguageModel, prompt: Prompt) -> str:
    """Return the first line that a model writes, without label and quotation marks."""
    text = ""
    with closing(model.stream(prompt)) as pieces:
        for piece in pieces:
            text += piece
            if "\n" in text.strip() or len(text) > _LONGEST_LINE:
                break
    line = text.strip().partition("\n")[0]
    return _LABEL.sub("", line).strip(" \"”'")


def _is_usable(line: str, question: str, conversation: str) -> bool:
    """Return whether a line is a question that drops no number and adds no word."""
    if not line.endswith("?") or len(line) > _LONGEST_LINE:
        return False
    if not set(_NUMBER.findall(question)) <= set(_NUMBER.findall(line)):
        return False
    known = {_stem(word) for word in _WORD.findall(conversation)}
    return all(len(word) < _STEM_LENGTH or _stem(word) in known for word in _WORD.findall(line))


def _stem(word: str) -> str:
    return word.casefold()[:_STEM_LENGTH]
