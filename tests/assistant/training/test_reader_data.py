"""The data of the cross-encoder's training: our own questions, rows of tokens, variations."""

from __future__ import annotations

import random
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.training.natural_questions import Letters
from assistant.training.reader.encoding import RowEncoder
from assistant.training.reader.groups import (
    DOUBTFUL,
    NEGATIVE,
    POSITIVE,
    Group,
    LabelledPassage,
    read_groups,
    read_rows,
    write_groups,
)
from assistant.training.reader.mixing import HELD_OUT, groups_of, held_out_groups
from assistant.training.reader.variation import as_typed, cropped, without_subject
from assistant.training.reader.written_questions import (
    OWN_DOCUMENTS,
    PREFIXES,
    QUESTIONS,
    CandidateFinder,
    Candidates,
    read_questions,
    spans_of,
    write_own_documents,
)
from index import CrossEncoder, Passage, Source, SourceText, split_sentences
from index.cross_encoder import LONGEST, rows_of, surroundings_of
from index.place import Place

TYPES = {
    *("fact", "howto", "why", "what", "who", "when", "where", "howmany", "yesno", "list"),
    *("overview", "none"),
}
TEXT = "The lido opens at seven. Dogs are not allowed. A ticket costs 90 euros."


def passage_of(text: str, labels: tuple[int, ...], *answers: str) -> LabelledPassage:
    spans = tuple((text.index(each), text.index(each) + len(each)) for each in answers)
    return LabelledPassage("Baths", text, tuple(split_sentences(text, 0, len(text))), labels, spans)


def test_questions_have_unique_ids_in_their_sets() -> None:
    rows = [row for prefix in PREFIXES for row in read_rows(QUESTIONS / f"{prefix}.jsonl.gz")]
    assert len({row["id"] for row in rows}) == len(rows) == 7770
    for row in rows:
        assert re.fullmatch(rf"{row['set']}-\d{{3}}", row["id"])


def test_questions_have_the_fields_of_their_type() -> None:
    for name, rows in read_questions().items():
        assert name.partition("-")[0] in PREFIXES
        for row in rows:
            assert row["type"] in TYPES, row
            assert row["question"].strip(), row
            assert row["answerable"] is bool(row["gold"]) is (row["type"] != "none"), row
            for gold in row["gold"]:
                assert gold["file"], row
                assert gold["quote"].strip(), row


def test_short_answers_are_part_of_a_quote() -> None:
    for rows in read_questions().values():
        for row in rows:
            if row["short"] not in (None, "yes", "no"):
                quotes = [" ".join(gold["quote"].split()) for gold in row["gold"]]
                assert any(" ".join(row["short"].split()) in quote for quote in quotes), row


def test_origins_list_every_set_with_its_questions() -> None:
    table = (QUESTIONS / "ORIGINS.md").read_text("utf-8")
    listed = re.findall(r"^\| ([a-z]+-[a-z]+) \| .+? \| (\d+) \| (.+) \| .+ \|$", table, re.M)
    counts = {name: len(rows) for name, rows in read_questions().items()}
    assert {name: int(count) for name, count, _ in listed} == counts
    own = {name for name, _, origin in listed if OWN_DOCUMENTS in origin}
    assert own == {row["set"] for row in read_rows(QUESTIONS / OWN_DOCUMENTS)}
    assert set(HELD_OUT) <= counts.keys()


def test_quotes_are_in_the_documents_that_were_written_for_the_project() -> None:
    documents = {
        (row["set"], row["file"]): row["text"] for row in read_rows(QUESTIONS / OWN_DOCUMENTS)
    }
    questions = read_questions()
    for name in {name for name, _ in documents}:
        for row in questions[name]:
            for gold in row["gold"]:
                text = documents[name, gold["file"]]
                assert spans_of(text, gold["quote"], gold["file"]), row["id"]


class RecordingSession:
    """Stands in for the model: keeps what it is given, answers zeros."""

    def __init__(self) -> None:
        self.rows: list[tuple[list[int], list[int]]] = []

    def run(
        self, _: list[str], inputs: dict[str, NDArray[np.int32]]
    ) -> tuple[NDArray[np.float32], ...]:
        ids, segments = inputs["input_ids"], inputs["segments"]
        self.rows.append((ids[0].tolist(), segments[0].tolist()))
        zeros = np.zeros(ids.shape, np.float32)
        return zeros, zeros, zeros, zeros[:, 0]


