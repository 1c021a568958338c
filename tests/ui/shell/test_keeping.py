"""What a person likes is held, written a little later, and there again at the next start."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.domain.queries.preferences import preference_values
from fieldservice.domain.rules.preferences import Preferences, ThemeChoice
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.shell.keeping import Keeping, KeptPlace
from fieldservice.ui.shell.split_memory import remember_splits, split_of
from tests.factories import USER_ID, Company
from tests.ui.customers_scene import CompanyBackend

DEFAULTS = Preferences(language="pl")


def kept(company: Company) -> dict[str, Any]:
    return company.ask(preference_values, USER_ID)


def keeping(company: Company) -> Keeping:
    """A start of the desk: what was kept is read, whatever was not yet holds by default."""
    return Keeping(ImmediateOps(CompanyBackend(company), Notifier()), kept(company), DEFAULTS)


def test_a_choice_is_written_at_once_and_told(qtbot: QtBot, desk_company: Company) -> None:
    here = keeping(desk_company)
    dark = replace(here.preferences, theme=ThemeChoice.DARK)

    with qtbot.waitSignal(here.changed) as told:
        here.choose(dark)

    assert told.args == [DEFAULTS, dark]
    assert kept(desk_company) == {"theme": "dark"}
    assert keeping(desk_company).preferences == dark


def test_choosing_what_holds_already_writes_and_tells_nothing(qtbot: QtBot, desk_company: Company) -> None:
    here = keeping(desk_company)

    with qtbot.assertNotEmitted(here.changed):
        here.choose(here.preferences)

    assert kept(desk_company) == {}


def test_a_layout_is_written_after_a_pause_and_at_the_latest_on_leaving(desk_company: Company) -> None:
    here = keeping(desk_company)
    here.keep("tickets.columns", ["number", "title"])
    before = kept(desk_company)
    here.flush()

    assert before == {}
    assert keeping(desk_company).load("tickets.columns") == ["number", "title"]
    assert keeping(desk_company).load("customers.columns") is None


def test_the_place_of_the_window_is_kept_and_nonsense_is_passed_over(desk_company: Company) -> None:
    here = keeping(desk_company)
    before = KeptPlace(here).load()
    KeptPlace(here).save(b"\x01\xd9\xd0\xcb")
    here.flush()
    again = keeping(desk_company)
    place = KeptPlace(again).load()
    again.keep("window", "not base 64!")

    assert (before, place) == (b"", b"\x01\xd9\xd0\xcb")
    assert KeptPlace(again).load() == b""
    again.flush()


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    page.setObjectName("tickets")
    qtbot.addWidget(page)
    return page


def parted(page: QWidget, here: Keeping, qtbot: QtBot) -> QSplitter:
    splitter = QSplitter(page)
    for _ in range(2):
        splitter.addWidget(QTextEdit())
    splitter.resize(1000, 400)
    page.resize(1000, 400)
    with qtbot.waitExposed(page):
        page.show()
    remember_splits(page, here)
    return splitter


def first_share(splitter: QSplitter) -> float:
    return splitter.sizes()[0] / sum(splitter.sizes())


def test_the_shares_of_a_page_are_as_they_were_left(
    qtbot: QtBot, page: QWidget, desk_company: Company
) -> None:
    here = keeping(desk_company)
    splitter = parted(page, here, qtbot)
    memory = split_of(page)
    assert memory is not None
    for _ in range(5):
        memory.shift(1)
    memory.turn()
    left = first_share(splitter)
    here.flush()
    splitter.setParent(None)
    splitter.deleteLater()

    again = parted(page, keeping(desk_company), qtbot)
    qtbot.waitUntil(lambda: again.orientation() == Qt.Orientation.Vertical)

    assert left > 0.6
    assert first_share(again) == pytest.approx(left, abs=0.02)


def test_a_part_never_disappears_by_being_narrowed(
    qtbot: QtBot, page: QWidget, desk_company: Company
) -> None:
    splitter = parted(page, keeping(desk_company), qtbot)
    memory = split_of(page)
    assert memory is not None
    for _ in range(40):
        memory.shift(-1)

    assert first_share(splitter) > 0.08
