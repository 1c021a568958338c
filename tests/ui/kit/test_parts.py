"""Small parts: fields, forms, chips, lights, timeline, toasts, checks, key counter, watchdog."""

import gc
import time
import weakref

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.ui.kit import garbage
from fieldservice.ui.kit.buttons import key_words, primary
from fieldservice.ui.kit.checks import CheckBox
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.colours import ThemeName, Tone
from fieldservice.ui.kit.deferred import Deferred, warm_up
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.garbage import GarbageCollector
from fieldservice.ui.kit.key_counter import KeyCounter
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.labels import ElidedLabel
from fieldservice.ui.kit.lights import Light, Lights
from fieldservice.ui.kit.markup import with_strong_parts
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.theme import apply_theme, make_theme
from fieldservice.ui.kit.timeline import Timeline, TimelineEntry
from fieldservice.ui.kit.toasts import Toast, ToastWords
from fieldservice.ui.kit.watchdog import Watchdog


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


@pytest.mark.parametrize(
    ("keys", "words"),
    [("Ctrl+N", "Ctrl N"), ("Ctrl+Shift+Return", "Ctrl ⇧ Enter"), ("Alt+Left", "Alt ←"), ("F1", "F1")],
)
def test_keys_are_written_as_on_the_keyboard(keys: str, words: str) -> None:
    assert key_words(keys) == words


def test_a_form_names_its_fields_by_their_labels(qtbot: QtBot) -> None:
    form = Form()
    subject = TextField(name="subject")
    form.add("Subject", subject)
    shown(qtbot, form)

    assert subject.accessibleName() == "Subject"


def test_an_error_stands_at_its_field_and_goes_away(qtbot: QtBot) -> None:
    form = Form()
    first, due = TextField(name="first"), TextField(name="due")
    form.add("First", first)
    form.add("Due", due)
    shown(qtbot, form)

    form.show_error(due, "The day is in the past.")
    said = form.error_at(due)
    form.clear_errors()

    assert said == "The day is in the past."
    assert due.hasFocus()
    assert form.error_at(due) == form.error_at(first) == ""
    assert due.accessibleDescription() == ""


def test_a_text_area_grows_with_its_text_up_to_its_most(qtbot: QtBot) -> None:
    area = TextArea(name="text", lines=2, most_lines=4)
    shown(qtbot, area)
    heights = []

    for lines in (1, 3, 9):
        area.set_draft_value("x\n" * (lines - 1) + "x")
        heights.append(area.sizeHint().height())

    assert heights[0] < heights[1] < heights[2]
    area.set_draft_value("x\n" * 40)
    assert area.sizeHint().height() == heights[2]


@pytest.mark.parametrize("name", ThemeName)
def test_an_empty_text_area_has_nothing_to_scroll(qtbot: QtBot, qapp: QApplication, name: ThemeName) -> None:
    apply_theme(qapp, make_theme(name))
    area = TextArea(name="text", placeholder="Note, call, message…", lines=1)
    shown(qtbot, area)
    area.resize(area.sizeHint())

    area.setFocus()

    assert area.verticalScrollBar().maximum() == 0


def test_tab_leaves_a_text_area(qtbot: QtBot) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    area, after = TextArea(name="text"), TextField(name="after")
    layout.addWidget(area)
    layout.addWidget(after)
    shown(qtbot, window)
    area.setFocus()

    Keyboard(window).press("Tab")

    assert after.hasFocus()


def test_a_hint_gives_way_to_a_long_text(qtbot: QtBot) -> None:
    field = TextField(name="customer")
    field.setFixedWidth(260)
    shown(qtbot, field)

    field.set_hint("K0198")
    with_room = field.textMargins().right()
    field.set_text("A customer with a name that needs the whole field")

    assert with_room > 0
    assert field.textMargins().right() == 0
    assert field.toolTip() == "K0198"


def test_nothing_moves_when_a_field_gets_the_focus(qtbot: QtBot) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    first, second = TextField(name="first"), TextField(name="second")
    layout.addWidget(first)
    layout.addWidget(second)
    shown(qtbot, window)
    first.setFocus()
    before = [(field.geometry(), field.cursorRect().left()) for field in (first, second)]

    second.setFocus()

    assert [(field.geometry(), field.cursorRect().left()) for field in (first, second)] == before


def test_a_choice_keeps_its_value_when_the_list_changes(qtbot: QtBot) -> None:
    choice = Choice([("a", "Pump"), ("b", "Boiler")], name="kind")
    shown(qtbot, choice)
    choice.set_value("b")

    choice.set_options([("b", "Kettle"), ("c", "Fan")])

    assert (choice.value, choice.currentText()) == ("b", "Kettle")


def test_a_check_box_is_pressed_by_the_space_bar(qtbot: QtBot) -> None:
    check = CheckBox("Tell the customer", name="tell")
    shown(qtbot, check)
    check.setFocus()

    Keyboard(check).press("Space")

    assert check.draft_value() == "1"


