"""The icon in the notification area: minimises to it only on wish, and brings the window back."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fieldservice.config import resources_folder
from fieldservice.domain.rules.preferences import Preferences
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.shell.keeping import Keeping
from fieldservice.ui.shell.tray_icon import TrayIcon
from tests.factories import Company
from tests.ui.customers_scene import CompanyBackend

without_a_screen = pytest.mark.qt_log_ignore("does not support", "systemTrayWindowChanged", extend=True)


def icon() -> QIcon:
    return QIcon(str(resources_folder() / "icons" / "fieldservice.svg"))


@pytest.fixture
def keeping(desk_company: Company) -> Iterator[Keeping]:
    ops = ImmediateOps(CompanyBackend(desk_company), Notifier())
    yield Keeping(ops, {}, Preferences())
    ops.close()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.setWindowTitle("Service")
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@without_a_screen
@pytest.mark.parametrize("is_wished", [True, False])
def test_a_minimised_window_goes_to_the_icon_only_if_that_is_wished(
    qtbot: QtBot, window: QWidget, keeping: Keeping, *, is_wished: bool
) -> None:
    keeping.choose(replace(keeping.preferences, minimises_to_tray=is_wished))
    TrayIcon(window, keeping, icon())

    window.showMinimized()

    qtbot.waitUntil(lambda: window.isHidden() is is_wished)


@without_a_screen
def test_the_icon_brings_the_window_back(qtbot: QtBot, window: QWidget, keeping: Keeping) -> None:
    keeping.choose(replace(keeping.preferences, minimises_to_tray=True))
    tray = TrayIcon(window, keeping, icon())
    window.showMinimized()
    qtbot.waitUntil(window.isHidden)

    tray.bring_back()

    assert window.isVisible()
    assert not window.isMinimized()


@without_a_screen
def test_what_it_says_names_nobody(window: QWidget, keeping: Keeping) -> None:
    tray = TrayIcon(window, keeping, icon())
    said: list[tuple[str, str]] = []
    tray._icon.showMessage = lambda title, words, *_rest: said.append((title, words))  # type: ignore[method-assign]
    window.clearFocus()
    window.hide()

    tray.tell(2)

    assert said == [("Service", "2 new notices")]
