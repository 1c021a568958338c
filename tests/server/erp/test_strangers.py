"""Who is let in, who may do what, requests that come twice, and what a stranger may send without harm."""

import gzip
import os
import threading
from typing import Any
from urllib.parse import quote

import pytest
import requests
from fastapi import FastAPI
from sqlalchemy import text

from fieldservice.domain.model.customer import Customer
from fieldservice.server.erp.routes import router
from fieldservice.server.erp.tokens import Direction, Resource, TokenWish, make_token
from tests.conftest import FakeClock
from tests.factories import Company
from tests.server.erp.conftest import Centre, Other, Set, connected, serving
from tests.server.erp.test_inbound import CONTRACT, CUSTOMER, UNIT

AWKWARD = [
    "'; DROP TABLE customer; --",
    "../../etc/passwd",
    "%00",
    "%2e%2e%2f",
    "💥" * 40,
    "ﬀ\u202egnp.exe",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "a" * 4_000,
    "-1",
    "\\",
]


def test_without_a_good_token_nobody_is_let_in(erp: Other, company: Company, clock: FakeClock) -> None:
    made = make_token(company.database.writer, erp.system_id, TokenWish(frozenset(), days=1), clock.now())
    tokens = ["", "fst.", "nonsense", "fst." + "a" * 500, "fst.\u00e9".encode().decode("latin-1"), made.token]
    clock.advance(days=2)

    answers = [Other(erp.address, token, erp.system_id).put("/customers/C-1", CUSTOMER) for token in tokens]

    assert {answer.status_code for answer in answers} == {401}
    assert {answer.json()["code"] for answer in answers} == {"api.token_wrong"}
    assert answers[0].headers["WWW-Authenticate"] == "Bearer"


def test_a_system_that_asks_too_often_is_told_to_wait(company: Company, clock: FakeClock) -> None:
    app = FastAPI()
    app.include_router(router(Centre(company.database, clock, Set(requests_a_minute=40))))
    with serving(app) as address:
        hasty = connected(company, address, "Altum")
        answers = [hasty.get("/parked") for _time in range(12)]
        clock.advance(seconds=10)
        later = hasty.get("/parked")

    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 2
    assert answers[-1].headers["Retry-After"] == "2"
    assert later.status_code == 200


def test_a_token_lies_in_the_database_only_as_its_digest(erp: Other, company: Company) -> None:
    with company.database.writer.connect() as connection:
        row = connection.execute(text("SELECT erp_token::text FROM erp_token")).scalar_one()

    assert erp.token not in row
    assert erp.token.removeprefix("fst.") not in row


@pytest.mark.parametrize(
    ("request_", "right"),
    [
        (("PUT", "/customers/C-1", CUSTOMER), "customers:write"),
        (("PUT", "/contracts/U-1", CONTRACT), "contracts:write"),
        (("DELETE", "/blocks/B-1", None), "blocks:write"),
        (("GET", "/customers/C-1", None), "customers:read"),
        (("GET", "/tickets", None), "tickets:read"),
        (("GET", "/orders", None), "orders:read"),
        (("PUT", "/outside-tickets/I", {"title": "x"}), "tickets:write"),
        (
            ("POST", "/webhooks", {"url": "https://example.com/", "events": ["ticket.created"]}),
            "webhooks:write",
        ),
    ],
)
def test_each_resource_is_given_in_each_direction_by_itself(
    company: Company, address: str, request_: tuple[str, str, Any], right: str
) -> None:
    method, path, body = request_
    all_but = {f"{resource}:{wish}" for resource in Resource for wish in Direction} - {right}
    other = connected(company, address, "Altum", may=frozenset(all_but))

    answer = other.ask(method, path, body)

    assert (answer.status_code, answer.json()["code"]) == (403, "api.not_allowed")
    assert answer.json()["values"] == {"right": right}


def test_a_request_with_the_same_key_is_done_once_and_answered_alike(erp: Other, company: Company) -> None:
    first = erp.put("/customers/C-1", CUSTOMER, Idempotency_Key="a1")
    again = erp.put("/customers/C-1", CUSTOMER, Idempotency_Key="a1")
    other = erp.put("/customers/C-1", {"name": "Inna"}, Idempotency_Key="a1")
    refused = [erp.put("/customers/C-2", {}, Idempotency_Key="a2") for _time in range(2)]

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert other.json()["code"] == "api.key_reused"
    assert refused[0].json() == refused[1].json()
    assert [customer.name for customer in company.rows(Customer)] == [CUSTOMER["name"]]


