"""Answers that a model writes, Quoth beside LlamaIndex's engines, with one model and in one run.

    python -m tests.benchmarks.writing MODEL.gguf [--answerable 100] [--unanswerable 50]
        [--turns 50] [--out FILE]

Needs what `make models` installs. Questions are taken in turn from SQuAD 2.0 (answerable and not)
and MTRAG-UN's conversations; every reply is appended to a file, from which a run that was cut off
goes on, and `--sides` asks some of the sides alone. Statements are judged by Quoth's own check
against what they cite (where they cite nothing, against everything that was shown), `--judge` does
so anew, and `--sample` prints some to be judged by hand.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import zip_longest
from pathlib import Path
from typing import Any

from llama_index.core.constants import DEFAULT_NUM_OUTPUTS
from llama_index.core.llms import LLM

from assistant import Assistant
from assistant.models.llamaindex import LlamaModel
from assistant.models.model_name import ModelName
from assistant.models.providers import llm_of
from assistant.reply import Quote
from assistant.statement import Verdict
from assistant.verifying import Checker
from index import Library, Source, SourceText, split_sentences
from tests.benchmarks.corpus import SHARED, file_name, read_lines, write_texts
from tests.benchmarks.sides import STOCK_MODEL, Stock
from tests.benchmarks.stock_model import make_stock_model
from tests.benchmarks.writing_sides import (
    CitationEngine,
    CondenseEngine,
    QuothWrites,
    WritingSide,
)

_WINDOW = 4096
_PATIENCE = 600.0
_KEY_SHARE = 2 / 3
_LEAST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]+")
_SIDES = ("quoth", "citation", "condense")


def main() -> None:
    """Ask every side every question that was not asked before, and print the table."""
    wanted = _arguments()
    wanted.out.parent.mkdir(parents=True, exist_ok=True)
    done = read_lines(wanted.out) if wanted.out.exists() else []
    if wanted.judge:
        done = _judged_anew(done, wanted.out)
    elif not wanted.table:
        with tempfile.TemporaryDirectory() as scratch:
            homes = (wanted.homes or Path(scratch)).resolve()
            llms = {name: _llm(wanted.model) for name in {"quoth", *wanted.sides.split(",")}}
            # One for both sets, for it can be asked one thing at a time.
            model = LlamaModel(
                "gguf", llms["quoth"], window=_WINDOW, patience=_PATIENCE, one_at_a_time=True
            )
            sides = {name: _sides(name, homes, llms, model) for name in ("squad2", "mtrag-un")}
            done += _ask(_questions(wanted), sides, done, wanted)
    _print(done)
    if wanted.sample:
        _print_sample(done, wanted.sample)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--answerable", type=int, default=100)
    parser.add_argument("--unanswerable", type=int, default=50)
    parser.add_argument("--turns", type=int, default=50)
    parser.add_argument("--out", type=Path, default=Path(".quoth/writing.jsonl"))
    parser.add_argument("--homes", type=Path, help="where the indexes are kept for another run")
    parser.add_argument("--sides", default=",".join(_SIDES), help="whom to ask")
    parser.add_argument("--judge", action="store_true", help="ask nothing, judge what was written")
    parser.add_argument("--table", action="store_true", help="print what was done before alone")
    parser.add_argument("--sample", type=int, default=0, help="print so many statements to judge")
    return parser.parse_args()


def _questions(wanted: argparse.Namespace) -> list[dict[str, Any]]:
    """Return the questions of each kind in a fixed random order, the kinds in turn."""
    squad = read_lines(SHARED / "squad2.questions.jsonl")
    turns = read_lines(SHARED / "mtrag-un.questions.jsonl")
    kinds = (
        ("answerable", "squad2", [q for q in squad if q["answerable"]], wanted.answerable),
        ("unanswerable", "squad2", [q for q in squad if not q["answerable"]], wanted.unanswerable),
        ("turn", "mtrag-un", [q for q in turns if q["answerable"]], wanted.turns),
    )
    chosen = []
    for kind, name, questions, most in kinds:
        random.Random(0).shuffle(questions)
        for place, each in enumerate(questions[:most]):
            chosen.append((place / most, each | {"kind": kind, "set": name}))
    return [each for _, each in sorted(chosen, key=lambda pair: pair[0])]


def _llm(path: Path) -> LLM:
    """Return the model for one side, so that none empties what another keeps of its last prompt.

    It may write as much as LlamaIndex lets one unless told otherwise.
    """
    llm = llm_of(ModelName.parse(f"gguf:{path}"), _WINDOW, _PATIENCE)
    llm.max_new_tokens = llm.generate_kwargs["max_tokens"] = DEFAULT_NUM_OUTPUTS
    return llm


def _sides(
    name: str, homes: Path, llms: Mapping[str, LLM], model: LlamaModel
) -> dict[str, WritingSide]:
    folder, home, tools = homes / name, homes / f"{name}-stock", homes / "tools"
    if not tools.exists():
        make_stock_model(tools / STOCK_MODEL)
    if home.exists():
        stock = Stock.reopen(home, tools)
    else:
        documents = read_lines(SHARED / f"{name}.documents.jsonl")
        write_texts(folder, {file_name(n): each["text"] for n, each in enumerate(documents)})
        stock = Stock.index(folder, home, tools)
    engines = {"citation": CitationEngine, "condense": CondenseEngine}
    return {
        "quoth": QuothWrites(folder, homes / f"{name}-quoth", model),
        **{side: made(stock, llms[side]) for side, made in engines.items() if side in llms},
    }


def _ask(
    asked: Sequence[dict[str, Any]],
    sides: dict[str, dict[str, WritingSide]],
    done: Sequence[dict[str, Any]],
    wanted: argparse.Namespace,
) -> Iterator[dict[str, Any]]:
    known = {(each["id"], each["side"]) for each in done}
    for each in asked:
        for name in wanted.sides.split(","):
            if (each["id"], name) in known:
                continue
            written = sides[each["set"]][name].write(each["question"], each["messages"])
            quoth = sides[each["set"]]["quoth"]
            assert isinstance(quoth, QuothWrites)
            line = {key: each[key] for key in ("id", "kind", "question", "answers")}
            line |= {"side": name, **asdict(written)}
            line["judged"] = _judged(line, quoth.assistant.library)
            with wanted.out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
            yield line


def _judged_anew(done: Sequence[dict[str, Any]], out: Path) -> list[dict[str, Any]]:
    """Return the replies with the verdicts of the check as it is now, and keep them."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "documents"
        write_texts(folder, {file_name(0): "A check knows words without any document."})
        with Assistant.open(folder, home=Path(scratch) / "home") as assistant:
            judged = [each | {"judged": _judged(each, assistant.library)} for each in done]
    out.write_text("".join(json.dumps(each) + "\n" for each in judged), encoding="utf-8")
    return judged


