"""What is indexed and asked: from files of documents and questions, or from Python's help."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

SHARED = Path(__file__).parents[3] / "shared" / "eval"
_FOLDER = "documents"
_QUESTIONS = "questions.json"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of a document's text that answers, end exclusive."""

    file: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question that stands alone; without evidence nothing is known of its answer."""

    text: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder of text files and the questions about them."""

    root: Path
    texts: Mapping[str, str]
    questions: tuple[Question, ...]

    @property
    def folder(self) -> Path:
        return self.root / _FOLDER

    @property
    def characters(self) -> int:
        return sum(map(len, self.texts.values()))

    @property
    def is_judged(self) -> bool:
        return any(question.evidence for question in self.questions)

    def holds(self, question: Question, file: str, text: str) -> bool:
        """Whether a slice of a file has an evidence span in it, or lies inside one."""
        start = self.texts[file].find(text)
        end = start + len(text)
        spans = [each for each in question.evidence if each.file == file]
        if start < 0:
            whole = self.texts[file]
            return any(whole[each.start : each.end] in text for each in spans)
        return any(
            (start <= each.start and each.end <= end) or (each.start <= start and end <= each.end)
            for each in spans
        )

    def write(self) -> None:
        """Write the files and the questions where `read_corpus` finds them."""
        write_texts(self.folder, self.texts)
        questions = json.dumps([asdict(question) for question in self.questions])
        (self.root / _QUESTIONS).write_text(questions, "utf-8")


def write_texts(folder: Path, texts: Mapping[str, str]) -> None:
    """Write texts by name, character for character."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8", newline="")


def read_corpus(root: Path) -> Corpus:
    """Read what `Corpus.write` wrote."""
    files = sorted((root / _FOLDER).iterdir())
    texts = {file.name: file.read_bytes().decode("utf-8") for file in files}
    raw = json.loads((root / _QUESTIONS).read_text("utf-8"))
    questions = (
        Question(each["text"], tuple(Evidence(**span) for span in each["evidence"])) for each in raw
    )
    return Corpus(root, texts, tuple(questions))


def corpus_from_files(root: Path, documents: Path, questions: Path, sample: int) -> Corpus:
    """Make a corpus of files in JSON Lines, with a sample of the questions that stand alone."""
    read = read_lines(documents)
    names = {each["id"]: file_name(number) for number, each in enumerate(read)}
    texts = {names[each["id"]]: each["text"] for each in read}
    alone = (each for each in read_lines(questions) if each["answerable"] and not each["messages"])
    asked = [_question(each, names) for each in alone]
    return Corpus(root, texts, sampled([each for each in asked if each.evidence], sample))


def corpus_from_python(root: Path, sample: int) -> Corpus:
    """Make a corpus of the topics that Python's own help ships, to measure speed alone."""
    from pydoc_data.topics import topics

    texts = {file_name(number): text for number, text in enumerate(topics.values())}
    asked = [Question(f"What is said about {topic.replace('-', ' ')}?") for topic in topics]
    return Corpus(root, texts, sampled(asked, sample))


def sampled(questions: Iterable[Question], most: int) -> tuple[Question, ...]:
    """Return the same few questions every time, in a random order."""
    shuffled = list(questions)
    random.Random(0).shuffle(shuffled)
    return tuple(shuffled[:most])


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a file of JSON Lines."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def file_name(number: int) -> str:
    """Return the name of a numbered document."""
    return f"{number:06}.txt"


def _question(raw: Mapping[str, Any], names: Mapping[str, str]) -> Question:
    spans = (
        Evidence(names[each["document"]], each["start"], each["end"]) for each in raw["evidence"]
    )
    return Question(raw["question"], tuple(spans))