def test_a_key_is_good_for_another_request_after_a_day(erp: Other, clock: FakeClock) -> None:
    erp.put("/customers/C-1", CUSTOMER, Idempotency_Key="a1")
    clock.advance(days=1, seconds=1)

    assert erp.put("/customers/C-1", {"name": "Inna"}, Idempotency_Key="a1").json()["result"] == "changed"


def test_many_that_tell_the_same_at_once_make_one(erp: Other, company: Company) -> None:
    answers: list[requests.Response] = []

    def tell() -> None:
        answers.append(erp.put("/customers/C-1", CUSTOMER))

    threads = [threading.Thread(target=tell) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {answer.status_code for answer in answers} <= {200, 201}
    assert sum(answer.json()["result"] == "created" for answer in answers) == 1
    assert len(company.rows(Customer)) == 1


@pytest.mark.parametrize("awkward", AWKWARD)
def test_awkward_text_is_kept_as_it_is_or_refused_and_breaks_nothing(
    erp: Other, company: Company, awkward: str
) -> None:
    answers = [
        erp.put("/customers/C-1", {"name": awkward, "number": awkward[:40], "note": awkward}),
        erp.put("/customers/C-2", {"name": "x", "phones": [awkward], "language": awkward}),
        erp.put("/blocks/B-1", {"customer": awkward, "reason": awkward, "since": awkward}),
        erp.put("/equipment/E-1", {**UNIT, "site": awkward, "category": awkward}),
        erp.put("/outside-tickets/I-1", {"title": awkward[:200], "serial_number": awkward}),
        erp.put(f"/customers/{quote(awkward, safe='')}", CUSTOMER),
        erp.get(f"/tickets?changed_since={quote(awkward, safe='')}"),
        erp.get(f"/tickets/{quote(awkward, safe='')}"),
        erp.put("/customers/C-1", CUSTOMER, Idempotency_Key=awkward.encode("ascii", "ignore").decode()),
    ]

    for answer in answers:
        assert answer.status_code < 500, answer.text
        assert "Traceback" not in answer.text
        assert "psycopg" not in answer.text
    kept = [customer.name for customer in company.rows(Customer)]
    assert all(name in {awkward, awkward.strip(), CUSTOMER["name"]} for name in kept)


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{", {}, 422),
        (b'{"name": "\x00"}', {}, 422),
        (b'{"name": "\\u0000"}', {}, 422),
        (b'{"name": "\\ud800"}', {}, 422),
        (b'{"name": NaN}', {}, 422),
        (b"[" * 100_000, {}, 400),
        (b'{"nmae": "x"}', {}, 422),
        (b"\xff\xfe", {}, 422),
        (gzip.compress(b" " * (64 << 20)), {"Content-Encoding": "gzip"}, 413),
        (b"nonsense", {"Content-Encoding": "gzip"}, 400),
        (b"{}", {"Content-Encoding": "br"}, 415),
        (os.urandom(9 << 20), {}, 413),
    ],
    ids=[
        "cut",
        "nul",
        "nul-escaped",
        "surrogate",
        "nan",
        "deep",
        "misspelt",
        "no-text",
        "bomb",
        "no-gzip",
        "br",
        "large",
    ],
)
def test_a_body_that_is_none_is_refused(
    erp: Other, body: bytes, headers: dict[str, str], status: int
) -> None:
    sent = {"Authorization": f"Bearer {erp.token}", "Content-Type": "application/json", **headers}

    answer = requests.put(f"{erp.address}/api/v1/customers/C-1", body, headers=sent, timeout=30)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_what_is_asked_again_without_change_costs_no_writing(erp: Other, centre: Centre) -> None:
    erp.tells("/customers/C-1", CUSTOMER)
    with centre.database.writer.connect() as connection:
        before = connection.execute(text("SELECT sequence FROM journal_head")).scalar_one()
        erp.tells("/bulk", {"customers": [{**CUSTOMER, "key": "C-1"}] * 3})
        after = connection.execute(text("SELECT sequence FROM journal_head")).scalar_one()

    assert before == after
