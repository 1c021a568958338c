"""Other systems looked after from a desk: by whoever may, through its exchange, and nobody else."""

from dataclasses import replace as with_values
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.erp.desk_side import answer
from fieldservice.server.erp.tables import install
from fieldservice.server.erp.tokens import caller_of
from fieldservice.server.seat import Seat
from fieldservice.sync.systems_wire import SystemsReply, SystemsRequest, SystemTold
from tests.factories import USER_ID, ZONE, Company
from tests.server.receive.branches import device


class Side:
    def __init__(self, company: Company, seat: Seat) -> None:
        self.company, self.seat = company, seat

    def ask(self, act: str = "list", user: UUID = USER_ID, **values: Any) -> SystemsReply:
        asked = replace(SystemsRequest(user.hex), act=act, **values)
        return answer(self.company.database, self.company.clock, self.seat, asked)

    def helios(self) -> tuple[SystemTold, str]:
        reply = self.ask("connect", name="Helios", may=["customers:write", "tickets:read"], keeps=["blocks"])
        return reply.systems[0], reply.token


@pytest.fixture
def side(centre_company: Company) -> Side:
    install(centre_company.database.writer)
    return Side(centre_company, device(centre_company).seat)


def lets_in(side: Side, token: str) -> frozenset[str]:
    found = caller_of(side.company.database.writer, token, side.company.clock.now(), ZONE)
    return found.may


@pytest.mark.covers("A13", "A15")
def test_a_system_is_connected_and_its_token_told_once(side: Side) -> None:
    system, token = side.helios()

    assert (system.name, system.is_active, system.keeps) == ("Helios", True, ["blocks"])
    assert lets_in(side, token) == {"customers:write", "tickets:read"}
    again = side.ask()
    assert again.token == ""
    assert token not in str(again)
    assert again.systems[0].tokens[0].used_at is not None


def test_a_token_is_narrowed_and_never_widened(side: Side) -> None:
    system, token = side.helios()
    of_token: Any = {"system": system.id, "token": system.tokens[0].id}

    side.ask("narrow", may=["tickets:read"], **of_token)
    with pytest.raises(RuleViolation) as told:
        side.ask("narrow", may=["tickets:read", "customers:write"], **of_token)

    assert told.value.code == "api.grant_added"
    assert lets_in(side, token) == {"tickets:read"}


def test_another_token_runs_out_and_one_is_revoked_alone(side: Side) -> None:
    system, first = side.helios()
    second = side.ask("token", system=system.id, name="raporty", may=["orders:read"], days=2).token

    reply = side.ask("revoke", system=system.id, token=system.tokens[0].id)

    assert [each.name for each in reply.systems[0].tokens] == ["raporty"]
    assert lets_in(side, second) == {"orders:read"}
    with pytest.raises(RuleViolation):
        lets_in(side, first)
    side.company.clock.advance(days=3)  # type: ignore[attr-defined]
    assert side.ask().systems[0].tokens == []


def test_a_disconnected_system_is_let_in_no_more_until_it_is_connected_again(side: Side) -> None:
    system, token = side.helios()

    away = side.ask("disconnect", system=system.id).systems[0]
    with pytest.raises(RuleViolation):
        lets_in(side, token)
    back = side.ask("reconnect", system=system.id).systems[0]

    assert (away.is_active, back.is_active) == (False, True)
    assert lets_in(side, token)


def test_whoever_lacks_the_right_or_never_worked_there_learns_nothing(side: Side) -> None:
    stranger, powerless = uuid4(), uuid4()
    side.company.put(UserAccount(id=powerless, login="ola", name="Ola Wrona", rights=[]))
    side.seat = with_values(side.seat, user_ids=frozenset({USER_ID, powerless}))

    codes = []
    for user in (stranger, powerless):
        with pytest.raises(RuleViolation) as told:
            side.ask(user=user)
        codes.append(told.value.code)

    assert codes == ["exchange.user_unknown", "rights.missing"]


def test_what_is_no_id_is_refused_as_malformed(side: Side) -> None:
    with pytest.raises(RuleViolation) as told:
        side.ask("revoke", system="x'; DROP TABLE erp_token; --", token="1")

    assert told.value.code == "exchange.malformed"
