"""Figures, comparisons and reports, of outcomes that were written by hand where it can be."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from assistant import Assistant, Settings
from assistant.errors import AnswerFileUnreadable
from assistant.evaluating import (
    Evaluation,
    Outcome,
    Quoted,
    Span,
    changes_between,
    evaluate,
    figures_of,
    write_report,
)


def _quoted(start: int, end: int, text: str = "words") -> Quoted:
    return Quoted(span=Span(document="d", start=start, end=end), text=text)


def _outcome(name: str, **changed: object) -> Outcome:
    told: dict[str, object] = {
        "id": name,
        "question": f"Question {name}?",
        "understood": f"Question {name}?",
        "follows": False,
        "answerable": True,
        "evidence": (_quoted(10, 20),),
        "reply": "answer",
        "confidence": 0.9,
        "quotes": (_quoted(0, 30), _quoted(40, 60)),
        "ranks": ((0,), ()),
        "seconds": 0.1,
    }
    return Outcome.model_validate(told | changed)


def _evaluation(*outcomes: Outcome) -> Evaluation:
    return Evaluation(name="hand", threshold=0.5, outcomes=outcomes)


def test_figures_are_those_computed_by_hand() -> None:
    figures = figures_of(
        _evaluation(
            _outcome("right"),
            _outcome("third", quotes=(_quoted(40, 60), _quoted(70, 80), _quoted(0, 30))),
            _outcome("late", ranks=((), (0,)), quotes=(), reply="off-topic", confidence=0.1),
            _outcome("foreign", answerable=False, evidence=(), reply="off-topic", confidence=0.3),
        )
    )
    assert figures["questions"] == 4
    assert figures["first quote"] == pytest.approx(1 / 3)
    assert figures["first three quotes"] == pytest.approx(2 / 3)
    assert figures["nDCG@5"] == pytest.approx((1 + 1 + 1 / math.log2(3)) / 3)
    assert figures["recall@5"] == 1
    assert figures["refused, answerable"] == pytest.approx(1 / 3)
    assert figures["refused, unanswerable"] == 1
    # Confidences 0.9 (right), 0.9 (wrong), 0.1 (wrong), 0.3 (wrong).
    assert figures["calibration error"] == pytest.approx((2 * 0.4 + 0.1 + 0.3) / 4)
    assert figures["Brier score"] == pytest.approx((0.01 + 0.81 + 0.01 + 0.09) / 4)
    assert figures["area under ROC, right or not"] == pytest.approx(2.5 / 3)
    assert figures["area under ROC, answerable or not"] == pytest.approx(2 / 3)
    assert math.isnan(figures["every differing answer"])


def test_every_answer_that_differs_is_looked_for_among_six_quotes() -> None:
    evidence = (_quoted(0, 4, "1973"), _quoted(5, 9, "2011"))
    both = (_quoted(0, 30, "In 1973 it was."), _quoted(40, 60, "In 2011 again."))
    figures = figures_of(
        _evaluation(
            _outcome("both", evidence=evidence, quotes=both),
            _outcome("one", evidence=evidence, quotes=both[:1]),
            _outcome("same", evidence=(evidence[0], _quoted(90, 94, "1973")), quotes=both[:1]),
        )
    )
    assert figures["every differing answer"] == pytest.approx(1 / 2)


def test_evidence_that_starts_together_is_sought_once() -> None:
    outcome = _outcome("twice", evidence=(_quoted(10, 20), _quoted(10, 25)), ranks=((0, 1),))
    assert figures_of(_evaluation(outcome))["nDCG@5"] == 1


def test_saved_evaluation_is_loaded_again(tmp_path: Path) -> None:
    evaluation = _evaluation(_outcome("right"))
    evaluation.save(tmp_path / "kept.json")
    assert Evaluation.load(tmp_path / "kept.json") == evaluation


@pytest.mark.parametrize("content", [None, "{", '{"name": "x"}'])
def test_file_that_is_no_evaluation_is_named(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "other.json").write_text(content)
    with pytest.raises(AnswerFileUnreadable, match=r"other\.json is no evaluation.*--save"):
        Evaluation.load(tmp_path / "other.json")


def test_significant_change_differs_from_one_that_is_not() -> None:
    def asked(right: set[int]) -> Evaluation:
        wrong = {"quotes": (_quoted(40, 60),)}
        names = range(40)
        return _evaluation(*(_outcome(str(n), **({} if n in right else wrong)) for n in names))

    none, one, half = asked(set()), asked({7}), asked(set(range(0, 40, 2)))
    first = changes_between(none, half)[0]
    assert (first.measure, first.before, first.after, first.questions) == (
        "first quote",
        0,
        0.5,
        40,
    )
    assert 0.3 < first.low < 0.5 < first.high < 0.7
    assert first.is_sure
    assert not changes_between(none, one)[0].is_sure
    same = changes_between(half, half)[0]
    assert (same.low, same.high) == (0, 0)


def test_evaluations_without_a_common_question_are_refused() -> None:
    with pytest.raises(AnswerFileUnreadable, match="no question in common"):
        changes_between(_evaluation(_outcome("one")), _evaluation(_outcome("two")))


def test_questions_about_uploads_are_asked_of_them(tmp_path: Path) -> None:
    folder, home, questions = tmp_path / "birds", tmp_path / "home", tmp_path / "q.jsonl"
    folder.mkdir()
    (folder / "stork.txt").write_text("The stork nests on the roof of the mill.", "utf-8")
    said = "The heron waits for fish at the weir. "
    with Assistant.open(folder, home=home, settings=Settings()) as quoth:
        place = quoth.additions.add("heron.txt", said.encode())
    told = {"id": "1", "question": "Where does the heron wait for fish?", "answerable": True}
    told["evidence"] = [{"document": place, "start": 0, "end": len(said) - 1}]
    questions.write_text(json.dumps(told), "utf-8")

    def asked(home: Path | None) -> Evaluation:
        return evaluate(questions, None, folder, Settings(), lambda *_: None, home)

    assert figures_of(asked(home))["first quote"] == 1
    with pytest.raises(AnswerFileUnreadable, match="--home"):
        asked(None)


def test_report_lists_errors_and_runs_no_script(tmp_path: Path) -> None:
    evil = _quoted(40, 60, "<script>alert(1)</script>")
    wrong = _outcome("wrong", quotes=(evil,), understood="Question wrong, of whom?")
    lost = _outcome("lost", reply="not-confident", confidence=0.2, ranks=())
    told = _outcome("told", quotes=(evil,), confidence=None)  # quotes on a subject have no chance
    write_report(_evaluation(_outcome("right"), wrong, lost, told), tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "Understood as: Question wrong, of whom?" in page
    assert "Refused, though the documents answer: 1" in page
    assert "not found by the search" in page
    assert page.count("<svg") == 2
    assert "Question right?" not in page
    assert "Question told?" in page


def test_report_of_nothing_has_no_plots(tmp_path: Path) -> None:
    write_report(_evaluation(), tmp_path / "report.html")
    assert "<svg" not in (tmp_path / "report.html").read_text()
