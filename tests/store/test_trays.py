"""The tray keeps what was refused, with its reason, until somebody deals with it."""

from typing import Any
from uuid import UUID

import pytest

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.requests import (
    AcceptParked,
    Arrival,
    DismissRequest,
    ParkRequest,
    accept_parked,
    dismiss_request,
    park_request,
)
from fieldservice.domain.commands.trays import TellRequester, tell_requester
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Channel, Ticket
from fieldservice.domain.queries.trays import TrayAsk, request_row, tray_count, tray_page, tray_rows
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.tray_parts import TrayPart
from tests.conftest import FakeClock
from tests.factories import Company


def parked(company: Company, customer: UUID | None = None, **wish: Any) -> UUID:
    arrival = Arrival(new_id(), Channel.PHONE, company.clock.now(), "+48612813035", "Jan Nowak", customer)
    company.run(park_request, ParkRequest(arrival, NewTicket(new_id(), "Kocioł stoi", **wish)))
    return arrival.request_id


@pytest.mark.covers("A11", "A35", "F24")
def test_a_parked_request_stands_in_the_tray_with_its_frozen_reason(company: Company) -> None:
    customer = company.customer("Mleczarnia", "K0001")
    unit = company.unit(company.site(customer), "SP000001")
    company.block(customer, "Zaległości płatnicze")
    request = parked(company, customer, equipment_id=unit, work_kind_id=company.work_kind("repair"))

    rows = company.ask(tray_rows, "pl")

    assert [row.id for row in rows] == [request]
    row = rows[0]
    assert (row.customer, row.serial_number, row.work, row.title) == (
        "Mleczarnia",
        "SP000001",
        "Naprawa",
        "Kocioł stoi",
    )
    assert row.outcome == "blocked"
    assert row.verdict is not None
    assert row.verdict.reason.values["block_reason"] == "Zaległości płatnicze"
    assert not row.requester_told
    assert company.ask(tray_count) == 1


def test_who_waits_longest_stands_first(company: Company, clock: FakeClock) -> None:
    first = parked(company)
    clock.advance(minutes=5)
    second = parked(company)

    assert [row.id for row in company.ask(tray_rows, "pl")] == [first, second]


def test_what_was_put_aside_or_accepted_leaves_the_tray_and_can_still_be_read(company: Company) -> None:
    dismissed, accepted = parked(company), parked(company)
    company.run(dismiss_request, DismissRequest(dismissed, "pomyłka"))
    product = NewTicket(new_id(), "Pytanie", product_id=company.product())
    company.run(accept_parked, AcceptParked(accepted, None, None, product))

    assert company.ask(tray_rows, "pl") == []
    kept = company.ask(request_row, dismissed, "pl")
    assert kept is not None
    assert (kept.state, kept.because) == ("dismissed", "pomyłka")


@pytest.mark.covers("A11", "F24")
def test_that_the_requester_was_told_is_noted(company: Company) -> None:
    request = parked(company)

    company.run(tell_requester, TellRequester(request))

    row = company.ask(request_row, request, "pl")
    assert row is not None
    assert row.requester_told


def test_a_settled_request_is_not_told_any_more(company: Company) -> None:
    request = parked(company)
    company.run(dismiss_request, DismissRequest(request, "pomyłka"))

    with pytest.raises(RuleViolation, match=r"request\.settled_already"):
        company.run(tell_requester, TellRequester(request))


@pytest.mark.covers("A35")
def test_what_was_put_aside_and_what_became_a_ticket_stand_in_parts_of_their_own(company: Company) -> None:
    waiting, dismissed, accepted = parked(company), parked(company), parked(company)
    company.run(dismiss_request, DismissRequest(dismissed, "pomyłka"))
    product = NewTicket(new_id(), "Pytanie", product_id=company.product())
    company.run(accept_parked, AcceptParked(accepted, None, None, product))

    parts = {part: company.ask(tray_page, TrayAsk("pl", part)).rows for part in TrayPart}

    assert [row.id for row in parts[TrayPart.WAITING]] == [waiting]
    assert [(row.id, row.because) for row in parts[TrayPart.ASIDE]] == [(dismissed, "pomyłka")]
    assert [(row.id, row.ticket_id) for row in parts[TrayPart.ACCEPTED]] == [(accepted, product.ticket_id)]
    assert parts[TrayPart.ACCEPTED][0].ticket_number == company.get(Ticket, product.ticket_id).number


def test_a_request_that_is_wanted_is_found_in_its_part(company: Company) -> None:
    parked(company)
    dismissed = parked(company)
    company.run(dismiss_request, DismissRequest(dismissed, "pomyłka"))

    page = company.ask(tray_page, TrayAsk("pl", wanted=dismissed))

    assert (page.part, [row.id for row in page.rows]) == (TrayPart.ASIDE, [dismissed])


def test_however_many_came_since_the_request_wanted_is_among_the_rows(
    company: Company, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fieldservice.domain.queries.trays.MOST_ROWS", 2)
    requests = []
    for _number in range(3):
        clock.advance(minutes=5)
        requests.append(parked(company))
        company.run(dismiss_request, DismissRequest(requests[-1], "pomyłka"))

    page = company.ask(tray_page, TrayAsk("pl", wanted=requests[0]))

    assert [row.id for row in page.rows] == [requests[2], requests[1], requests[0]]
