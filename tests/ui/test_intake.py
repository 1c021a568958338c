"""The intake as a coordinator drives it: by keys, on a real database, from the call to the ticket."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from fieldservice.domain.model.journal import Draft
from fieldservice.domain.model.ticket import Article
from fieldservice.ui.kit.key_counter import KeyCounter
from fieldservice.ui.screens.intake.parts import NewFor
from tests.conftest import FakeClock
from tests.factories import USER_ID, Company
from tests.store.entry_givens import change_one
from tests.ui.intake_window import NUMBER, IntakeWindow, close, open_intake, served


@pytest.fixture
def window(qtbot: QtBot, desk_company: Company) -> Iterator[IntakeWindow]:
    made = open_intake(qtbot, desk_company)
    yield made
    close(made)


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
    change_one(
        window.company, "ticket_type", window.company.ticket_type("incident"), "requires_purpose", True
    )
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


def test_save_and_plan_asks_for_the_plan_of_the_new_ticket(qtbot: QtBot, window: IntakeWindow) -> None:
    served(window.company)
    window.call(NUMBER)
    window.title("Nieszczelny")

    with qtbot.waitSignal(window.view.plan_requested) as planned:
        window.save("Ctrl+Shift+Return")

    assert planned.args == [window.tickets()[0].id]


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
