"""An exported answer can be checked against the files by anyone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import Answer, AnswerFileUnreadable, Assistant
from assistant.sharing.conversation_files import as_json
from assistant.sharing.exports import export, verify
from assistant.sureness import Sureness
from index import FolderNotFound, VanishedFile
from tests.index import documents

_QUESTION = "How many criminal cases were initiated?"


@pytest.fixture
def exported(
    quoth: Assistant, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """An answer in a file, and the documents' folder where `quoth verify` finds it by its name."""
    monkeypatch.chdir(seeds.parent)
    told = export(quoth.ask(_QUESTION), _QUESTION, _QUESTION, quoth.folders)
    (tmp_path / "answer.json").write_text(told.model_dump_json(), "utf-8")
    return tmp_path / "answer.json"


def _forged(file: Path, **changes: object) -> Path:
    told = json.loads(file.read_text("utf-8"))
    told["quotes"][0] |= changes
    file.write_text(json.dumps(told), "utf-8")
    return file


def test_true_quotes_are_verbatim(exported: Path) -> None:
    verdicts = list(verify(exported))
    assert verdicts
    assert all(verdict.problem == "" for verdict in verdicts)


def test_export_says_how_sure_the_answer_is(exported: Path) -> None:
    written = json.loads(exported.read_text("utf-8"))
    assert written["sureness"] == Sureness.of(written["confidence"])


def test_export_has_no_path_of_the_machine(exported: Path, seeds: Path) -> None:
    written = exported.read_text("utf-8")
    assert json.loads(written)["folders"] == [seeds.name]
    assert str(seeds.parent) not in written
    assert "/home/" not in written


def test_conversation_export_has_no_path_of_the_machine(quoth: Assistant, seeds: Path) -> None:
    talk = quoth.conversation()
    talk.ask(_QUESTION)
    assert str(seeds.parent) not in as_json("A title", talk.turns, quoth.folders)


def test_export_is_checked_from_the_folder_above_the_documents(
    exported: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(seeds.parent)
    assert [verdict.problem for verdict in verify(exported)] == [""] * len(list(verify(exported)))
    monkeypatch.chdir(seeds)
    assert next(iter(verify(exported))).problem == ""


def test_export_whose_folder_is_not_found_asks_for_it(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FolderNotFound, match="The folder 'seeds' is not here.*--folder"):
        list(verify(exported))


def test_added_document_is_checked_in_the_home_beside_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "papers").mkdir()
    with Assistant.open(tmp_path / "papers") as assistant:
        assistant.additions.add_text("The lighthouse of Ar-Men was first lit in 1881.")
        assistant.refresh()
        reply = assistant.ask("When was the lighthouse of Ar-Men first lit?")
        written = export(reply, "", "", assistant.folders)
    assert written.quotes[0].location.startswith(".added/")
    (tmp_path / "answer.json").write_text(written.model_dump_json(), "utf-8")
    monkeypatch.chdir(tmp_path)
    assert [verdict.problem for verdict in verify(tmp_path / "answer.json")] == [""]
    moved = (tmp_path / ".quoth").rename(tmp_path / "elsewhere")
    home = moved / "papers"
    assert [verdict.problem for verdict in verify(tmp_path / "answer.json", home=home)] == [""]


def test_export_of_an_earlier_version_with_paths_is_checked(
    exported: Path, seeds: Path, tmp_path: Path
) -> None:
    written = json.loads(exported.read_text("utf-8"))
    written |= {"format": "quoth-reply-3", "folders": [str(seeds)], "added": str(tmp_path)}
    exported.write_text(json.dumps(written), "utf-8")
    assert [verdict.problem for verdict in verify(exported)] == [""] * len(written["quotes"])


def test_documents_may_have_moved(exported: Path, seeds: Path, tmp_path: Path) -> None:
    (tmp_path / "moved").mkdir()
    for file in seeds.iterdir():
        (tmp_path / "moved" / file.name).write_bytes(file.read_bytes())
    assert all(verdict.problem == "" for verdict in verify(exported, [tmp_path / "moved"]))


def test_answer_in_the_first_form_is_checked(exported: Path, seeds: Path) -> None:
    told = json.loads(exported.read_text("utf-8"))
    told.pop("folders")
    told |= {"format": "quoth-reply-1", "folder": str(seeds)}
    exported.write_text(json.dumps(told), "utf-8")
    assert all(verdict.problem == "" for verdict in verify(exported))


def test_changed_words_are_found_out(exported: Path) -> None:
    forged = _forged(exported, text="Nothing happened.")
    assert next(iter(verify(forged))).problem == "the file has other words there"


def test_changed_file_is_found_out(exported: Path, seeds_text: str, tmp_path: Path) -> None:
    location = json.loads(exported.read_text("utf-8"))["quotes"][0]["location"]
    (tmp_path / location).write_text(seeds_text.replace("125", "126"), "utf-8")
    assert next(iter(verify(exported, [tmp_path]))).problem == "the file has changed since"


def test_missing_file_is_named(exported: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "vanished" in next(iter(verify(exported, [tmp_path / "empty"]))).problem


def test_location_outside_the_folder_is_refused(exported: Path) -> None:
    forged = _forged(exported, location="../../etc/passwd")
    assert "out of the folder" in next(iter(verify(forged))).problem


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"format": "other"}'])
def test_file_that_is_no_answer_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(AnswerFileUnreadable, match="is not an exported reply"):
        list(verify(tmp_path / "x.json"))


def test_quotes_from_inside_an_archive_are_verbatim(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "x.zip").write_bytes(documents.zipped({"a/r.docx": documents.word()}))
    with Assistant.open(tmp_path / "papers") as assistant:
        asked = "Where is the treasure of the village buried?"
        reply = assistant.ask(asked)
        told = export(reply, asked, asked, assistant.folders)
        holder = assistant.path_of(assistant.sources()[0])
    assert told.quotes[0].location == "x.zip/a/r.docx"
    assert told.quotes[0].place == "section “Treasure”"
    assert holder == tmp_path / "papers" / "x.zip"
    (tmp_path / "answer.json").write_text(told.model_dump_json(), "utf-8")
    assert [each.problem for each in verify(tmp_path / "answer.json")] == [""] * len(told.quotes)


def test_quote_from_a_pdf_is_shown_on_its_page(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    file = Path(documents.__file__).parent / "files" / "village.pdf"
    (tmp_path / "papers" / "v.pdf").write_bytes(file.read_bytes())
    with Assistant.open(tmp_path / "papers") as assistant:
        reply = assistant.ask("Where is the treasure of the village buried?")
        assert isinstance(reply, Answer)
        quote = reply.quotes[0]
        pages = assistant.quoted_pages(quote.source.id, (quote.start, quote.end))
        (tmp_path / "papers" / "v.pdf").write_bytes(file.read_bytes() + b"\n")
        with pytest.raises(VanishedFile, match=r"v.pdf has changed since it was read. Index again"):
            assistant.quoted_pages(quote.source.id, (quote.start, quote.end))
    assert quote.place == "page 2"
    assert [page.number for page in pages] == [2]
    assert pages[0].picture.boxes
