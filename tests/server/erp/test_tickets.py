"""Tickets and orders asked for and exchanged by another system, over HTTP."""

import threading
from typing import Any
from uuid import UUID

import pytest

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.orders import (
    CreateOrders,
    FinishOrder,
    NewOrder,
    create_orders,
    finish_order,
)
from fieldservice.domain.commands.requests import AcceptParked, accept_parked
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Article, ArticleKind, NumberAlias, Request, RequestState, Ticket
from fieldservice.domain.rules.ticket_states import TicketStateType
from tests.factories import Company
from tests.server.erp.conftest import EVERYTHING, Other, connected
from tests.server.erp.test_inbound import CUSTOMER, UNIT
from tests.server.erp.test_webhooks import ticket
from tests.store.ticket_givens import covered_customer, logged


def walked(
    erp: Other, path: str, name: str, limit: int, cursor: str = ""
) -> tuple[list[dict[str, Any]], str]:
    """Everything from the cursor to where there is no more."""
    found: list[dict[str, Any]] = []
    while True:
        page = erp.get(f"{path}?changed_since={cursor}&limit={limit}").json()
        found += page[name]
        cursor = page["cursor"]
        if not page["more"]:
            return found, cursor


@pytest.mark.covers("P02")
def test_all_tickets_come_once_and_then_only_what_changed(erp: Other, company: Company) -> None:
    wishes = [ticket(company) for _number in range(5)]

    first, cursor = walked(erp, "/tickets", "tickets", limit=2)
    nothing, cursor = walked(erp, "/tickets", "tickets", limit=2, cursor=cursor)
    order_id = new_id()
    company.run(create_orders, CreateOrders(wishes[3].ticket_id, (NewOrder(order_id, "Naprawa"),)))
    company.run(finish_order, FinishOrder(order_id, company.clock.now()))
    note = AddArticle(wishes[1].ticket_id, new_id(), ArticleKind.CALL, "dzwonił", company.clock.now())
    company.run(add_article, note)
    changed, cursor = walked(erp, "/tickets", "tickets", limit=1, cursor=cursor)
    orders, _cursor = walked(erp, "/orders", "orders", limit=50)

    assert sorted(each["number"] for each in first) == [f"WAW-{number:06}" for number in range(1, 6)]
    assert nothing == []
    assert {each["number"] for each in changed} == {"WAW-000004", "WAW-000002"}
    assert changed[-1]["articles"][-1]["text"] == "dzwonił"
    assert [(each["number"], each["state"]) for each in orders] == [("WAW-000004/1", "finished")]


def test_a_change_during_the_first_walk_is_not_missed(erp: Other, company: Company) -> None:
    wishes = [ticket(company) for _number in range(3)]
    page = erp.get("/tickets?limit=2").json()
    note = AddArticle(wishes[0].ticket_id, new_id(), ArticleKind.CALL, "w trakcie", company.clock.now())
    company.run(add_article, note)

    rest, _cursor = walked(erp, "/tickets", "tickets", limit=2, cursor=page["cursor"])

    texts = [article["text"] for each in rest for article in each["articles"]]
    assert "w trakcie" in texts


def test_who_asks_while_others_write_misses_no_ticket(erp: Other, company: Company) -> None:
    """Transactions that began first and are seen last are the trap."""
    served = covered_customer(company)
    cursor = erp.get("/tickets").json()["cursor"]
    made: list[UUID] = []

    def write() -> None:
        for _number in range(5):
            made.append(logged(company, served))  # noqa: PERF401 - seen by others at once

    writers = [threading.Thread(target=write) for _writer in range(6)]
    for writer in writers:
        writer.start()
    seen: set[str] = set()
    while any(writer.is_alive() for writer in writers):
        changed, cursor = walked(erp, "/tickets", "tickets", limit=3, cursor=cursor)
        seen |= {each["id"] for each in changed}
    changed, cursor = walked(erp, "/tickets", "tickets", limit=3, cursor=cursor)
    seen |= {each["id"] for each in changed}

    assert len(made) == 30
    assert seen == {str(ticket_id) for ticket_id in made}


def test_a_ticket_is_sent_again_only_when_it_changed(erp: Other, company: Company) -> None:
    wish = ticket(company)
    first = erp.get("/tickets/WAW-000001")
    same = erp.get("/tickets/WAW-000001", If_None_Match=first.headers["ETag"])
    note = AddArticle(wish.ticket_id, new_id(), ArticleKind.CALL, "dzwonił", company.clock.now())
    company.run(add_article, note)

    changed = erp.get("/tickets/WAW-000001", If_None_Match=first.headers["ETag"])

    assert (first.status_code, same.status_code, same.content, changed.status_code) == (200, 304, b"", 200)


