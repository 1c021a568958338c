"""The intake as a coordinator drives it: by keys, on a real database, from the call to the ticket."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from PySide6.QtWidgets import QAbstractButton, QDialog
from pytestqt.qtbot import QtBot

from fieldservice.domain.commands.dictionaries import DemandPurpose, demand_purpose
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.journal import Draft
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Article, RequestState
from fieldservice.ui.kit.key_counter import KeyCounter
from fieldservice.ui.screens.intake.new_customer import NewCustomerDialog
from fieldservice.ui.screens.intake.parts import AcceptRequest, IncomingCall, NewFor
from tests.conftest import FakeClock
from tests.factories import USER_ID, Company
from tests.ui.fakes import FakeDialogs
from tests.ui.intake_window import IntakeWindow, close, open_intake

NUMBER = "+48 61 281 30 35"


@pytest.fixture
def window(qtbot: QtBot, desk_company: Company) -> Iterator[IntakeWindow]:
    made = open_intake(qtbot, desk_company)
    yield made
    close(made)


def served(company: Company, name: str = "Zakłady Mleczarskie Stępień", phone: str = NUMBER) -> UUID:
    """A customer with two units, all covered."""
    customer = company.customer(name, phone=phone)
    site = company.site(customer)
    company.unit(site, "GA175309", "Gaśnica", "GP-6x ABC")
    company.unit(site, "KO000001", "Kocioł", "Vitodens 200")
    company.contract(customer)
    return customer


@pytest.mark.covers("A01", "A02", "A03", "A10", "A17", "B04")
def test_a_call_becomes_a_ticket_that_keeps_what_was_seen(window: IntakeWindow) -> None:
    customer = served(window.company)

    window.call(NUMBER)
    window.pick("ga17")
    window.pick("repair")
    window.title("Nieszczelny")
    window.settle()

    assert [light.word for light in window.view.form.subject.lights.lights][:2] == ["Customer", "Not blocked"]
    assert "is covered by contract" in window.sentence
    window.save()
    ticket = window.tickets()[0]
    assert (ticket.customer_id, ticket.title, ticket.verdict_outcome) == (customer, "Nieszczelny", "ok")
    assert ticket.owner_id == USER_ID
    assert window.requests()[0].caller == NUMBER


@pytest.mark.covers("A01")
def test_a_returning_customers_fault_takes_at_most_twelve_keys(window: IntakeWindow) -> None:
    served(window.company)
    window.call(NUMBER)

    with KeyCounter() as counter:
        window.pick("ga1")
        window.keys.press("Return")
        window.ops.settle()
        before_text = counter.strokes
        window.keys.type("Nieszczelny zawór")
        text = counter.strokes.keys - before_text.keys
        window.save()

    assert len(window.tickets()) == 1
    assert counter.strokes.keys - text <= 12
    assert counter.strokes.buttons == 0


@pytest.mark.covers("P-40")
def test_three_fast_saves_make_one_ticket(window: IntakeWindow) -> None:
    served(window.company)
    window.call(NUMBER)
    window.title("Nieszczelny")

    window.keys.press("Ctrl+Return", "Ctrl+Return", "Ctrl+Return")
    window.ops.settle()

    assert len(window.tickets()) == 1
    assert len(window.requests()) == 1


def test_after_a_save_the_form_is_empty_and_ready_for_the_next_call(window: IntakeWindow) -> None:
    served(window.company)
    window.call(NUMBER)
    window.title("Nieszczelny")
    window.save()

    form = window.view.form
    assert form.filled().is_blank
    assert form.started_at is None
    assert form.caller.customer.hasFocus()
    assert window.company.rows(Draft) == []


@pytest.mark.covers("P-70")
def test_of_several_customers_on_one_number_one_is_chosen_by_arrow_and_enter(window: IntakeWindow) -> None:
    window.company.customer("Cukiernia", phone=NUMBER)
    bakery = window.company.customer("Piekarnia", phone=NUMBER)

    window.call(NUMBER)
    assert {item.text for item in window.view.form.caller.customer.suggestions()} == {
        "Cukiernia",
        "Piekarnia",
    }
    assert window.view.form.caller.match is None
    window.settle()
    assert "fits 2 customers" in window.sentence
    offered = [item.text for item in window.view.form.caller.customer.suggestions()]
    window.keys.press(*["Down"] * offered.index("Piekarnia"), "Return")
    window.ops.settle()

    assert window.view.form.caller.caller().customer_id == bakery


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
    with desk_company.begin() as uow:
        user = uow.get(UserAccount, USER_ID)
        user.rights = ["log_request"]
        uow.record("test.given", user)
        uow.commit()
    window = open_intake(qtbot, desk_company)

    window.call(NUMBER)
    window.settle()

    assert window.view.findChild(QAbstractButton, "step-override") is None
    close(window)


@pytest.mark.covers("A28")
def test_several_tickets_from_one_call_belong_to_one_request(window: IntakeWindow) -> None:
    served(window.company)
    window.call(NUMBER)
    window.pick("ga17")
    window.pick("repair")
    window.title("Nieszczelny")
    window.save("Ctrl+Alt+Return")

    assert window.view.form.subject.unit.hasFocus()
    window.pick("ko0")
    window.pick("insp")
    window.title("Termin")
    window.save()

    tickets = window.tickets()
    assert [ticket.title for ticket in tickets] == ["Nieszczelny", "Termin"]
    assert len({ticket.request_id for ticket in tickets}) == 1
    assert len(window.requests()) == 1


@pytest.mark.covers("A29")
def test_what_is_said_can_be_added_to_a_similar_ticket(window: IntakeWindow) -> None:
    served(window.company)
    window.call(NUMBER)
    window.pick("ga17")
    window.title("Ubytek")
    window.save()

    window.call(NUMBER)
    window.pick("ga17")
    window.title("dalej ubytek")
    window.settle()
    assert [ticket.number for ticket in window.view.similar.shown] == [window.tickets()[0].number]
    window.press("addToSimilar0")

    assert len(window.tickets()) == 1
    assert {article.text for article in window.company.rows(Article)} == {
        "",
        "dalej ubytek",
    } or "dalej ubytek" in {article.text for article in window.company.rows(Article)}
    assert window.view.form.filled().is_blank


def test_a_serial_number_in_the_first_field_finds_customer_and_unit(window: IntakeWindow) -> None:
    customer = served(window.company)

    window.view.form.caller.customer.setFocus()
    window.pick("GA175309")

    assert window.view.form.caller.caller().customer_id == customer
    assert window.view.form.subject.unit.value.serial_number == "GA175309"
    assert window.view.form.subject.work.hasFocus()


def test_the_only_unit_of_a_customer_is_chosen_by_itself(window: IntakeWindow) -> None:
    customer = window.company.customer(phone=NUMBER)
    unit = window.company.unit(window.company.site(customer))

    window.call(NUMBER)

    assert window.view.form.subject.subject().unit_id == unit
    assert window.view.form.subject.work.hasFocus()


def test_a_serial_number_that_nobody_knows_is_told(window: IntakeWindow) -> None:
    served(window.company)
    window.call(NUMBER)

    window.keys.type("XX999")
    window.view.form.trouble.title.setFocus()
    window.settle()

    assert "There is no unit XX999" in window.sentence


@pytest.mark.covers("A24")
def test_a_question_about_a_product_needs_no_customer(window: IntakeWindow) -> None:
    product = window.company.product("Sprężarka", "Kaeser SK 22")
    window.title("pytanie o olej")
    window.view.form.trouble.unfold(is_open=True)
    window.view.form.trouble.more.product.setFocus()
    window.pick("kaeser")
    window.settle()

    window.save()

    ticket = window.tickets()[0]
    assert (ticket.customer_id, ticket.product_id, ticket.verdict_outcome) == (None, product, "ok")


def test_without_a_title_nothing_is_saved_and_the_field_says_so(window: IntakeWindow) -> None:
    served(window.company)
    window.call(NUMBER)
    window.pick("ga17")

    window.save()

    form = window.view.form.trouble
    assert form.form.error_at(form.title)
    assert form.title.hasFocus()
    assert window.tickets() == []


@pytest.mark.covers("A07")
def test_a_type_that_demands_a_purpose_is_not_saved_without(window: IntakeWindow) -> None:
    served(window.company)
    window.company.run(demand_purpose, DemandPurpose(window.company.ticket_type("incident"), True))
    window.call(NUMBER)
    window.pick("ga17")
    window.pick("repair")
    window.title("Nieszczelny")
    window.save()
    more = window.view.form.trouble.more
    assert more.form.error_at(more.purpose)

    more.purpose.set_value(window.company.purpose())
    window.save()

    assert window.tickets()[0].purpose_id == window.company.purpose()


@pytest.mark.covers("C29")
def test_another_closing_than_promised_needs_a_reason(window: IntakeWindow) -> None:
    served(window.company)
    window.call(NUMBER)
    window.title("Nieszczelny")
    trouble = window.view.form.trouble
    trouble.closing.setFocus()
    trouble.closing.selectAll()
    window.keys.type("27.11 14:00")
    window.keys.press("Tab")
    window.ops.settle()
    trouble.because.clear()
    window.save()
    assert trouble.form.error_at(trouble.because)

    trouble.because.setFocus()
    window.keys.type("umowa ustna")
    window.save()

    ticket = window.tickets()[0]
    assert ticket.expected_closing_at is not None
    assert ticket.expected_closing_at.isoformat() == "2026-11-27T13:00:00+00:00"
    assert ticket.expected_closing_because == "umowa ustna"


@pytest.mark.covers("C23")
def test_priority_follows_impact_and_urgency_until_it_is_chosen(window: IntakeWindow) -> None:
    served(window.company)
    window.call(NUMBER)
    trouble = window.view.form.trouble
    trouble.impact.set_value(5)
    trouble.urgency.set_value(5)
    window.settle()
    assert trouble.priority.value == 5
    trouble.priority.setFocus()

    window.keys.press("Up", "Up", "Up")
    trouble.urgency.set_value(1)
    window.settle()
    window.title("Stoi")
    window.save()

    assert (window.tickets()[0].impact, window.tickets()[0].urgency, window.tickets()[0].priority) == (
        5,
        1,
        2,
    )


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


def test_save_and_plan_asks_for_the_plan_of_the_new_ticket(qtbot: QtBot, window: IntakeWindow) -> None:
    served(window.company)
    window.call(NUMBER)
    window.title("Nieszczelny")

    with qtbot.waitSignal(window.view.plan_requested) as planned:
        window.save("Ctrl+Shift+Return")

    assert planned.args == [window.tickets()[0].id]


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


def test_a_customer_looked_at_elsewhere_is_taken_over_with_its_unit(window: IntakeWindow) -> None:
    customer = served(window.company)
    unit = window.company.unit(window.company.site(customer), "SP777777")

    window.view.open_at(NewFor(customer, unit))
    window.ops.settle()

    assert window.view.form.caller.caller().customer_id == customer
    assert window.view.form.subject.subject().unit_id == unit


def test_the_length_of_the_call_is_shown(window: IntakeWindow, clock: FakeClock) -> None:
    served(window.company)
    window.call(NUMBER)
    clock.moment += timedelta(seconds=134)

    window.view._show_clock()

    assert window.view._clock.text == "Call 02:14"
    assert window.view._number.text() == "+48 61 281 30 35"
