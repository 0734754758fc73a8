"""JSON and JSON Lines: a record is a sentence of its names and values, a long value a paragraph."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import PurePath
from typing import Any

from index.errors import Damaged
from index.reading.composing import Composer
from index.reading.reading import Reading, iso_day

_LINES = frozenset({".jsonl", ".ndjson"})
# Characters: a longer value is a paragraph. A guess.
_LONG = 120
# Characters of the names before a value: deep names before each would make a text of any size.
_LONGEST_PATH = 500
_TITLES = ("title", "name", "headline", "subject")
_DAYS = ("date", "published", "datePublished", "created", "created_at", "updated")
_SAMPLE = 5
_LOOKED_AT = 1_000_000


def holds_records(text: str) -> bool:
    """Return whether a text is JSON.

    Raises:
        RecursionError: it is nested too deep to say.
    """
    if text.lstrip()[:1] not in {"{", "["}:
        return False
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def holds_lines(text: str, name: str) -> bool:
    """Return whether each line of a text is a JSON object."""
    whole = text if len(text) <= _LOOKED_AT else text[:_LOOKED_AT].rpartition("\n")[0]
    lines = [line for line in whole.split("\n", _SAMPLE)[:_SAMPLE] if line.strip()]
    enough = 1 if PurePath(name).suffix.lower() in _LINES else 2
    return len(lines) >= enough and all(
        line.lstrip()[:1] == "{" and holds_records(line) for line in lines
    )


def read_records(text: str, name: str) -> Reading:
    """Return the records of a JSON text.

    Raises:
        Damaged: it is nested too deep.
    """
    composer = Composer()
    try:
        value = json.loads(text)
        _add_all(composer, value)
    except RecursionError as error:
        raise Damaged(f"{name} is nested too deep.") from error
    title, day = _says(value)
    return composer.reading(title or PurePath(name).stem, day, "application/json")


def read_lines(text: str, name: str) -> Reading:
    """Return the records of a JSON Lines text; a line that is not JSON is text."""
    composer = Composer()
    for number, line in enumerate(text.split("\n"), 1):
        composer.enter("line", str(number))
        try:
            _add(composer, json.loads(line) if line.strip() else {})
        except (ValueError, RecursionError):
            composer.add(line)
    return composer.reading(PurePath(name).stem, None, "application/jsonl")


def _add_all(composer: Composer, value: Any) -> None:  # noqa: ANN401 whatever JSON can say
    if isinstance(value, list):
        for number, each in enumerate(value, 1):
            composer.enter("item", str(number))
            _add(composer, each)
        return
    if not isinstance(value, dict):
        composer.add(_said(value))
        return
    flat = {key: each for key, each in value.items() if not isinstance(each, dict | list)}
    _add(composer, flat)
    for key, each in value.items():
        if isinstance(each, list):
            for number, item in enumerate(each, 1):
                composer.enter("item", str(number), key)
                _add(composer, item if isinstance(item, dict) else {key: item})
        elif isinstance(each, dict):
            composer.enter("", key)
            _add(composer, each)


def _add(composer: Composer, value: Any) -> None:  # noqa: ANN401
    """Add a record: its short values in one sentence, each long one by itself."""
    short, long = [], []
    for path, leaf in _leaves(value):
        said = " ".join(_said(leaf).split())
        if len(said) > _LONG:
            long.append(_said(leaf))
        elif said:
            short.append(f"{path}: {said}" if path else said)
    sentence = "; ".join(short)
    if sentence:
        composer.add(sentence if sentence[-1] in ".!?…" else f"{sentence}.", whole=True)
    for paragraph in long:
        for part in paragraph.split("\n\n"):
            composer.add(part)


def _leaves(value: Any) -> Iterator[tuple[str, object]]:  # noqa: ANN401
    """Yield the values of a record with the names that lead to each, in order."""
    stack: list[tuple[str, Any]] = [("", value)]
    while stack:
        path, each = stack.pop()
        if isinstance(each, dict):
            inside = [(_below(path, key), below) for key, below in each.items()]
            stack.extend(reversed(inside))
        elif isinstance(each, list):
            if all(not isinstance(below, dict | list) for below in each):
                yield path, ", ".join(map(_said, each))
            else:
                stack.extend((path, below) for below in reversed(each))
        else:
            yield path, each


def _below(path: str, key: str) -> str:
    return f"{path} {key}".strip()[-_LONGEST_PATH:]


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value)


def _says(value: object) -> tuple[str, date | None]:
    """Return the title and the day that a record gives itself."""
    told = value if isinstance(value, dict) else {}
    titles = (told[key] for key in _TITLES if isinstance(told.get(key), str))
    days = (iso_day(told[key]) for key in _DAYS if isinstance(told.get(key), str))
    return next(titles, ""), next((day for day in days if day), None)