def _judged(each: Mapping[str, Any], library: Library) -> list[dict[str, Any]]:
    """Return of each statement whether it is supported, and of each citation whether it fits."""
    checker, judged = Checker(library), []
    for text, cited in _stated(each):
        evidence = list(_sentences(cited or each["shown"]))
        found = checker.check(text, range(len(evidence)), evidence, each["question"])
        keys = _keys(text, library)
        fits = [len(keys & _keys(each, library)) >= _KEY_SHARE * len(keys) for each in cited]
        judged.append({"supported": found.verdict is Verdict.SUPPORTED, "fits": fits})
    return judged


def _stated(each: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Return what a reply states with what it cites, without what only numbers a list."""
    told = each["statements"]
    return [(text, cited) for text, cited in told if len(_WORD.findall(text)) >= _LEAST_WORDS]


def _sentences(texts: Sequence[str]) -> Iterator[Quote]:
    for number, text in enumerate(texts):
        source = Source(str(number), "", f"{number}.txt", None, len(text), len(text), "text/plain")
        origin = SourceText(source, text)
        for start, end in split_sentences(text, 0, len(text)):
            yield Quote(origin, start, end)


def _keys(text: str, library: Library) -> set[str]:
    return {word.term for word in library.words(text) if word.end - word.start > 3}


def _print(done: Sequence[dict[str, Any]]) -> None:
    names = list(dict.fromkeys(each["side"] for each in done))
    print(f"{'':44}" + "".join(f"{name:>12}" for name in names))
    for label, figure in _FIGURES.items():
        cells = (figure([each for each in done if each["side"] == name]) for name in names)
        print(f"{label:44}" + "".join(f"{cell:>12}" for cell in cells))


def _share(values: Sequence[bool]) -> str:
    return f"{sum(values)}/{len(values)}={sum(values) / len(values):.2f}" if values else "none"


def _holds(each: dict[str, Any]) -> bool:
    text = _plain(each["text"])
    return any(_plain(answer) in text for answer in each["answers"])


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _of(kind: str, done: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in done if each["kind"] == kind]


def _median(done: Sequence[dict[str, Any]], key: str) -> str:
    times = [each[key] for each in done if each["by_model"]]
    return f"{statistics.median(times):.1f} s" if times else "none"


_FIGURES = {
    "replies": lambda done: str(len(done)),
    "answerable: accepted answer is in the reply": lambda done: _share(
        [_holds(each) and not each["is_refusal"] for each in _of("answerable", done)]
    ),
    "unanswerable refused": lambda done: _share(
        [each["is_refusal"] for each in _of("unanswerable", done)]
    ),
    "answerable refused": lambda done: _share(
        [each["is_refusal"] for each in _of("answerable", done)]
    ),
    "turns refused": lambda done: _share([each["is_refusal"] for each in _of("turn", done)]),
    "answers that a model wrote": lambda done: _share(
        [each["by_model"] for each in done if not each["is_refusal"]]
    ),
    "statements supported": lambda done: _share(
        [j["supported"] for each in done if not each["is_refusal"] for j in each["judged"]]
    ),
    "citations that hold the key words": lambda done: _share(
        [fit for each in done for j in each["judged"] for fit in j["fits"]]
    ),
    "seconds to the first words, median": lambda done: _median(done, "first"),
    "seconds to the end, median": lambda done: _median(done, "whole"),
}


def _print_sample(done: Sequence[dict[str, Any]], most: int) -> None:
    """Print statements with what they cite, from each side as many, in a fixed random order."""
    told: dict[str, list[tuple[str, str, list[str], bool]]] = {}
    for each in done:
        if each["is_refusal"]:
            continue
        for (text, cited), judged in zip(_stated(each), each["judged"], strict=True):
            one = (each["question"], text, cited or each["shown"], judged["supported"])
            told.setdefault(each["side"], []).append(one)
    for statements in told.values():
        random.Random(1).shuffle(statements)
    rows = zip_longest(*([(side, *each) for each in told[side]] for side in told))
    chosen = [each for row in rows for each in row if each][:most]
    for number, (side, question, text, cited, supported) in enumerate(chosen, 1):
        print(f"\n{number}. {side} | {question}\n  {text}\n  supported: {supported}")
        for each in cited:
            print(f"    - {' '.join(each.split())[:700]}")


if __name__ == "__main__":
    main()
