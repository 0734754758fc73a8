"""A follow-up as a model understands it: a question that stands alone, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing

from assistant.models import LanguageModel, ModelFailed, Prompt
from assistant.models.prompt_text import as_data
from assistant.reply import Remark
from assistant.turn import Turn
from prompts import render

_TURNS_BACK = 3
_SAID = 300
_LONGEST = 400
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")
_LABEL = re.compile(r"\A\s*[\"“']?(?:(?:standalone |last |rewritten )?question\s*:)?\s*", re.I)
_STEM = 5


def restate(model: LanguageModel, question: str, turns: Sequence[Turn]) -> str:
    """Return a follow-up as a question that stands alone; empty where the model makes none.

    What it makes is taken only if every word of it comes from the conversation or is short, and if
    every number of the question is still there.
    """
    told = [turn for turn in turns[-_TURNS_BACK:] if not isinstance(turn.reply, Remark)]
    said = "\n".join(map(_told, told))
    asked = as_data(question)
    request = render("restate/request", conversation=said, question=asked)
    try:
        line = _first_line(model, Prompt(render("restate/instructions"), request))
    except ModelFailed:
        return ""
    return line if _is_kept_to(line, asked, f"{said} {asked}") else ""


def _told(turn: Turn) -> str:
    reply = as_data(turn.reply_text[:_SAID])
    return render("restate/turn", question=as_data(turn.standalone), reply=reply)


def _first_line(model: LanguageModel, prompt: Prompt) -> str:
    text = ""
    with closing(model.stream(prompt)) as pieces:
        for piece in pieces:
            text += piece
            if "\n" in text.strip() or len(text) > _LONGEST:
                break
    line = text.strip().partition("\n")[0]
    return _LABEL.sub("", line).strip(" \"”'")


def _is_kept_to(line: str, question: str, conversation: str) -> bool:
    """Tell whether a line asks, loses no number of the question and brings nothing of its own."""
    if not line.endswith("?") or len(line) > _LONGEST:
        return False
    if not set(_NUMBER.findall(question)) <= set(_NUMBER.findall(line)):
        return False
    known = {_stem(word) for word in _WORD.findall(conversation)}
    return all(len(word) < _STEM or _stem(word) in known for word in _WORD.findall(line))


def _stem(word: str) -> str:
    return word.casefold()[:_STEM]
