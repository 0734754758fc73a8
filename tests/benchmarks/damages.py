"""Damages at random to the files of a home: python -m tests.benchmarks.damages [--times 200].

Each time a whole home is copied, one to three of its files are damaged at random, and the library
is opened and synced: it must be whole, with its uploads and its conversations.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
import traceback
from contextlib import closing
from pathlib import Path

from assistant.conversation import ConversationStore
from assistant.turn import Turn
from index import Folders, Library, SourceNotFound, SourceText
from tests.index.damages import DAMAGES, files_of
from tests.index.fakes import WordEmbedder
from tests.index.killing import disagreements

# With more than a thousand passages, Chroma writes files of its own.
_FILES = 1_010
_CONVERSATIONS, _TURNS = 10, 6
_MOST_DAMAGED = 3
_OWNER = "m" * 32
_UPLOAD = "The tame heron is called Admiral, which is a fact."


def _name(number: int) -> str:
    return f"{number:02}" * 16


def _turn(name: str, number: int) -> Turn:
    question = f"What is {number} of {name[:2]}?"
    return Turn(question, question, f"It is {number} of {name[:2]}. " * 20)


def _find(source: str) -> SourceText:
    raise SourceNotFound(f"No source has the id {source!r}.")


def _folders(documents: Path, home: Path) -> Folders:
    return Folders.of(documents).with_added(home / "added")


def _make(documents: Path, home: Path) -> None:
    documents.mkdir()
    for number in range(_FILES):
        (documents / f"{number}.txt").write_text(f"Lamp {number} is a fact.")
    (home / "added").mkdir(parents=True)
    (home / "added" / "heron.txt").write_text(_UPLOAD)
    with Library.open(home, WordEmbedder()) as library:
        library.sync(_folders(documents, home))
    for _ in range(2):  # once for each copy
        with closing(ConversationStore.open(home, _find)) as store:
            for conversation in range(_CONVERSATIONS):
                name = _name(conversation)
                for number in range(1, _TURNS + 1):
                    store.keep(name, _OWNER, number, _turn(name, number))


def _problems(documents: Path, home: Path, chance: random.Random) -> list[str]:
    """Return what is wrong with a damaged home after a start."""
    found = []
    with Library.open(home, WordEmbedder()) as library:
        library.sync(_folders(documents, home))
        number = chance.randrange(_FILES)
        if library.search(f"lamp {number}", limit=1)[0].text != f"Lamp {number} is a fact.":
            found.append(f"lamp {number} is not found")
        if library.search("tame heron Admiral", limit=1)[0].text != _UPLOAD:
            found.append("the upload is not found")
        found += disagreements(library)
    with closing(ConversationStore.open(home, _find)) as store:
        lost = sum(len(store.turns(_name(each))) < _TURNS for each in range(_CONVERSATIONS))
        if lost > 1:  # a flipped byte may rename one
            found.append(f"{lost} conversations have lost turns")
    return found


def damage_many(times: int, seed: int, root: Path) -> list[str]:
    """Damage so many homes; return what was wrong afterwards."""
    chance, whole, documents = random.Random(seed), root / "whole", root / "documents"
    _make(documents, whole)
    problems = []
    for turn in range(times):
        home = root / "home"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(whole, home)
        done = []
        for file in chance.sample(list(files_of(home)), chance.randint(1, _MOST_DAMAGED)):
            damage = chance.choice(list(DAMAGES))
            DAMAGES[damage](file, chance)
            done.append(f"{file.relative_to(home)} {damage}")
        try:
            found = _problems(documents, home, chance)
        except Exception as error:  # noqa: BLE001 it is reported
            traceback.print_exc()
            found = [f"{type(error).__name__}: {error}"]
        for problem in found:
            problems.append(f"home {turn} ({', '.join(done)}): {problem}")
            print(problems[-1], flush=True)
        if (turn + 1) % 20 == 0:
            print(f"{turn + 1:,} homes, {len(problems):,} problems", flush=True)
    return problems


def main() -> None:
    """Damage homes and print what came of it; the exit status is 1 where one was not whole."""
    parser = argparse.ArgumentParser(prog="damages", description=__doc__)
    parser.add_argument("--times", type=int, default=200, help="homes to damage")
    parser.add_argument("--seed", type=int, default=0, help="of what is damaged and how")
    arguments = parser.parse_args()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="damages-", ignore_cleanup_errors=True) as scratch:
        problems = damage_many(arguments.times, arguments.seed, Path(scratch))
    seconds = time.perf_counter() - began
    print(f"{arguments.times:,} homes damaged in {seconds:,.0f} s, {len(problems):,} problems")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