def test_rows_are_those_that_run_time_makes() -> None:
    texts = [TEXT, f"{'word ' * 400}. {TEXT}", "[SEP] is text. Ünïcode “quoted” 42 €."]
    passages = []
    for text in texts:
        source = Source("0" * 64, "The baths", "town/baths.md", None, 1, len(text), "text/markdown")
        origin = SourceText(source, text, (Place(0, len(text), "section", "Fees"),))
        passages.append(Passage(origin, 0, len(text), tuple(split_sentences(text, 0, len(text)))))
    question = "what does a [SEP] ticket cost? " + "really " * 80
    session = RecordingSession()
    with ThreadPoolExecutor(1) as workers:
        shipped = CrossEncoder.open(threads=1)
        CrossEncoder(shipped._tokenizer, session, workers).read(question, passages)
    labelled = tuple(
        LabelledPassage(
            surroundings_of(each), each.text, each.sentences, (NEGATIVE,) * len(each.sentences)
        )
        for each in passages
    )
    rows = [each.row for each in RowEncoder().labelled_rows(Group(question, labelled, 1.0, "set"))]
    assert [row.ids for row in rows] == [ids for ids, _ in session.rows]
    assert [row.second for row in rows] == [segments.index(1) for _, segments in session.rows]
    assert [len(row.ids) for row in rows][1] == LONGEST


def test_labelled_tokens_are_those_of_the_sentence_and_of_the_answer() -> None:
    passage = passage_of(TEXT, (NEGATIVE, DOUBTFUL, POSITIVE), "90 euros")
    encoder = RowEncoder()
    (row,) = encoder.labelled_rows(Group("cost?", (passage,), 1.0, "set"))
    assert row.labels == (NEGATIVE, DOUBTFUL, POSITIVE)
    spelled = [encoder._tokenizer.id_to_token(number) for number in row.row.ids]
    sentences = [" ".join(spelled[start:end]) for start, end in row.sentences]
    assert sentences[1:] == ["dogs are not allowed .", "a ticket costs 90 euros ."]
    ((first, last),) = row.answers
    assert spelled[first : last + 1] == ["90", "euros"]
    assert (row.sentences[0][0], row.sentences[-1][1]) == row.text


def test_what_is_cut_off_from_the_row_has_no_label() -> None:
    text = f"{TEXT} {'word ' * 400}. The answer is 42."
    count = len(split_sentences(text, 0, len(text)))
    passage = passage_of(text, (*[NEGATIVE] * (count - 1), POSITIVE), "42")
    (row,) = RowEncoder().labelled_rows(Group("what?", (passage,), 1.0, "set"))
    assert len(row.labels) == len(row.sentences) == count - 1
    assert POSITIVE not in row.labels
    assert row.answers == ()
    assert row.sentences[-1][1] == LONGEST - 1


def test_row_without_surroundings_has_no_empty_part() -> None:
    tokenizer = RowEncoder()._tokenizer
    (bare,) = rows_of(tokenizer, "cost?", [("", TEXT)])
    (whole,) = rows_of(tokenizer, "cost?", [("Baths", TEXT)])
    assert bare.ids.count(102) == 2
    assert whole.ids.count(102) == 3
    assert bare.start == bare.second
    assert bare.offsets == whole.offsets


def test_groups_survive_a_file_and_give_the_same_bytes(tmp_path: Path) -> None:
    passage = passage_of(TEXT, (NEGATIVE, DOUBTFUL, POSITIVE), "90 euros")
    groups = [Group("cost – ünï?", (passage,), 0.5, "set"), Group("b?", (passage,), 1.0, "set")]
    assert write_groups(groups, tmp_path / "one.jsonl.gz") == 2
    assert read_groups(tmp_path / "one.jsonl.gz") == groups
    write_groups(groups, tmp_path / "two.jsonl.gz")
    assert (tmp_path / "one.jsonl.gz").read_bytes() == (tmp_path / "two.jsonl.gz").read_bytes()


