"""Statements in another language than their quotes, which cannot be checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Answer, Assistant, Settings
from assistant.statement import Verdict
from assistant.verifying import Checker
from assistant.verifying.language_rule import languages_of
from tests.assistant.scripted import ScriptedModel
from tests.assistant.verifying.conftest import quotes_of

ENGLISH = "In Almaty, 125 criminal cases were opened and five thousand people were detained."
GERMAN = "In Almaty wurden 125 Strafverfahren eröffnet, und fünftausend Menschen wurden verhaftet."
ASKED = "Wie viele Strafverfahren wurden in Almaty eröffnet?"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "english"),
        (GERMAN, "german"),
        ("À Almaty, 125 affaires pénales ont été ouvertes.", "french"),
        ("Se abrieron 125 causas penales en Almaty, según la policía.", "spanish"),
        ("Sono stati aperti 125 procedimenti penali ad Almaty.", "italian"),
        ("Foram abertos 125 processos criminais em Almaty.", "portuguese"),
        ("Er werden in Almaty 125 strafzaken geopend, en het werd stil.", "dutch"),
        ("W Almaty wszczęto 125 spraw karnych, ale nie jest to koniec.", "polish"),
        ("В Алматы возбуждено 125 уголовных дел.", "CYRILLIC"),
        ("アルマトイで125件の刑事事件が立件された。", "CJK"),
        ("在阿拉木图立案125起。", "CJK"),
    ],
)
def test_language_is_recognised_by_letters_and_common_words(text: str, language: str) -> None:
    found = languages_of(text)
    assert language in found
    assert ("english" in found) == (language == "english")


@pytest.mark.parametrize("text", ["", "125", "Almaty, 125.", "Tokayev."])
def test_language_of_a_few_names_and_numbers_is_uncertain(text: str) -> None:
    assert languages_of(text) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "Oscar de la Hoya beat Julio in 1996.",
        "Ursula von der Leyen was a minister of Germany.",
        "The film “Il y a des jours et des nuits” is by Lelouch.",
        "Die Hard was the hit of 1988, and the man of it was at war with a gang.",
        "War in Ukraine began.",
        "People die in war.",
        "Charles de Gaulle and Jean de La Fontaine were born in France.",
    ],
)
def test_english_text_with_foreign_names_is_not_another_language(text: str) -> None:
    found = languages_of(text)
    assert not found or "english" in found


@pytest.mark.parametrize(
    "statement",
    [
        GERMAN,
        "In Almaty wurden 5.000 Menschen verhaftet, und 125 Verfahren sind noch nicht beendet.",
        "À Almaty, 125 affaires ont été ouvertes et 5 000 personnes arrêtées.",
        "In Kasachstan wurden 125 Strafverfahren eröffnet.",
        "В Алматы возбуждено 125 дел.",
    ],
)
@pytest.mark.parametrize("cited", [(0,), ()], ids=["cited", "uncited"])
def test_statement_in_another_language_is_unchecked(
    checker: Checker, statement: str, cited: tuple[int, ...]
) -> None:
    found = checker.check(statement, cited, quotes_of(ENGLISH))
    assert found.verdict is Verdict.UNCHECKED
    assert "another language" in found.reason


def test_missing_number_is_rejected_in_any_language(checker: Checker) -> None:
    wrong = GERMAN.replace("125", "126")
    found = checker.check(wrong, [0], quotes_of(ENGLISH))
    assert found.verdict is Verdict.UNSUPPORTED
    assert "126" in found.reason


def test_number_of_an_uncited_quote_is_not_rejected(checker: Checker) -> None:
    quotes = quotes_of("Gas had become dear for all of the people.", ENGLISH)
    assert checker.check(GERMAN, [0], quotes).verdict is Verdict.UNCHECKED


def test_negated_statement_in_another_language_is_unchecked(checker: Checker) -> None:
    quotes = quotes_of("Kassym-Zhomart Tokayev is the President of Kazakhstan since 2019.")
    denial = "Kassym-Zhomart Tokayev ist seit 2019 nicht mehr Präsident von Kazakhstan."
    assert checker.check(denial, [0], quotes).verdict is Verdict.UNCHECKED


def test_statement_is_supported_by_the_quote_in_its_own_language(checker: Checker) -> None:
    found = checker.check(GERMAN, [0], quotes_of(ENGLISH, GERMAN))
    assert (found.verdict, found.quotes) == (Verdict.SUPPORTED, (1,))


def answer(tmp_path: Path, text: str, **settings: object) -> Answer:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "gas.txt").write_text(f"The riots\n\n{ENGLISH} Gas had become dear.", "utf-8")
    model = ScriptedModel(text)
    # At any other threshold a question in German is refused: the sources have none of its words.
    given = Settings.read(threshold=0, **settings)
    with Assistant.open(folder, home=tmp_path / "h", settings=given, model=model) as quoth:
        reply = quoth.ask(ASKED)
    assert isinstance(reply, Answer)
    return reply


def test_note_says_that_a_reply_in_another_language_could_not_be_checked(tmp_path: Path) -> None:
    reply = answer(tmp_path, f"{GERMAN.removesuffix('.')} [1].")
    assert not reply.is_written
    assert "another language" in reply.note
    assert "125" in reply.quotes[0].text
    (statement,) = reply.statements
    assert (statement.verdict, statement.is_shown) == (Verdict.UNCHECKED, False)


def test_unchecked_statement_is_marked_beside_a_supported_one(tmp_path: Path) -> None:
    text = "125 criminal cases were opened in Almaty [1]. Das Gas war nicht mehr billig [1]."
    reply = answer(tmp_path, text, unsupported="mark")
    assert reply.is_written
    assert reply.text.endswith("] (in another language than the sources, so not checked)")


def test_wrong_number_in_another_language_is_reported_as_missing(tmp_path: Path) -> None:
    reply = answer(tmp_path, f"{GERMAN.replace('125', '126').removesuffix('.')} [1].")
    assert "another language" not in reply.note
    assert "126" in reply.statements[0].reason


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Die „Bremer Stadtmusikanten“ und die Esel, das ist nicht neu.", {"german"}),
        ("« Il y a des jours et des nuits » is what the film of the year was.", {"english"}),
        ("He said “Il y a des jours, and that was all there was in the film.", {"english"}),
    ],
)
def test_quotations_within_a_text_are_ignored(text: str, languages: set[str]) -> None:
    assert languages <= languages_of(text)
