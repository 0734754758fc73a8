"""What is damaged in a home, and making it whole again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import Assistant
from assistant.conversation import ConversationStore
from assistant.conversation.copies import Copies, problem_of
from assistant.conversation.store import FILE
from assistant.settings import Settings
from index import SourceNotFound, SourceText
from index.errors import Part, PartDamaged
from index.home import remove_part, set_aside
from index.inspecting import problems_of

_REMEDIES = {
    Part.CATALOGUE: "Keep it as it is under another name, and read all documents again.",
    Part.VECTORS: "Remove them, and make them again from the catalogue.",
    Part.WORDS: "Remove them, and make them again from the catalogue.",
    Part.TOKENS: "Remove them, and make them again from the catalogue.",
    Part.CONVERSATIONS: (
        "Keep the file as it is under another name, and make it again from what can be read of it "
        "and from its copies."
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A damaged part of a home, and what `repair` does about it.

    Attributes:
        part: which one.
        problem: how it shows.
        remedy: what is done.
    """

    part: Part
    problem: str
    remedy: str


def faults_of(home: Path) -> list[Fault]:
    """Return what is damaged in a home, by a check of all its files; nothing is changed.

    Raises:
        NewerHome: a newer version of Quoth wrote it.
    """
    found = [Fault(part, what, _REMEDIES[part]) for part, what in problems_of(home).items()]
    problem = _problem_of_conversations(home)
    if problem:
        found.append(Fault(Part.CONVERSATIONS, problem, _REMEDIES[Part.CONVERSATIONS]))
    return found


def _problem_of_conversations(home: Path) -> str:
    file = home / FILE
    if not file.is_file() or not file.stat().st_size:
        return f"{file} is missing." if Copies(file).existing() else ""
    try:
        return problem_of(file)
    except PartDamaged as damage:
        return damage.what


def repair(
    folders: list[Path],
    home: Path,
    settings: Settings,
    faults: list[Fault],
    tell: Callable[[str], None],
) -> list[Fault]:
    """Make the damaged parts of a home again; return what is damaged afterwards, which is nothing.

    Args:
        folders: the documents, which the catalogue is made from.
        home: the folder that contains the library's files.
        settings: as the library is opened with.
        faults: what `faults_of` found.
        tell: is given a sentence about each thing that was done.

    Raises:
        HomeBusy, HomeUnwritable, DiskFull: see `index.errors`.
    """
    for fault in faults:
        if fault.part is Part.CATALOGUE:
            set_aside(home / "catalogue.sqlite")
        elif fault.part is not Part.CONVERSATIONS:
            remove_part(home, fault.part)
    with Assistant.open(folders, home=home, settings=settings) as quoth:
        if quoth.report is not None:
            for notice in quoth.report.notices:
                tell(notice)
    with closing(ConversationStore.open(home, _find, tell)):
        pass
    return faults_of(home)


def _find(source: str) -> SourceText:
    raise SourceNotFound(f"No source has the id {source!r}.")
