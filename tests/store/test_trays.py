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
from fieldservice.domain.model.ticket import Channel
from fieldservice.domain.queries.trays import request_row, tray_count, tray_rows
from fieldservice.domain.rules.errors import RuleViolation
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
