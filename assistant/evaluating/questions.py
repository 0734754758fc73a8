"""Questions whose evidence is known, and their documents, from JSON Lines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import AnswerFileUnreadable
from assistant.evaluating.outcomes import Span


class Question(BaseModel):
    """A question and its known answer.

    Attributes:
        messages: the conversation before it, each with `role` and `content`.
        answerable: whether the documents contain an answer; None where nobody has said, and the
            question is passed over.
        evidence: spans of the documents that answer.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    messages: tuple[dict[str, str], ...] = ()
    answerable: bool | None
    evidence: tuple[Span, ...] = ()


class Document(BaseModel):
    """A document: the id that evidence refers to, and its text."""

    model_config = ConfigDict(frozen=True)

    id: str
    text: str


_Model = TypeVar("_Model", bound=BaseModel)


def read_lines(file: Path, model: type[_Model]) -> list[_Model]:
    """Return the lines of a file, each validated.

    Raises:
        AnswerFileUnreadable: the file is not there, or a line is not in this form.
    """
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AnswerFileUnreadable(f"{file} cannot be read: {error}.") from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(model.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            what = f"{file}, line {number}: {'.'.join(map(str, first['loc']))}: {first['msg']}."
            raise AnswerFileUnreadable(what, "See docs/evaluation.md for the form.") from error
    return found


def write_documents(documents: Iterable[Document], root: Path) -> dict[str, str]:
    """Write documents as files and return the id of each by its location."""
    root.mkdir()
    names = {}
    for number, document in enumerate(documents):
        location = f"{number:06}.txt"
        (root / location).write_text(document.text, "utf-8", newline="")
        names[location] = document.id
    return names
