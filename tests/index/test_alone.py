"""One file that makes a part of the index fail is reported, and the rest is indexed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import EmbedderUnavailable, Library, TokenStates
from index.onnx_embedding import MiniLM
from tests.index.documents import zipped
from tests.index.fakes import WordEmbedder
from tests.index.killing import disagreements

_GOOD = "A fact: wombats dig burrows at night."
_BAD = "This fact is POISON to the embedder."


class PanicException(BaseException):
    """Has the name of a panic of an engine written in Rust."""


class PoisonedEmbedder(WordEmbedder):
    """Fails on one word, in one of its methods."""

    def __init__(self, method: str, error: BaseException) -> None:
        super().__init__("poisoned")
        self._method = method
        self._error = error

    def _check(self, method: str, texts: Sequence[str]) -> None:
        if method == self._method and any("POISON" in text for text in texts):
            raise self._error

    def lengths(self, texts: Sequence[str]) -> list[int]:
        self._check("lengths", texts)
        return super().lengths(texts)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self._check("embed", texts)
        return super().embed(texts)

    def tokens(self, texts: Sequence[str]) -> list[TokenStates]:
        self._check("tokens", texts)
        return super().tokens(texts)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    for number in range(300):  # more than one batch
        (folder / f"{number:03}.txt").write_text(f"{_GOOD} That is fact {number}.")
    return folder


def _is_whole(library: Library) -> bool:
    return disagreements(library) == []


_FAULTS: list[tuple[str, Callable[[], BaseException]]] = [
    ("lengths", lambda: TypeError("TextEncodeInput must be")),
    ("embed", lambda: TypeError("TextEncodeInput must be")),
    ("tokens", lambda: MemoryError()),
    ("embed", lambda: PanicException("byte index 1 is not a char boundary")),
]


@pytest.mark.parametrize(("method", "error"), _FAULTS)
def test_file_on_which_the_embedder_fails_is_reported_alone(
    method: str, error: Callable[[], BaseException], folder: Path, tmp_path: Path
) -> None:
    (folder / "100 bad.txt").write_text(_BAD)
    (folder / "z.zip").write_bytes(zipped({"a.txt": _GOOD, "b.txt": f"{_BAD} Again."}))
    failed = ["100 bad.txt", "z.zip/b.txt"]
    with Library.open(tmp_path / "home", PoisonedEmbedder(method, error())) as library:
        for _ in range(2):
            report = library.sync(folder)
            assert [each.name for each in report.failures] == failed
            kind = type(error()).__name__
            assert report.failures[0].message.startswith(
                f"100 bad.txt cannot be indexed: an engine failed ({kind}). Convert it to another"
            )
            assert len(library.sources()) == 301
            assert library.count_passages() == 301
            assert sorted(library.failures()) == failed
            assert _is_whole(library)
        (folder / "100 bad.txt").write_text(f"{_GOOD} It is mended.")
        assert [each.name for each in library.sync(folder).failures] == ["z.zip/b.txt"]
        assert len(library.sources()) == 302


def test_passages_of_a_batch_that_failed_are_counted_once(folder: Path, tmp_path: Path) -> None:
    (folder / "100 bad.txt").write_text(_BAD)
    embedder = PoisonedEmbedder("embed", TypeError())
    with Library.open(tmp_path / "home", embedder) as library:
        report = library.sync(folder)
        assert (report.read, report.passages) == (300, 300)


def test_long_file_on_which_the_embedder_fails_leaves_nothing_behind(
    folder: Path, tmp_path: Path
) -> None:
    facts = [f"Fact {number} is here. " * 40 for number in range(300)]
    (folder / "bad.txt").write_text("\n\n".join([*facts, _BAD]))
    with Library.open(tmp_path / "home", PoisonedEmbedder("embed", TypeError())) as library:
        assert [each.name for each in library.sync(folder).failures] == ["bad.txt"]
        assert library.count_passages() == 300
        assert _is_whole(library)


def test_embedder_that_fails_on_everything_is_reported_and_no_file_is(
    folder: Path, tmp_path: Path
) -> None:
    class Broken(WordEmbedder):
        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            raise RuntimeError(f"The service is down for {len(texts)} texts")

    with (
        Library.open(tmp_path / "home", Broken("poisoned")) as library,
        pytest.raises(EmbedderUnavailable, match=r"poisoned does not work: The service is"),
    ):
        library.sync(folder)
    with Library.open(tmp_path / "home", PoisonedEmbedder("embed", TypeError())) as library:
        assert library.sync(folder).failures == ()
        assert len(library.sources()) == 300


def test_interruption_is_no_failure_of_a_file(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.txt").write_text(_BAD)
    embedder = PoisonedEmbedder("embed", KeyboardInterrupt())
    with Library.open(tmp_path / "home", embedder) as library, pytest.raises(KeyboardInterrupt):
        library.sync(folder)
    with Library.open(tmp_path / "home", PoisonedEmbedder("embed", TypeError())) as library:
        assert _is_whole(library)
        assert [each.name for each in library.sync(folder).failures] == ["bad.txt"]


def test_error_of_the_listener_ends_the_sync(folder: Path, library: Library) -> None:
    class Enough(Exception):
        pass

    def listener(progress: object) -> None:
        if getattr(progress, "passages", 0):
            raise Enough

    with pytest.raises(Enough):
        library.sync(folder, listener=listener)
    assert library.sync(folder).failures == ()
    assert _is_whole(library)


def test_half_a_surrogate_pair_is_replaced_and_the_text_is_found(
    tmp_path: Path, minilm: MiniLM
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "good.txt").write_text(_GOOD)
    (folder / "t.json").write_text(r'{"title": "Tweet \ud83d", "text": "Look at this \ud83d"}')
    (folder / "t.jsonl").write_text('{"a": "Look at \\udc00that"}\n{"b": "One more line"}\n')
    with Library.open(tmp_path / "home", minilm) as library:
        assert library.sync(folder).failures == ()
        texts = {each.location: library.origin(each.id).text for each in library.sources()}
        assert texts["t.json"] == "title: Tweet \ufffd; text: Look at this \ufffd."
        assert texts["t.jsonl"].startswith("a: Look at \ufffdthat")
        assert {each.title for each in library.sources()} >= {"Tweet \ufffd"}
        assert library.search("wombats", limit=1)[0].text == _GOOD
    shutil.rmtree(tmp_path / "home")


def test_archives_in_archives_are_reported_in_few_lines(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    content = zipped({"a.txt": _GOOD})
    for _ in range(4):
        content = zipped({"a.zip": content, **{f"{number}.zip": content for number in range(9)}})
    (folder / "bomb.zip").write_bytes(content)
    for _ in range(2):
        report = library.sync(folder)
        assert len(report.failures) == 21
        (count,) = [each.message for each in report.failures if each.name == "bomb.zip"]
        assert count == (
            "bomb.zip contains 9,980 more files that cannot be read. Unpack it to see which."
        )
        assert report.problems.startswith("21 problems with files: bomb.zip, bomb.zip/a.zip/")
        assert len(json.dumps(report.problems)) < 300


def test_attachments_that_fail_leave_the_message(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    parts = "".join(
        f"--b\nContent-Disposition: attachment; filename={number}.pdf\n\n%PDF-1.4 broken {number}\n"
        for number in range(30)
    )
    head = "From: a@b\nTo: c@d\nSubject: Wombats\nContent-Type: multipart/mixed; boundary=b\n\n"
    (folder / "m.eml").write_text(f"{head}--b\n\n{40 * _GOOD}\n{parts}--b--\n")
    report = library.sync(folder)
    assert len(report.failures) == 21
    assert [each.location for each in library.sources()] == ["m.eml"]
    again = library.sync(folder)
    assert again.failures == report.failures
    assert [each.location for each in library.sources()] == ["m.eml"]