def test_the_lights_stay_in_place_when_they_fill(qtbot: QtBot) -> None:
    lights = Lights(["Customer", "Block", "Contract", "Coverage"], name="verdict")
    lights.setFixedWidth(600)
    shown(qtbot, lights)
    before = (lights.height(), lights.sentence.geometry())

    lights.show_verdict(
        [Light("Customer", Tone.GOOD), Light("Blocked", Tone.STOP, "Blocked since yesterday")],
        "Not paid since <b>May</b>.\nCall accounts.",
        strong_parts=["May"],
    )

    assert (lights.height(), lights.sentence.geometry()) == before
    assert [chip.shape for chip in lights.chips] == [
        Shape.TICK,
        Shape.TRIANGLE,
        Shape.CIRCLE,
        Shape.CIRCLE,
    ]
    assert "Blocked since yesterday" in lights.accessibleName()


def test_what_people_typed_is_never_read_as_markup() -> None:
    marked = with_strong_parts("Call <script> May", ["May"])

    assert "&lt;script&gt;" in marked
    assert "<b style='font-weight:600'>May</b>" in marked


def test_entries_of_a_timeline_that_stay_are_left_alone(qtbot: QtBot) -> None:
    timeline = Timeline(name="timeline")
    old = TimelineEntry(1, "9:40", "Handed over", "Anna")
    timeline.set_entries([old])
    shown(qtbot, timeline)
    row = timeline.layout().itemAt(0).widget()  # type: ignore[union-attr]

    timeline.set_entries([TimelineEntry(2, "11:02", "Done", "Marek", "50 min", is_quoted=True), old])

    assert timeline.layout().itemAt(1).widget() is row  # type: ignore[union-attr]


def test_a_toast_never_takes_the_focus_and_goes_by_itself(qtbot: QtBot) -> None:
    window = QWidget()
    field = QLineEdit(window)
    toast = Toast(window, lifetime_ms=30)
    shown(qtbot, window)
    field.setFocus()

    toast.show_words(ToastWords("Ticket WAW-1 saved.", "Undo", "Ctrl+Z"))
    heard = toast.accessibleName()

    assert field.hasFocus()
    assert heard == "Ticket WAW-1 saved. Undo Ctrl+Z"
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_cut_words_are_whole_in_the_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel("Compressor that stops after a few minutes")
    label.setFixedWidth(80)
    shown(qtbot, label)
    label.grab()

    assert label.toolTip() == label.text()


def test_two_parts_stand_below_each_other_when_there_is_no_room(qtbot: QtBot) -> None:
    left, right = QWidget(), QWidget()
    for part in (left, right):
        part.setMinimumSize(300, 100)
    both = SideBySide(left, right)
    window = QWidget()
    QVBoxLayout(window).addWidget(both)
    window.resize(720, 300)
    shown(qtbot, window)
    wide = both.is_stacked

    window.resize(400, 300)

    assert (wide, both.is_stacked) == (False, True)
    assert both.minimumSizeHint().width() <= 400


def test_the_key_counter_counts_as_hands_work(qtbot: QtBot) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    field, button = QLineEdit(), primary("Save")
    layout.addWidget(field)
    layout.addWidget(button)
    shown(qtbot, window)
    field.setFocus()
    keyboard = Keyboard(window)
    handle = window.windowHandle()

    with KeyCounter() as counter:
        keyboard.type("leak")
        keyboard.press("Tab", "Ctrl+Return")
        at = button.mapTo(window, QPoint(5, 5))
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=at)
    keyboard.type("not counted")

    strokes = counter.strokes
    assert (strokes.keys, strokes.points, strokes.buttons, strokes.hands) == (7, 1, 2, 1)
    assert strokes.seconds(thoughts=1, waiting=0.5) == pytest.approx(7 * 0.2 + 1.1 + 0.2 + 0.4 + 1.35 + 0.5)
    assert field.text() == "leak"


def test_the_watchdog_sees_how_long_the_window_was_blocked(qtbot: QtBot) -> None:
    watchdog = Watchdog()
    watchdog.start()

    until = time.perf_counter() + 0.08
    while time.perf_counter() < until:
        pass

    assert watchdog.stop() >= 70


def test_garbage_is_only_collected_on_the_windows_thread(qtbot: QtBot) -> None:
    collector = GarbageCollector()
    collector.start()
    is_left_to_python = gc.isenabled()
    collector.stop()

    assert (is_left_to_python, gc.isenabled()) == (False, True)


class Knot:
    """Garbage that only a search for circles finds."""

    def __init__(self) -> None:
        self.itself = self


def test_what_outlived_a_collection_is_looked_through_again_after_a_while(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "_THOROUGH_AFTER", 60)
    monkeypatch.setattr(garbage, "_THOROUGH_AT_LATEST", 60)
    collector, knot = GarbageCollector(), Knot()
    seen = weakref.ref(knot)
    for _second in range(30):
        collector.collect_some()
    assert gc.get_freeze_count() > 0

    del knot
    gc.collect()
    is_passed_over = seen() is not None
    for _second in range(30):
        collector.collect_some()

    assert is_passed_over
    assert seen() is None


def test_a_deferred_function_is_imported_when_it_is_called() -> None:
    slug = Deferred("fieldservice.ui.kit.buttons", "key_words")

    warm_up(slug, "something else")

    assert slug("Ctrl+N") == "Ctrl N"
    assert slug.__name__ == "key_words"


def test_a_deferred_name_that_is_wrong_fails_when_it_is_called() -> None:
    with pytest.raises(AttributeError):
        Deferred("fieldservice.ui.kit.buttons", "no_such_thing")()
