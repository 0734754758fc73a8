"""Question sets for learning: as they are, cut to small libraries, and with names swapped."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant import Assistant, Settings
from assistant.answering.confidence import NAME

_SLICE = 5_000
_SLICES_AN_ARTICLE = 3
_FOREIGN = 12
_NAMES = Path(__file__).with_name("names.txt").read_text("utf-8").split()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a set and the spans that answer it, (document, start, end).

    `messages` are the conversation before it, and `document` what it is kept together by.
    """

    text: str
    evidence: tuple[tuple[str, int, int], ...]
    document: str
    messages: tuple[Mapping[str, str], ...] = ()
    answers: tuple[str, ...] = ()


def read_set(
    folder: Path, name: str, *, conversations: bool = False
) -> tuple[dict[str, str], list[Asked], list[Asked]]:
    """Return the documents of a set, its answerable and its unanswerable questions.

    These are the ones that stand alone, or the ones that go on with a conversation.
    """
    documents = {each["id"]: each["text"] for each in _lines(folder / f"{name}.documents.jsonl")}
    answerable: list[Asked] = []
    others: list[Asked] = []
    last = ""
    for each in _lines(folder / f"{name}.questions.jsonl"):
        if bool(each["messages"]) != conversations:
            continue
        evidence = tuple((e["document"], e["start"], e["end"]) for e in each["evidence"])
        last = evidence[0][0] if evidence else last
        messages = tuple(each["messages"])
        kept_by = messages[0]["content"] if messages else last
        answers = tuple(each["answers"])
        asked = Asked(each["question"], evidence, kept_by, messages, answers)
        (answerable if each["answerable"] else others).append(asked)
    return documents, answerable, others


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@contextmanager
def assistant_of(documents: dict[str, str]) -> Iterator[tuple[Assistant, dict[str, str]]]:
    """Index documents in a folder of their own; yield who answers and the id of each location."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "documents"
        folder.mkdir()
        names = {}
        for number, (document, text) in enumerate(documents.items()):
            names[f"{number:06}.txt"] = document
            (folder / f"{number:06}.txt").write_text(text, "utf-8", newline="")
        with Assistant.open(folder, home=Path(scratch) / "home", settings=Settings()) as quoth:
            yield quoth, names


def small_libraries(
    documents: dict[str, str], answerable: Sequence[Asked]
) -> Iterator[tuple[dict[str, str], list[tuple[str, Asked]]]]:
    """Yield libraries of a page or two with questions that they answer and questions of others."""
    random = np.random.default_rng(0)
    for document in sorted({asked.document for asked in answerable}):
        others = [asked for asked in answerable if asked.document != document]
        for number in range(_SLICES_AN_ARTICLE):
            start = number * _SLICE * 2
            text = documents[document][start : start + _SLICE]
            own = [_shifted(asked, document, start, len(text)) for asked in answerable]
            asked = [("answerable", each) for each in own if each is not None][:30]
            asked += swapped([each for _, each in asked], others, text)[:_FOREIGN]
            picked = random.choice(len(others), _FOREIGN, replace=False)
            asked += [("foreign", others[place]) for place in picked]
            if text:
                yield {document: text}, asked


def swapped(
    questions: Sequence[Asked], others: Sequence[Asked], text: str
) -> list[tuple[str, Asked]]:
    """Return questions that ask the same of somebody or somewhere that the text does not know."""
    random = np.random.default_rng(1)
    foreign = sorted({name for each in others for name in NAME.findall(each.text)} | set(_NAMES))
    foreign = [name for name in foreign if name not in text]
    made = []
    for each in questions:
        names = NAME.findall(each.text)
        if names:
            other = foreign[random.integers(len(foreign))]
            made.append(("swapped", Asked(each.text.replace(names[-1], other), (), each.document)))
    return made


def _shifted(asked: Asked, document: str, start: int, length: int) -> Asked | None:
    spans = tuple(
        (name, left - start, right - start)
        for name, left, right in asked.evidence
        if name == document and start <= left and right <= start + length
    )
    return replace(asked, evidence=spans, document=document) if spans else None
