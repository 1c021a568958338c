"""The catalogues are complete, and the tool that keeps them finds each fault."""

import ast
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from fieldservice.sentences.speech import LANGUAGES
from tools import translations
from tools.translations import LOCALES, check, compile_catalogues, extract, fill, missing, read_catalogue

SOURCE = Path(__file__).resolve().parents[2] / "fieldservice"
MARKS = {"_", "marked", "ngettext", "pgettext", "Plural", "called"}


def test_every_language_but_the_source_language_has_a_catalogue() -> None:
    assert {"en", *LOCALES} == set(LANGUAGES)


def test_the_catalogues_are_complete_and_fit_the_source() -> None:
    assert check() == []


@pytest.mark.parametrize(("language", "forms"), [("pl", 3), ("cs", 3), ("es", 2), ("pt", 2)])
def test_each_language_has_its_number_of_plural_forms(language: str, forms: int) -> None:
    assert read_catalogue(language).num_plurals == forms


def test_marked_texts_are_plain_literals() -> None:
    """An f-string or a sum inside a mark is never found again by the extractor."""
    broken = [
        f"{path.name}:{node.lineno}"
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in MARKS
        and any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in node.args)
    ]

    assert broken == []


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small source and an empty folder of catalogues."""
    source = tmp_path / "fieldservice"
    source.mkdir()
    marks = (
        '_("Ticket {number} created.")',
        'ngettext("{count} order", "{count} orders", 2)',
        'pgettext("state", "new")',
    )
    (source / "desk.py").write_text("\n".join(marks), encoding="utf-8")
    monkeypatch.setattr(translations, "SOURCE", source)
    monkeypatch.setattr(translations, "FOLDER", tmp_path / "translations")
    extract()
    return source


FILLED: translations.Filled = {
    "Ticket {number} created.": "Utworzono zgłoszenie {number}.",
    "{count} order": ["{count} zlecenie", "{count} zlecenia", "{count} zleceń"],
    "state|||new": "nowe",
}


def test_what_is_missing_can_be_filled_and_compiled(workshop: Path) -> None:
    wanted = missing("pl")

    strangers = fill("pl", FILLED)
    made = compile_catalogues()

    assert wanted == {"Ticket {number} created.": "", "{count} order": ["", "", ""], "state|||new": ""}
    assert strangers == []
    assert missing("pl") == {}
    assert [fault for fault in check() if fault.startswith("pl:")] == []
    assert translations.catalogue_path("pl").with_suffix(".mo") in made
    assert compile_catalogues() == []


@pytest.mark.parametrize(
    ("key", "translation", "fault"),
    [
        ("Ticket {number} created.", "Utworzono zgłoszenie.", "other named values"),
        ("Ticket {number} created.", "Utworzono zgłoszenie {number}", "other ending"),
        ("Ticket {number} created.", "Utworzono &zgłoszenie {number}.", "other access keys"),
        ("Ticket {number} created.", "", "not translated"),
        ("{count} order", ["{count} zlecenie", "zlecenia", "{count} zleceń"], "other named values"),
    ],
)
def test_a_translation_that_does_not_fit_is_found(
    workshop: Path, key: str, translation: str | list[str], fault: str
) -> None:
    fill("pl", {**FILLED, key: translation})

    assert [line for line in check() if line.startswith("pl:")] == [f"pl: {fault}: {key!r}"]


def test_a_text_that_left_the_source_is_unused_until_extracted_again(workshop: Path) -> None:
    fill("pl", FILLED)
    (workshop / "desk.py").write_text('_("Ticket {number} created.")\n', encoding="utf-8")

    before = {line for line in check() if line.startswith("pl:")}
    extract()

    assert before == {"pl: unused: '{count} order'", "pl: unused: 'state|||new'"}
    assert [line for line in check() if line.startswith("pl:")] == []


def test_a_text_unknown_to_the_catalogue_is_reported_when_filling(workshop: Path) -> None:
    assert fill("pl", {"Never written.": "Nigdy."}) == ["Never written."]


def test_catalogues_carry_no_dates_or_line_numbers(workshop: Path) -> None:
    text = translations.catalogue_path("pl").read_text(encoding="utf-8")

    assert isinstance(read_catalogue("pl"), Catalog)
    assert "Date" not in text
    assert "#: fieldservice/desk.py\n" in text