def test_a_ticket_is_found_under_the_number_it_bore_before(erp: Other, company: Company) -> None:
    wish = ticket(company)
    company.put(NumberAlias(id=new_id(), ticket_id=wish.ticket_id, number="KRK-000009"))

    told = erp.get("/tickets/KRK-000009").json()

    assert (told["number"], told["former_numbers"]) == ("WAW-000001", ["KRK-000009"])
    assert erp.get("/tickets/WAW-000077").status_code == 404


def test_what_is_internal_is_told_only_to_those_who_may(erp: Other, company: Company, address: str) -> None:
    wish = ticket(company)
    note = AddArticle(
        wish.ticket_id, new_id(), ArticleKind.NOTE, "trudny klient", company.clock.now(), is_internal=True
    )
    company.run(add_article, note)
    plain = connected(company, address, "Altum", may=EVERYTHING - {"internal:read"})

    assert "trudny klient" in erp.get("/tickets/WAW-000001").text
    assert "trudny klient" not in plain.get("/tickets/WAW-000001").text


@pytest.mark.covers("P02")
def test_a_ticket_of_another_system_is_judged_like_any_other(erp: Other, company: Company) -> None:
    erp.tells("/customers/C-1", CUSTOMER)
    erp.tells("/sites/S-1", {"customer": "C-1", "name": "Hala"})
    erp.tells("/equipment/E-1", UNIT)
    whole = {"customer": "C-1", "number": "U/1", "terms": []}
    year = {"valid_from": "2026-01-01", "valid_to": "2026-12-31", "lines": [{}]}
    erp.tells("/contracts/U-1", {**whole, "terms": [year]})
    told = {"title": "Stoi", "customer": "C-1", "equipment": "E-1"}

    first = erp.put("/outside-tickets/INC-1", told)
    again = erp.put("/outside-tickets/INC-1", told)
    unknown = erp.put("/outside-tickets/INC-2", {"title": "Kto wie", "serial_number": "X-1"})

    assert (first.status_code, first.json()["number"]) == (201, "WAW-999-000001")
    assert again.json()["result"] == "unchanged"
    assert (unknown.status_code, unknown.json()["number"]) == (201, None)
    assert len(company.rows(Ticket)) == 1
    parked = next(each for each in company.rows(Request) if each.title == "Kto wie")
    assert (parked.state, parked.channel.value) == (RequestState.PARKED, "api")
    assert erp.get("/outside-tickets/INC-2").json()["code"] == "outside.still_parked"


@pytest.mark.covers("P02")
def test_what_is_said_and_done_there_follows_here_once(erp: Other, company: Company) -> None:
    ticket(company)
    said = {"text": "Klient dzwonił", "happened_at": "2026-11-23T07:00:00Z", "author_name": "ServiceDesk"}
    erp.tells("/outside-tickets/INC-1/number", {"number": "WAW-000001"})

    results = [erp.tells("/outside-tickets/INC-1/articles/7", said)["result"] for _time in range(2)]
    closed = erp.tells("/outside-tickets/INC-1/state", {"state": "closed", "because": "naprawione zdalnie"})
    reopened = erp.tells("/outside-tickets/INC-1/state", {"state": "open", "because": "wróciło"})

    assert results == ["changed", "unchanged"]
    assert [article.author_name for article in company.rows(Article) if article.text == "Klient dzwonił"] == [
        "ServiceDesk"
    ]
    assert (closed["result"], reopened["result"]) == ("changed", "changed")
    assert not company.rows(Ticket)[0].state_type.is_terminal
    assert company.rows(Ticket)[0].first_closed_at is not None
    assert erp.get("/outside-tickets/INC-1").json()["key"] == "INC-1"


def test_open_orders_are_not_closed_over_from_outside(erp: Other, company: Company) -> None:
    wish = ticket(company)
    company.run(create_orders, CreateOrders(wish.ticket_id, (NewOrder(new_id(), "Naprawa"),)))
    erp.tells("/outside-tickets/INC-1/number", {"number": "WAW-000001"})

    refused = erp.put("/outside-tickets/INC-1/state", {"state": "closed", "because": "gotowe"})

    assert (refused.status_code, refused.json()["code"]) == (422, "ticket.open_orders")


def test_a_parked_request_that_is_accepted_goes_on_under_its_key(erp: Other, company: Company) -> None:
    erp.tells("/outside-tickets/INC-2", {"title": "Kto wie"})
    request = company.rows(Request)[0]
    customer = company.customer()
    company.contract(customer)
    unit = company.unit(company.site(customer))
    wish = NewTicket(new_id(), "Kto wie", equipment_id=unit, work_kind_id=company.work_kind())
    company.run(accept_parked, AcceptParked(request.id, customer, None, wish))

    said = {"text": "To my", "happened_at": "2026-11-23T07:00:00Z"}
    erp.tells("/outside-tickets/INC-2/articles/1", said)

    assert erp.get("/outside-tickets/INC-2").json()["title"] == "Kto wie"
    assert company.rows(Ticket)[0].state_type is not TicketStateType.CLOSED
