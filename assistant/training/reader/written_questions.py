"""Candidates for training from our own questions, written by hand over public documents.

    python -m assistant.training.reader.written_questions DOCUMENTS CANDIDATES

DOCUMENTS has a folder SET for each set, with the files of its documents; `questions/ORIGINS.md`
says where to get them. The documents that were written for the project are in this repository and
need no folder. Each set is indexed and searched by Quoth itself; CANDIDATES/SET.jsonl.gz gets, for
each question, the passages that answer it and the others that the search found.
"""

from __future__ import annotations

import argparse
import csv
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant import Assistant
from assistant.training.natural_questions import Letters
from assistant.training.reader.groups import (
    DOUBTFUL,
    NEGATIVE,
    POSITIVE,
    LabelledPassage,
    Row,
    read_rows,
    write_rows,
)
from index import RankedPassage, Span
from index.cross_encoder import surroundings_of

QUESTIONS = Path(__file__).with_name("questions")
PREFIXES = ("soft", "rule", "tale", "desk")
OWN_DOCUMENTS = "own_documents.jsonl.gz"
# The first are the negatives; the rest are searched only for the passage that answers.
_DEPTH, _DEEPER = 15, 60
# Shorter answers (“no”, “10”) occur by accident, so they make no other sentence doubtful.
_SHORTEST_ANSWER = 4


@dataclass(frozen=True, slots=True)
class Candidates:
    """A question of a set with passages to train on.

    Attributes:
        id, set, type, question: as in the row of the question.
        answering: the passages with a sentence that answers, in the order of the search.
        others: the passages that nothing in answers, in the order of the search.
    """

    id: str
    set: str
    type: str
    question: str
    answering: tuple[LabelledPassage, ...]
    others: tuple[LabelledPassage, ...]

    @classmethod
    def of(cls, row: Row) -> Candidates:
        """Return the candidates of a row of a file."""
        passages = {
            key: tuple(map(LabelledPassage.of, row[key])) for key in ("answering", "others")
        }
        return cls(row["id"], row["set"], row["type"], row["question"], **passages)


def read_questions() -> dict[str, list[Row]]:
    """Return the questions of each set, by its name."""
    sets: dict[str, list[Row]] = defaultdict(list)
    for prefix in PREFIXES:
        for row in read_rows(QUESTIONS / f"{prefix}.jsonl.gz"):
            sets[row["set"]].append(row)
    return sets


def write_own_documents(name: str, folder: Path) -> int:
    """Write the documents of a set that are in this repository to a folder; return how many."""
    rows = [row for row in read_rows(QUESTIONS / OWN_DOCUMENTS) if row["set"] == name]
    for row in rows:
        (folder / row["file"]).write_bytes(row["text"].encode())
    return len(rows)


