"""Drafts: nothing typed is lost."""

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.drafts import DraftKeeper
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.notifier import Notifier
from tests.ui.fakes import PlainBackend

NOW = datetime(2026, 11, 23, 10, 43, 8, tzinfo=UTC)


class Form(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.ops = ImmediateOps(PlainBackend(), Notifier())
        self.saves: list[dict[str, str]] = []
        self.disk_is_full = False
        self.subject, self.text = TextField(name="subject"), TextArea(name="text")
        layout = QVBoxLayout(self)
        layout.addWidget(self.subject)
        layout.addWidget(self.text)
        self.keeper = DraftKeeper(self.save, now=lambda: NOW, parent=self)
        self.keeper.register("subject", self.subject)
        self.keeper.register("text", self.text)

    def save(self, values: dict[str, str]) -> "Call[None]":
        def store(_session: object) -> None:
            if self.disk_is_full:
                raise EnvironmentProblem("disk.full")
            self.saves.append(values)

        return self.ops.query(store)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.subject.setFocus()
    return made


def test_a_draft_is_saved_after_a_pause(qtbot: QtBot, form: Form) -> None:
    with qtbot.waitSignal(form.keeper.saved) as saved:
        Keyboard(form).type("leak")

    assert saved.args == [NOW]
    assert form.saves == [{"subject": "leak", "text": ""}]


def test_a_draft_is_saved_when_another_field_gets_the_focus(qtbot: QtBot, form: Form) -> None:
    Keyboard(form).type("leak")

    form.text.setFocus()
    form.ops.settle()

    assert form.saves == [{"subject": "leak", "text": ""}]


def test_leaving_saves_what_is_not_saved_yet(qtbot: QtBot, form: Form) -> None:
    Keyboard(form).type("l")

    form.keeper.flush()
    form.ops.settle()

    assert form.saves == [{"subject": "l", "text": ""}]
    assert not form.keeper.is_dirty


def test_restoring_a_draft_does_not_save_it_again(qtbot: QtBot, form: Form) -> None:
    form.keeper.restore({"subject": "leak", "text": "two\nlines", "gone": "field of an old version"})

    assert form.keeper.values() == {"subject": "leak", "text": "two\nlines"}
    assert not form.keeper.is_dirty


def test_what_could_not_be_saved_is_saved_next_time(
    qtbot: QtBot, form: Form, caplog: pytest.LogCaptureFixture
) -> None:
    form.disk_is_full = True
    with qtbot.waitSignal(form.keeper.failed):
        Keyboard(form).type("leak")
    form.disk_is_full = False
    caplog.clear()

    form.keeper.flush()
    form.ops.settle()

    assert form.saves == [{"subject": "leak", "text": ""}]
