"""Nothing typed into the intake is lost: a kill, a second call, a save at the last moment."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from fieldservice.domain.model.journal import Draft
from fieldservice.ui.screens.intake.parts import IncomingCall
from tests.factories import Company
from tests.ui.fakes import FakeDialogs
from tests.ui.intake_window import NUMBER, IntakeWindow, close, open_intake, served


@pytest.fixture
def window(qtbot: QtBot, desk_company: Company) -> Iterator[IntakeWindow]:
    made = open_intake(qtbot, desk_company)
    yield made
    close(made)


@pytest.mark.covers("P-40")
def test_what_was_typed_comes_back_after_a_kill_with_the_same_ids(
    qtbot: QtBot, desk_company: Company
) -> None:
    served(desk_company)
    first = open_intake(qtbot, desk_company)
    first.call(NUMBER)
    first.pick("ga17")
    first.pick("repair")
    first.title("Nieszczelny")
    first.view.form.trouble.impact.set_value(5)
    first.view.form.drafts.keeper.flush()
    first.ops.settle()
    ids = first.view.form.ids
    close(first)

    second = open_intake(qtbot, desk_company)

    form = second.view.form
    assert form.ids == ids
    assert form.caller.caller().caller == NUMBER
    assert form.subject.unit.value.serial_number == "GA175309"
    assert form.subject.subject().work_kind_id == desk_company.work_kind("repair")
    assert (form.trouble.title.text(), form.trouble.impact.value) == ("Nieszczelny", 5)
    second.save()
    assert len(second.tickets()) == 1
    close(second)


def test_a_draft_whose_ticket_was_saved_before_the_kill_does_not_come_back(
    qtbot: QtBot, desk_company: Company
) -> None:
    served(desk_company)
    first = open_intake(qtbot, desk_company)
    first.call(NUMBER)
    first.title("Nieszczelny")
    first.view.form.drafts.keeper.flush()
    first.ops.settle()
    draft = desk_company.rows(Draft)[0]
    first.save()
    desk_company.put(
        Draft(
            id=draft.id,
            form=draft.form,
            user_id=draft.user_id,
            content=draft.content,
            saved_at=draft.saved_at,
        )
    )
    close(first)

    second = open_intake(qtbot, desk_company)

    assert second.view.form.filled().is_blank
    close(second)


def test_a_second_call_keeps_the_first_request_to_be_finished_later(
    qtbot: QtBot, desk_company: Company
) -> None:
    served(desk_company)

    class Choosing(FakeDialogs):
        def choose(self, _question: object, options: object) -> object:
            return options[0].value  # type: ignore[index]

    window = open_intake(qtbot, desk_company, Choosing())
    window.call(NUMBER)
    window.title("Nieszczelny")

    window.view.open_at(IncomingCall("+48794399277"))
    window.ops.settle()
    assert window.view.form.trouble.title.text() == ""
    window.press("unfinishedButton")

    assert window.view.form.trouble.title.text() == "Nieszczelny"
    assert window.view.form.caller.caller().caller == NUMBER
    close(window)
