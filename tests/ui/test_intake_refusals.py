"""What the intake does when a request may not be served: told, parked, remedied, overridden by right."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QAbstractButton, QDialog
from pytestqt.qtbot import QtBot

from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.ticket import RequestState
from fieldservice.ui.screens.intake.new_customer import NewCustomerDialog
from fieldservice.ui.screens.intake.parts import AcceptRequest
from tests.conftest import FakeClock
from tests.factories import USER_ID, Company
from tests.ui.fakes import FakeDialogs
from tests.ui.intake_window import NUMBER, IntakeWindow, close, open_intake, served


@pytest.fixture
def window(qtbot: QtBot, desk_company: Company) -> Iterator[IntakeWindow]:
    made = open_intake(qtbot, desk_company)
    yield made
    close(made)


@pytest.mark.covers("A11", "A35", "F24")
def test_an_unknown_caller_is_parked_and_told(window: IntakeWindow) -> None:
    window.call("+48794399277")
    window.title("pierwszy raz")
    window.settle()

    assert "belongs to no customer on file" in window.sentence
    assert window.primary == "Park"
    window.view.form.subject.steps.told.click()
    window.save()

    request = window.requests()[0]
    assert (request.state, request.verdict_outcome, request.requester_told) == (
        RequestState.PARKED,
        "unknown-customer",
        True,
    )
    assert window.tickets() == []


@pytest.mark.covers("A12", "P-48", "F24")
def test_a_blocked_customer_is_refused_in_polish_with_reason_and_record(
    qtbot: QtBot, desk_company: Company
) -> None:
    customer = served(desk_company)
    desk_company.block(customer, "Zaległości płatnicze", date(2026, 11, 1))
    window = open_intake(qtbot, desk_company, language="pl")
    number = desk_company.get(Customer, customer).number

    window.call(NUMBER)
    window.pick("ga17")
    window.settle()

    assert "jest zablokowany" in window.sentence
    assert number in window.sentence
    assert "zaległości płatnicze" in window.sentence.lower()
    window.save()
    assert [request.verdict_outcome for request in window.requests()] == ["blocked"]
    assert window.tickets() == []
    close(window)


@pytest.mark.covers("A16", "P-48")
def test_who_has_the_right_serves_a_refused_request_with_a_reason(
    qtbot: QtBot, desk_company: Company
) -> None:
    desk_company.block(served(desk_company))
    window = open_intake(qtbot, desk_company, FakeDialogs("awaria linii"))
    window.call(NUMBER)
    window.title("Stoi")
    window.settle()

    window.press("step-override")
    assert window.primary == "Save"
    window.save()

    ticket = window.tickets()[0]
    assert (ticket.verdict_outcome, ticket.override_because) == ("blocked", "awaria linii")
    close(window)


def test_without_the_right_serving_anyway_is_not_offered(qtbot: QtBot, desk_company: Company) -> None:
    desk_company.block(served(desk_company))
    desk_company.leave_only(USER_ID, "log_request")
    window = open_intake(qtbot, desk_company)

    window.call(NUMBER)
    window.settle()

    assert window.view.findChild(QAbstractButton, "step-override") is None
    close(window)


def test_a_serial_number_that_nobody_knows_is_told(window: IntakeWindow) -> None:
    served(window.company)
    window.call(NUMBER)

    window.keys.type("XX999")
    window.view.form.trouble.title.setFocus()
    window.settle()

    assert "There is no unit XX999" in window.sentence


@pytest.mark.covers("A22")
def test_a_new_customer_is_put_on_file_during_the_call(qtbot: QtBot, desk_company: Company) -> None:
    class Typing(FakeDialogs):
        def run(self, dialog: QDialog) -> bool:
            assert isinstance(dialog, NewCustomerDialog)
            assert dialog.phone.text() == "+48794399277"
            dialog.name.setText("Nowa Firma")
            return super().run(dialog)

    window = open_intake(qtbot, desk_company, Typing(True))
    window.call("+48794399277")
    window.settle()
    window.press("step-create-customer")
    window.ops.settle()

    match = window.view.form.caller.match
    assert match is not None
    assert match.name == "Nowa Firma"
    window.settle()
    assert "has no contract" in window.sentence
    close(window)


@pytest.mark.covers("A35", "A34")
def test_a_parked_request_is_served_after_all_when_the_block_is_gone(
    window: IntakeWindow, clock: FakeClock
) -> None:
    customer = served(window.company)
    window.company.block(customer, until=date(2026, 11, 23))
    window.call(NUMBER)
    window.pick("ga17")
    window.pick("repair")
    window.title("Nieszczelny")
    window.save()
    request = window.requests()[0]
    clock.advance(days=1)

    window.view.open_at(AcceptRequest(request.id))
    window.ops.settle()
    window.settle()
    assert window.view.form.trouble.title.text() == "Nieszczelny"
    assert window.primary == "Save"
    window.save()

    assert window.requests()[0].state is RequestState.ACCEPTED
    assert window.tickets()[0].request_id == request.id


def test_a_request_that_could_be_served_is_parked_with_a_reason(qtbot: QtBot, desk_company: Company) -> None:
    served(desk_company)
    window = open_intake(qtbot, desk_company, FakeDialogs("oddzwonimy po południu"))
    window.call(NUMBER)
    window.title("Nieszczelny")
    window.settle()

    window.press("parkButton")

    assert [(each.verdict_outcome, each.parked_because) for each in window.requests()] == [
        ("ok", "oddzwonimy po południu")
    ]
    close(window)


def test_a_block_set_while_the_call_runs_is_told_and_the_request_can_be_parked(
    qtbot: QtBot, desk_company: Company
) -> None:
    customer = served(desk_company)
    window = open_intake(qtbot, desk_company, FakeDialogs(False))
    window.call(NUMBER)
    window.pick("ga17")
    window.title("Nieszczelny")
    window.settle()
    desk_company.block(customer)

    window.save()

    assert [asked.method for asked in window.dialogs.asked] == ["tell"]
    assert window.tickets() == []
    assert window.primary == "Park"
    assert window.view.form.trouble.title.text() == "Nieszczelny"
    close(window)