class CandidateFinder:
    """Finds the candidates of questions over one set of documents."""

    def __init__(self, assistant: Assistant) -> None:
        """Take an assistant that has indexed the documents."""
        self._assistant = assistant
        self._texts = {each.id: assistant.text(each.id) for each in assistant.sources()}

    def find(self, row: Row) -> Candidates | None:
        """Return the candidates of a question; None where no passage has its answer."""
        gold = self._gold_spans(row["gold"])
        short = row["short"] if row["short"] not in (None, "yes", "no") else ""
        library = self._assistant.library
        query = library.analyse(self._assistant.understand(row["question"]).query())
        found = library.search(query, limit=_DEEPER if row["answerable"] else _DEPTH)
        labelled = [self._labelled(each, gold, short) for each in found]
        answering = [each for each in labelled[:_DEPTH] if each.is_answering]
        answering = answering or [each for each in labelled if each.is_answering]
        if row["answerable"] and not answering:
            return None
        others = [each for each in labelled[:_DEPTH] if set(each.labels) == {NEGATIVE}]
        names = (row["id"], row["set"], row["type"], row["question"])
        return Candidates(*names, tuple(answering), tuple(others))

    def _gold_spans(self, gold: Sequence[Mapping[str, str]]) -> dict[str, list[Span]]:
        """Return the spans of the accepted quotes, by the id of their source."""
        spans: dict[str, list[Span]] = defaultdict(list)
        for source in self._assistant.sources():
            text = self._texts[source.id]
            for each in gold:
                if source.location.rsplit("/", 1)[-1] == each["file"].rsplit("/", 1)[-1]:
                    spans[source.id] += spans_of(text, each["quote"], each["file"])
        return spans

    def _labelled(
        self, found: RankedPassage, gold: Mapping[str, Sequence[Span]], short: str
    ) -> LabelledPassage:
        passage = found.passage
        start = passage.start
        golden = [(left - start, right - start) for left, right in gold.get(found.source.id, ())]
        sentences = tuple((left - start, right - start) for left, right in passage.sentences)
        pattern = r"\s+".join(map(re.escape, short.split()))
        labels, answers = [], []
        for left, right in sentences:
            text = passage.text[left:right]
            matches = list(re.finditer(pattern, text, re.IGNORECASE)) if pattern else []
            if any(_fits((left, right), each) for each in golden):
                labels.append(POSITIVE)
                answers += [(left + each.start(), left + each.end()) for each in matches]
            else:
                is_doubtful = bool(matches) and len(short) >= _SHORTEST_ANSWER
                labels.append(DOUBTFUL if is_doubtful else NEGATIVE)
        return LabelledPassage(
            surroundings_of(passage), passage.text, sentences, tuple(labels), tuple(answers)
        )


def _fits(sentence: Span, gold: Span) -> bool:
    """Return whether half of the sentence, or of the quote, is common to the two."""
    common = min(sentence[1], gold[1]) - max(sentence[0], gold[0])
    return common > 0 and common >= 0.5 * min(sentence[1] - sentence[0], gold[1] - gold[0])


def spans_of(text: str, quote: str, file: str) -> list[Span]:
    """Return where an accepted quote is in the text of a file, comparing letters and digits.

    A row of a table in CSV is found by its cells, as its text has the columns' names between them.
    """
    letters = Letters(text)
    spans = [letters.in_text(each) for each in letters.spans_of(quote)]
    if spans or not file.endswith((".csv", ".tsv")):
        return spans
    delimiter = "\t" if file.endswith(".tsv") else ","
    cells = [cell.strip() for cell in next(csv.reader([quote], delimiter=delimiter), [])]
    pattern = r".{0,60}?".join(re.escape(cell) for cell in cells if cell)
    return [match.span() for match in re.finditer(pattern, text, re.DOTALL)] if pattern else []


def candidates_of(name: str, questions: Sequence[Row], folder: Path) -> Iterator[Candidates]:
    """Yield the candidates of a set over its documents, and print the questions without any."""
    with (
        tempfile.TemporaryDirectory() as home,
        Assistant.open(folder, home=Path(home) / "home") as assistant,
    ):
        finder = CandidateFinder(assistant)
        missing = []
        for row in questions:
            found = finder.find(row)
            if found:
                yield found
            else:
                missing.append(row["id"])
    print(f"{name}: {len(questions)} questions; no passage for {missing}", flush=True)


def main() -> None:
    """Find the candidates of every set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path)
    parser.add_argument("candidates", type=Path)
    options = parser.parse_args()
    options.candidates.mkdir(parents=True, exist_ok=True)
    for name, questions in read_questions().items():
        with tempfile.TemporaryDirectory() as own:
            is_own = write_own_documents(name, Path(own)) > 0
            folder = Path(own) if is_own else options.documents / name
            if not folder.is_dir():
                parser.error(f"{folder} is missing: questions/ORIGINS.md says where to get it.")
            rows = map(asdict, candidates_of(name, questions, folder))
            write_rows(rows, options.candidates / f"{name}.jsonl.gz")


if __name__ == "__main__":
    main()
