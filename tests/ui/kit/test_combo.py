"""The picker: keyboard first, never a late answer, never a lost word."""

from collections.abc import Sequence

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.colours import ThemeName
from fieldservice.ui.kit.combo import ExtraRow, Picker
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.kit.theme import apply_theme, current_theme, make_theme
from tests.ui.fakes import PlainBackend

FOUND = (Suggestion(1, "Stępień", trailing="K0198"), Suggestion(2, "Stępniewski"), Suggestion(3, "Gąska"))


class Form(QWidget):
    def __init__(self, ops: ImmediateOps) -> None:
        super().__init__()
        self._ops = ops
        self.asked: list[str] = []
        self.picker = Picker(self.ask, name="customer", extra=ExtraRow("New customer {typed}"))
        self.next = TextField(name="next")
        layout = QVBoxLayout(self)
        layout.addWidget(self.picker)
        layout.addWidget(self.next)
        self.resize(500, 400)

    def ask(self, text: str) -> "Call[Sequence[Suggestion]]":
        self.asked.append(text)
        return self._ops.query(
            lambda _session: [item for item in FOUND if item.text.casefold().startswith(text)]
        )


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form(ImmediateOps(PlainBackend(), Notifier()))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.picker.setFocus()
    return made


def test_typing_opens_the_list_and_enter_takes_the_first(qtbot: QtBot, form: Form) -> None:
    keyboard = Keyboard(form)
    keyboard.type("st")
    qtbot.waitUntil(lambda: form.picker.is_open)

    with qtbot.waitSignal(form.picker.picked) as picked:
        keyboard.press("Return")

    assert picked.args == [FOUND[0]]
    assert form.picker.value == 1
    assert form.picker.text() == "Stępień"
    assert not form.picker.is_open


def test_enter_before_the_answer_takes_the_first_when_it_comes(qtbot: QtBot, form: Form) -> None:
    keyboard = Keyboard(form)

    with qtbot.waitSignal(form.picker.picked) as picked:
        keyboard.type("g")
        keyboard.press("Return")

    assert picked.args == [FOUND[2]]


def test_tab_takes_the_marked_one_and_goes_on(qtbot: QtBot, form: Form) -> None:
    keyboard = Keyboard(form)
    keyboard.type("st")
    qtbot.waitUntil(lambda: form.picker.is_open)

    keyboard.press("Down", "Tab")

    assert form.picker.value == 2
    assert form.next.hasFocus()


def test_typing_on_asks_only_for_what_was_typed_last(qtbot: QtBot, form: Form) -> None:
    Keyboard(form).type("stęp")

    qtbot.waitUntil(lambda: form.picker.is_open)

    assert form.asked == ["stęp"]


def test_no_match_is_said_and_cannot_be_taken(qtbot: QtBot, form: Form) -> None:
    keyboard = Keyboard(form)
    keyboard.type("zz")
    qtbot.waitUntil(lambda: form.picker.is_open)

    words = [item.text for item in form.picker.suggestions()]

    assert words == ["Nothing matches.", "New customer zz"]
    with qtbot.waitSignal(form.picker.extra_chosen) as chosen:
        keyboard.press("Return")
    assert chosen.args == ["zz"]


def test_escape_brings_back_what_was_picked(qtbot: QtBot, form: Form) -> None:
    form.picker.set_item(FOUND[2])
    form.picker.selectAll()
    keyboard = Keyboard(form)
    keyboard.type("st")
    qtbot.waitUntil(lambda: form.picker.is_open)

    keyboard.press("Escape")

    assert form.picker.text() == "Gąska"
    assert form.picker.value == 3


def test_emptying_the_field_tells_that_nothing_is_picked(qtbot: QtBot, form: Form) -> None:
    form.picker.set_item(FOUND[0])
    form.picker.selectAll()

    with qtbot.waitSignal(form.picker.cleared):
        Keyboard(form).press("Backspace")

    assert form.picker.value is None


def test_down_shows_the_usual_ones_without_typing(qtbot: QtBot, form: Form) -> None:
    Keyboard(form).press("Down")

    qtbot.waitUntil(lambda: form.picker.is_open)

    assert form.asked == [""]


def test_what_was_half_typed_is_kept_in_the_draft(qtbot: QtBot, form: Form) -> None:
    Keyboard(form).type("someone new")

    assert form.picker.draft_value() == "someone new"


def test_enter_that_finds_nothing_goes_on_with_what_was_typed(qtbot: QtBot, form: Form) -> None:
    picker = Picker(form.ask, name="unit", no_match="No unit is found by this.")
    picker.setParent(form)
    picker.show()
    picker.setFocus()
    keyboard = Keyboard(form)
    keyboard.type("xx12")
    qtbot.waitUntil(lambda: picker.is_open)

    with qtbot.waitSignal(picker.left_as_typed):
        keyboard.press("Return")

    assert (picker.text(), picker.is_open) == ("xx12", False)


def test_enter_before_the_answer_goes_on_when_nothing_is_found(qtbot: QtBot, form: Form) -> None:
    picker = Picker(form.ask, name="unit")
    picker.setParent(form)
    picker.show()
    picker.setFocus()
    keyboard = Keyboard(form)

    with qtbot.waitSignal(picker.left_as_typed):
        keyboard.type("xx12")
        keyboard.press("Return")


def test_enter_before_the_answer_takes_the_extra_row_when_nothing_is_found(qtbot: QtBot, form: Form) -> None:
    keyboard = Keyboard(form)

    with qtbot.waitSignal(form.picker.extra_chosen) as chosen:
        keyboard.type("zz")
        keyboard.press("Return")

    assert chosen.args == ["zz"]


def test_what_is_picked_stays_strong_in_another_theme(form: Form) -> None:
    """As when a call has found the customer and the desk is dressed for the evening."""
    form.picker.set_item(Suggestion(1, "Zakłady Mleczarskie"))
    app = QApplication.instance()
    assert isinstance(app, QApplication)

    apply_theme(app, make_theme(ThemeName.DARK))
    is_strong = form.picker.font().weight()
    apply_theme(app, make_theme(ThemeName.LIGHT))

    assert is_strong == current_theme().font(strong=True).weight()
