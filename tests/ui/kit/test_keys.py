"""The sheet of keys: searched by what one wants to do, and put on paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.keys import KeySheet, write_page
from fieldservice.ui.kit.pages import KeyHint
from fieldservice.ui.kit.theme import apply_theme, make_theme

HERE = (KeyHint("O", "Make orders"), KeyHint("Return", "Go in"), KeyHint("Return", "Another meaning"))
EVERYWHERE = (KeyHint("Ctrl+K", "Search"), KeyHint("Ctrl+N", "New request"))


@pytest.fixture
def sheet(qtbot: QtBot) -> Iterator[KeySheet]:
    window = QWidget()
    window.resize(1000, 700)
    qtbot.addWidget(window)
    made = KeySheet(window, HERE, EVERYWHERE, "Tickets")
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()


@pytest.mark.covers("39")
@pytest.mark.parametrize("scale", [100, 133, 200])
def test_no_word_of_the_sheet_is_cut_at_any_size(qtbot: QtBot, qapp: QApplication, scale: int) -> None:
    apply_theme(qapp, make_theme(scale_percent=scale))
    window = QWidget()
    window.resize(1440, 900)
    qtbot.addWidget(window)
    sheet = KeySheet(
        window, (KeyHint("Ctrl+T", "The requester was told, or not after all"),), EVERYWHERE, "Tray"
    )
    with qtbot.waitExposed(sheet):
        sheet.show()

    qtbot.waitUntil(lambda: sheet.width() >= sheet.minimumSizeHint().width())

    assert all(label.width() >= label.sizeHint().width() for label in sheet.findChildren(QLabel))
    sheet.close()


def shown(sheet: KeySheet) -> set[str]:
    return {label.text() for label in sheet.findChildren(QLabel) if label.isVisible()}


@pytest.mark.covers("39")
def test_typing_leaves_what_one_wants_to_do(sheet: KeySheet) -> None:
    before = shown(sheet)

    Keyboard(sheet).type("order")

    assert {"Make orders", "Search", "Go in"} <= before
    assert {"Make orders", "O"} <= shown(sheet)
    assert not shown(sheet) & {"Search", "New request", "Go in"}


def test_a_key_is_found_by_its_name_too(sheet: KeySheet) -> None:
    Keyboard(sheet).type("ctrl k")

    assert {"Search", "Ctrl K"} <= shown(sheet)
    assert "New request" not in shown(sheet)


def test_each_key_stands_there_once_with_the_meaning_that_comes_first(sheet: KeySheet) -> None:
    assert "Go in" in shown(sheet)
    assert "Another meaning" not in shown(sheet)


def test_the_sheet_is_put_on_paper_whole_whatever_is_searched(sheet: KeySheet, tmp_path: Path) -> None:
    Keyboard(sheet).type("order")
    path = tmp_path / "keys.pdf"

    write_page(sheet.page(), str(path))

    assert all(words in sheet.page() for words in ("Make orders", "Search", "Tickets", "Everywhere"))
    assert path.read_bytes().startswith(b"%PDF")
