"""Work that does not fit into one request: how large each is, and what becomes of those made ready."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.exchange import OutboxState, OutboxTransaction
from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.sync import wire
from tests.sync.desks import TestDesk
from tests.sync.met import Met, met, two_desks

__all__ = ["met", "two_desks"]

AT_ONCE, TIMES = 200, 6
Push = Callable[[wire.PushRequest], wire.PushReply]


def add_many(desk: TestDesk) -> None:
    """Commands of 200 rows each."""
    for time in range(TIMES):
        with desk.company.begin() as uow:
            uow.record("test.given", None)
            uow.insert_many(Customer, [row(f"{time}-{place}") for place in range(AT_ONCE)])
            uow.commit()


def row(number: str) -> dict[str, Any]:
    return {"id": new_id(), "number": f"N-{number}", "name": f"Customer {number}", "name_folded": "customer"}


def sizes_of(desk: TestDesk) -> list[int]:
    """Filled with how many rows each request carries."""
    sizes: list[int] = []
    push: Push = desk.line.push

    def carry(request: wire.PushRequest) -> wire.PushReply:
        sizes.append(sum(len(each.operations) for each in request.transactions))
        return push(request)

    desk.line.push = carry
    return sizes


def failing_at(desk: TestDesk, failing: int, error: Exception) -> None:
    """The request with this place, counted from zero, comes to nothing."""
    sent: list[wire.PushRequest] = []
    push: Push = desk.line.push

    def carry(request: wire.PushRequest) -> wire.PushReply:
        sent.append(request)
        if len(sent) - 1 == failing:
            raise error
        return push(request)

    desk.line.push = carry


@pytest.mark.covers("P-53")
def test_a_centre_that_says_nothing_gets_no_more_than_it_always_took(met: Met) -> None:
    sizes = sizes_of(met.one)
    add_many(met.one)

    met.exchange()

    assert sizes == [2 * AT_ONCE] * (TIMES // 2)
    met.require_same()


@pytest.mark.covers("P-53")
def test_a_centre_that_takes_more_gets_more_but_not_without_bounds(met: Met) -> None:
    begin = met.one.line.begin
    met.one.line.begin = lambda request: replace(begin(request), most_operations=10**9)
    sizes = sizes_of(met.one)
    add_many(met.one)

    met.exchange()

    assert sizes == [AT_ONCE * TIMES]
    assert max(sizes) <= wire.MOST_TAKEN
    met.require_same()


@pytest.mark.covers("P-52", "P-53")
@pytest.mark.parametrize("failing", range(TIMES // 2))
def test_what_was_made_ready_behind_a_lost_request_goes_out_as_it_is(met: Met, failing: int) -> None:
    add_many(met.one)
    failing_at(met.one, failing, EnvironmentProblem("exchange.unreachable"))

    result = met.one.round()
    ready = payloads(met.one)
    met.exchange()

    assert result.problem is not None
    assert result.sent == 2 * failing
    assert payloads(met.one).items() >= ready.items()
    met.require_same()
    assert {known.version for key, known in met.centre.rows.items() if key[0] == "customer"} == {1}


@pytest.mark.covers("P-52")
def test_what_was_made_ready_behind_a_refused_request_is_still_sent(met: Met) -> None:
    add_many(met.one)
    failing_at(met.one, 1, RuleViolation("exchange.gap", last_n=0))

    result = met.one.round()
    met.exchange()

    assert result.problem is not None
    assert not waiting(met.one)
    met.require_same()


@pytest.mark.covers("P-52", "P-53")
def test_an_answer_that_was_not_kept_is_asked_for_again_with_what_was_sent_behind_it(met: Met) -> None:
    add_many(met.one)
    sent = unreadable_at_first(met.one)

    with pytest.raises(KeyError):
        met.one.round()
    kept = waiting(met.one)
    met.exchange()

    assert len(sent) == 2
    assert kept
    assert not waiting(met.one)
    met.require_same()
    assert {known.version for key, known in met.centre.rows.items() if key[0] == "customer"} == {1}


def unreadable_at_first(desk: TestDesk) -> list[wire.PushRequest]:
    """The first answer tells of a transaction that nobody sent; filled with what is sent until then."""
    sent: list[wire.PushRequest] = []
    push: Push = desk.line.push

    def carry(request: wire.PushRequest) -> wire.PushReply:
        reply = push(request)
        sent.append(request)
        if len(sent) == 1:
            return replace(reply, results=[replace(each, n=each.n + 10**6) for each in reply.results])
        desk.line.push = push
        return reply

    desk.line.push = carry
    return sent


def payloads(desk: TestDesk) -> dict[int, bytes]:
    return {each.number: each.payload for each in desk.company.rows(OutboxTransaction) if each.payload}


def waiting(desk: TestDesk) -> list[int]:
    rows = desk.company.rows(OutboxTransaction)
    return [each.number for each in rows if each.state is not OutboxState.ACKED]
