"""The gallery of all parts, walked through: names for screen readers, nothing cut, tab order as read."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.colours import ThemeName
from fieldservice.ui.kit.theme import apply_theme, make_theme

GALLERY = Path(__file__).parents[3] / "tools" / "gallery.py"


@pytest.fixture(scope="module")
def gallery_module() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("gallery", GALLERY)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["gallery"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["gallery"]


@pytest.fixture(params=[100, 200])
def gallery(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, gallery_module: ModuleType
) -> QWidget:
    apply_theme(qapp, make_theme(ThemeName.LIGHT, scale_percent=request.param))
    made: QWidget = gallery_module.Gallery()
    qtbot.addWidget(made)
    made.resize(1240 * request.param // 100, 1300 * request.param // 100)
    with qtbot.waitExposed(made):
        made.show()
    return made


def visible(root: QWidget) -> list[QWidget]:
    return [widget for widget in root.findChildren(QWidget) if widget.isVisible()]


def test_whatever_takes_the_focus_has_a_name_for_screen_readers(gallery: QWidget) -> None:
    nameless = []
    for widget in visible(gallery):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            interface = QAccessible.queryAccessibleInterface(widget)
            if not interface.text(QAccessible.Text.Name):
                nameless.append(f"{type(widget).__name__} {widget.objectName()}")

    assert nameless == []


def test_no_word_is_cut_at_any_scale(gallery: QWidget) -> None:
    cut = [
        widget.accessibleName() or getattr(widget, "text", str)()
        for widget in visible(gallery)
        if isinstance(widget, Chip | QPushButton) and widget.width() < widget.sizeHint().width()
    ]
    cut += [
        label.text()
        for label in visible(gallery)
        if isinstance(label, QLabel) and not label.wordWrap() and label.width() < label.sizeHint().width()
    ]

    assert cut == []


def test_tab_goes_through_a_card_as_one_reads(gallery: QWidget) -> None:
    names = ["customer", "person", "unit", "work", "subject", "text", "impact", "urgency", "due", "owner"]
    fields = [gallery.findChild(QWidget, name) for name in names]
    walked: list[QWidget] = []
    widget = fields[0]
    while widget is not None and len(walked) < 200:
        if widget in fields:
            walked.append(widget)
        widget = widget.nextInFocusChain()
        if widget is fields[0]:
            break

    assert walked == fields
    places = [field.mapTo(gallery, QPoint(0, 0)) for field in fields if field is not None]
    assert places == sorted(places, key=lambda place: (place.y(), place.x()))


@pytest.mark.parametrize("name", ThemeName)
def test_a_theme_can_be_changed_while_everything_is_on_the_screen(
    qtbot: QtBot, qapp: QApplication, gallery_module: ModuleType, name: ThemeName
) -> None:
    made: QWidget = gallery_module.Gallery()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()

    apply_theme(qapp, make_theme(name))

    panel = make_theme(name).colours.ground
    assert made.grab().toImage().pixelColor(2, 2).name().upper() == panel