@pytest.mark.parametrize("seed", range(8))
def test_cropped_passage_keeps_what_answers(seed: int) -> None:
    text = " ".join(f"This is sentence number {number} of them." for number in range(30))
    count = len(split_sentences(text, 0, len(text)))
    labels = tuple(POSITIVE if number == 17 else NEGATIVE for number in range(count))
    passage = passage_of(text, labels, "number 17")
    short = cropped(passage, 200, random.Random(seed))
    assert len(short.text) <= 200
    assert Counter(short.labels)[POSITIVE] == 1
    start, end = short.sentences[short.labels.index(POSITIVE)]
    assert short.text[start:end] == "This is sentence number 17 of them."
    ((left, right),) = short.answers
    assert short.text[left:right] == "number 17"


def test_subject_becomes_it_except_in_an_answer() -> None:
    text = "The Lido opens at seven. People call it the Lido, but the lido's owner does not."
    passage = passage_of(text, (NEGATIVE, POSITIVE), "call it the Lido")
    changed = without_subject(passage, "Lido")
    kept = "People call it the Lido, but the lido's owner does not."
    assert changed.text == f"it opens at seven. {kept}"
    assert [changed.text[a:b] for a, b in changed.answers] == ["call it the Lido"]
    assert [changed.text[a:b] for a, b in changed.sentences] == [
        "it opens at seven.",
        kept,
    ]


def test_typed_question_keeps_its_words() -> None:
    dice = random.Random(0)
    typed = {as_typed("Is it OPEN?", dice) for _ in range(200)}
    assert all("is it open" in each.lower() for each in typed)
    assert {"Is it OPEN?", "is it open"} <= typed


def test_row_of_a_table_is_found_by_its_cells() -> None:
    text = "Name: Acme. City: Bonn. Founded: 1901\nName: Bolt. City: Rome. Founded: 1950"
    (span,) = spans_of(text, "Bolt,Rome,1950", "companies.csv")
    assert text[slice(*span)] == "Bolt. City: Rome. Founded: 1950"
    assert spans_of(text, "Bolt,Bonn,1950", "companies.csv") == []
    assert spans_of(text, "Bolt,Rome,1950", "companies.md") == []


def test_span_of_letters_is_mapped_back_to_the_text() -> None:
    letters = Letters("A “lido” – <b>it</b> opens.")
    (span,) = letters.spans_of("Lido: it opens")
    start, end = letters.in_text(span)
    assert "A “lido” – <b>it</b> opens."[start:end] == "lido” – <b>it</b> opens"


def test_candidates_have_the_passage_that_answers(tmp_path: Path) -> None:
    from assistant import Assistant

    folder = tmp_path / "files"
    folder.mkdir()
    assert write_own_documents("desk-tickets", folder) == len(list(folder.iterdir())) > 0
    rows = read_questions()["desk-tickets"]
    answerable = next(row for row in rows if row["answerable"])
    unanswerable = next(row for row in rows if not row["answerable"])
    with Assistant.open(folder, home=tmp_path / "home") as assistant:
        finder = CandidateFinder(assistant)
        found, none = finder.find(answerable), finder.find(unanswerable)
    assert found is not None
    assert none is not None
    for passage in found.answering:
        quoted = " ".join(passage.text[a:b] for a, b in _labelled(passage, POSITIVE))
        assert any(Letters(quoted).spans_of(gold["quote"]) for gold in answerable["gold"])
    assert all(set(passage.labels) == {NEGATIVE} for passage in (*found.others, *none.others))
    assert none.answering == ()


def _labelled(passage: LabelledPassage, label: int) -> list[tuple[int, int]]:
    return [
        span for span, each in zip(passage.sentences, passage.labels, strict=True) if each == label
    ]


def test_mixed_groups_have_an_answer_and_negatives() -> None:
    right = passage_of(TEXT, (NEGATIVE, NEGATIVE, POSITIVE), "90 euros")
    others = tuple(passage_of(f"Nothing number {number}.", (NEGATIVE,)) for number in range(3))
    question = Candidates("desk-x-001", "desk-x", "fact", "What is the price?", (right,), others)
    groups = list(groups_of([question] * 200, others, random.Random(0)))
    assert len(groups) == 200
    answered = [any(each.is_answering for each in group.passages) for group in groups]
    assert 180 < sum(answered) < 200
    assert all(2 <= len(group.passages) <= 4 for group in groups)
    (whole,) = held_out_groups([question])
    assert whole.passages == (right, *others)
