"""Webhooks: what is called when, how it is signed, what if nobody answers, and where it never leads."""

import base64
import hmac
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

import pytest

from fieldservice.channels.webhooks import call, is_public
from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.orders import (
    CreateOrders,
    FinishOrder,
    NewOrder,
    create_orders,
    finish_order,
)
from fieldservice.domain.commands.requests import Arrival, LogRequest, log_request
from fieldservice.domain.commands.ticket_reopening import ReopenTicket, reopen_ticket
from fieldservice.domain.commands.tickets import CloseTicket, close_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Channel
from fieldservice.server.erp.delivering import HELD, PAUSES, Deliverer, counts
from fieldservice.server.erp.events import gather
from tests.conftest import FakeClock
from tests.factories import Company
from tests.server.erp.conftest import Other, connected


class Receiver:
    """A receiver of webhooks, which answers as it is told."""

    def __init__(self) -> None:
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.arrived = threading.Semaphore(0)
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.taken.append((dict(self.headers), body))
                receiver.arrived.release()
                receiver.goes_on.wait(8)
                self.send_response(receiver.status)
                if receiver.status == 302:
                    self.send_header("Location", "http://127.0.0.1:9/")
                self.end_headers()

            def log_message(self, *_arguments: object) -> None:
                """Nothing to be read in the tests' output."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook?a=1"

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _headers, body in self.taken]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.stop()


@pytest.fixture
def deliverer(company: Company) -> Deliverer:
    return Deliverer(company.database.writer, company.clock, to_private=True)


def hooked(erp: Other, url: str, deliverer: Deliverer, *events: str) -> dict[str, Any]:
    """A webhook for these events, from now on."""
    answer = erp.ask("POST", "/webhooks", {"url": url, "events": list(events)})
    assert answer.status_code == 201, answer.text
    deliverer.round()
    made: dict[str, Any] = answer.json()
    return made


def ticket(company: Company) -> NewTicket:
    customer = company.customer()
    company.contract(customer)
    unit = company.unit(company.site(customer))
    wish = NewTicket(new_id(), "Stoi", equipment_id=unit, work_kind_id=company.work_kind())
    arrival = Arrival(new_id(), Channel.PHONE, company.clock.now(), "+48612813035", "Jeka", customer)
    company.run(log_request, LogRequest(arrival, (wish,)))
    return wish


@pytest.mark.covers("P03")
def test_each_event_is_told_once_with_its_numbers_and_signed(
    erp: Other, company: Company, receiver: Receiver, deliverer: Deliverer
) -> None:
    wanted = ("ticket.created", "ticket.closed", "ticket.reopened", "order.created", "order.finished")
    made = hooked(erp, receiver.url, deliverer, *wanted)
    wish, order_id = ticket(company), new_id()
    company.run(create_orders, CreateOrders(wish.ticket_id, (NewOrder(order_id, "Naprawa"),)))
    company.run(finish_order, FinishOrder(order_id, company.clock.now()))
    company.run(reopen_ticket, ReopenTicket(wish.ticket_id, "znowu stoi"))
    company.run(close_ticket, CloseTicket(wish.ticket_id, "gotowe"))

    deliverer.round()
    deliverer.round()

    told = receiver.told()
    assert sorted(each["event"] for each in told) == sorted((*wanted, "ticket.closed"))
    assert {each["ticket"] for each in told} == {"WAW-000001"}
    assert {each["order"] for each in told if each["event"].startswith("order")} == {"WAW-000001/1"}
    for headers, body in receiver.taken:
        content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        secret = base64.b64decode(made["secret"].removeprefix("whsec_"))
        mark = base64.b64encode(hmac.new(secret, content, sha256).digest()).decode()
        assert headers["webhook-signature"] == f"v1,{mark}"
    assert counts(company.database.writer) == {"delivered": 6}


@pytest.mark.covers("P03")
def test_who_does_not_answer_is_tried_again_with_growing_pauses_and_at_last_given_up(
    erp: Other, company: Company, clock: FakeClock, receiver: Receiver, deliverer: Deliverer
) -> None:
    made = hooked(erp, receiver.url, deliverer, "ticket.created")
    receiver.status = 500
    ticket(company)

    tried = []
    for pause in (*PAUSES, PAUSES[-1]):
        deliverer.round()
        tried.append(len(receiver.taken))
        clock.advance(seconds=pause.total_seconds() * 0.7)
        deliverer.round()
        assert len(receiver.taken) == tried[-1]
        clock.advance(seconds=pause.total_seconds() * 0.6)

    assert tried == list(range(1, len(PAUSES) + 2))
    assert counts(company.database.writer) == {"dead": 1}
    dead = erp.get(f"/webhooks/{made['id']}/deliveries?state=dead").json()["deliveries"]
    assert [(each["event"], each["problem"]) for each in dead] == [("ticket.created", "answered-500")]

    receiver.status = 200
    again = erp.ask("POST", f"/webhooks/{made['id']}/deliveries/{dead[0]['id']}/again")
    deliverer.round()

    assert again.status_code == 202
    assert counts(company.database.writer) == {"delivered": 1}
    assert {headers["webhook-id"] for headers, _body in receiver.taken} == {dead[0]["id"]}


def test_many_processes_deliver_each_event_once(
    erp: Other, company: Company, receiver: Receiver, deliverer: Deliverer
) -> None:
    hooked(erp, receiver.url, deliverer, "ticket.created", "ticket.changed")
    for _ticket in range(12):
        ticket(company)
    others = [Deliverer(company.database.writer, company.clock, to_private=True) for _process in range(6)]

    threads = [threading.Thread(target=each.round) for each in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    deliverer.round()

    ids = [headers["webhook-id"] for headers, _body in receiver.taken]
    assert len(ids) == len(set(ids)) == sum(counts(company.database.writer).values())
    assert {each["ticket"] for each in receiver.told()} == {f"WAW-{number:06}" for number in range(1, 13)}


def test_a_system_is_not_told_what_it_did_itself(
    erp: Other, company: Company, receiver: Receiver, deliverer: Deliverer
) -> None:
    hooked(erp, receiver.url, deliverer, "ticket.created", "request.parked")

    erp.tells("/outside-tickets/INC-1", {"title": "Drukarka stoi"})
    deliverer.round()

    assert receiver.taken == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.5.5",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - an address to refuse
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "::",
    ],
)
def test_an_address_inside_is_never_called(address: str) -> None:
    called = call("http://example.com/", b"", {}, look=lambda _host, _port: [address])

    assert not is_public(address)
    assert called.problem == "address-private"


def test_a_name_that_means_one_inside_address_among_many_is_not_called() -> None:
    called = call("http://example.com/", b"", {}, look=lambda _host, _port: ["93.184.216.34", "10.0.0.1"])

    assert called.problem == "address-private"


def test_the_address_that_was_checked_is_the_one_that_is_called(receiver: Receiver) -> None:
    port = int(receiver.url.split(":")[2].split("/")[0])

    called = call(
        f"http://nowhere.invalid:{port}/x", b"{}", {}, to_private=True, look=lambda *_: ["127.0.0.1"]
    )

    assert called.is_taken
    assert receiver.taken[0][0]["Host"] == f"nowhere.invalid:{port}"


def test_a_redirection_is_not_followed(receiver: Receiver) -> None:
    receiver.status = 302

    assert call(receiver.url, b"{}", {}, to_private=True).problem == "answered-302"


@pytest.mark.parametrize(
    ("url", "events", "code"),
    [
        ("http://user:secret@example.com/", ["ticket.created"], "api.address_refused"),
        ("http://example.com:99999/", ["ticket.created"], "api.address_refused"),
        ("https://example.com/", ["ticket.nonsense"], "api.event_unknown"),
        ("ftp://example.com/", ["ticket.created"], "api.unreadable"),
    ],
)
def test_a_webhook_that_cannot_be_called_is_refused(
    erp: Other, url: str, events: list[str], code: str
) -> None:
    refused = erp.ask("POST", "/webhooks", {"url": url, "events": events})

    assert (refused.status_code, refused.json()["code"]) == (422, code)


def test_webhooks_of_others_are_nobody_elses(
    erp: Other, company: Company, deliverer: Deliverer, receiver: Receiver, address: str
) -> None:
    from_helios = hooked(erp, receiver.url, deliverer, "ticket.created")
    stranger = connected(company, address, "Altum")

    assert stranger.get("/webhooks").json() == {"webhooks": []}
    assert stranger.ask("DELETE", f"/webhooks/{from_helios['id']}").status_code == 404
    assert stranger.get(f"/webhooks/{from_helios['id']}/deliveries").status_code == 404
    assert erp.ask("DELETE", f"/webhooks/{from_helios['id']}").status_code == 204


def test_a_receiver_that_is_slow_holds_up_nobody_else_and_gets_nothing_twice(
    erp: Other, company: Company, receiver: Receiver, deliverer: Deliverer
) -> None:
    slow = Receiver()
    slow.goes_on.clear()
    for each in (slow, receiver):
        hooked(erp, each.url, deliverer, "ticket.created")
    ticket(company)

    with ThreadPoolExecutor(2) as lines:
        deliverer.begin(lines)
        assert slow.arrived.acquire(timeout=8)
        assert receiver.arrived.acquire(timeout=8)
        assert deliverer.begin(lines) == []  # its line is still busy: nothing goes out a second time
        slow.goes_on.set()
    deliverer.round()
    slow.stop()

    assert (len(slow.taken), len(receiver.taken)) == (1, 1)
    assert counts(company.database.writer) == {"delivered": 2}


def test_an_attempt_counts_once_it_was_made(
    erp: Other, company: Company, clock: FakeClock, receiver: Receiver, deliverer: Deliverer
) -> None:
    """A process that dies with a delivery in its hands costs it none of its attempts."""
    made = hooked(erp, receiver.url, deliverer, "ticket.created")
    ticket(company)
    gather(company.database.writer, clock.now())

    assert deliverer._hold(UUID(made["id"])) is not None
    assert deliverer._hold(UUID(made["id"])) is None  # nobody else takes it meanwhile

    clock.advance(seconds=HELD.total_seconds() + 1)
    assert deliverer._hold(UUID(made["id"])).attempts == 0
