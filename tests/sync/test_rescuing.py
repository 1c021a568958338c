"""What a centre that was put back from a backup does not know any more, at the desks that still had it."""

from copy import deepcopy
from datetime import UTC
from uuid import UUID

import pytest

from fieldservice.domain.commands.exchange import RestoreValue, SettleNews, restore_value, settle_news
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.exchange import NewsRow, exchange_view, standing
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.ui.screens.exchange.words import heading_words, other_news_words
from fieldservice.wording import Wording
from tests.store.ticket_givens import covered_customer, logged
from tests.sync.desks import TestDesk
from tests.sync.met import Met, met, two_desks

__all__ = ["met", "two_desks"]


def told(desk: TestDesk) -> tuple[NewsRow, ...]:
    with desk.database.read_session() as session:
        return exchange_view(session, "en").conflicts


@pytest.fixture
def forgotten(met: Met) -> UUID:
    """A ticket whose workstation is lost, and the centre was put back to before it."""
    met.exchange()
    older = deepcopy(met.centre)
    ticket = logged(met.one.company, covered_customer(met.one.company, number="X-77"))
    met.exchange()
    met.centre.restored(older)
    for _round in range(4):
        met.other.round()
    return ticket


@pytest.mark.covers("J06")
def test_a_ticket_that_the_centre_lost_is_one_thing_to_decide(met: Met, forgotten: UUID) -> None:
    found = told(met.other)
    (row,) = [each for each in found if each.table == "customer"]
    words = Wording("en", zone=UTC)

    assert forgotten not in {each.id for each in met.other.company.rows(Ticket)}
    assert [each.table for each in found if each.table in ("ticket", "article", "request")] == []
    assert heading_words(row, words).startswith("Customer ")
    assert "put back from a backup, no longer knows it" in other_news_words(row, words)
    assert row.rows > 1
    with met.other.database.read_session() as session:
        counted = standing(session)
    assert counted is not None
    assert counted.conflicts == len(found)


@pytest.mark.covers("J06")
def test_one_press_brings_it_back_with_all_that_hangs_on_it(met: Met, forgotten: UUID) -> None:
    for row in told(met.other):
        met.other.company.run(restore_value, RestoreValue(row.id))
    for _round in range(3):
        met.other.round()

    assert met.other.company.get(Ticket, forgotten).title
    assert met.centre.rows["ticket", forgotten.hex].values
    assert told(met.other) == ()
    with met.other.database.read_session() as session:
        settled = exchange_view(session, "en").settled
    assert [row.table for row in settled if row.rule == "unknown_there"] == ["customer"]


def test_it_is_let_go_with_all_that_hangs_on_it(met: Met, forgotten: UUID) -> None:
    assert forgotten
    for row in told(met.other):
        met.other.company.run(settle_news, SettleNews((row.id,)))

    assert told(met.other) == ()


def test_who_may_not_everything_neither_brings_it_back_nor_lets_it_go(met: Met, forgotten: UUID) -> None:
    assert forgotten
    row = told(met.other)[0]
    with met.other.database.write_sessions().begin() as session:
        session.connection().exec_driver_sql("DELETE FROM user_role")
        session.connection().exec_driver_sql("UPDATE user_account SET rights = '[\"edit_ticket\"]'")

    for command in ((restore_value, RestoreValue(row.id)), (settle_news, SettleNews((row.id,)))):
        with pytest.raises(RuleViolation) as refused:
            met.other.company.run(*command)
        assert refused.value.code == "rights.missing"
    assert row in told(met.other)


def test_what_its_own_workstation_sends_anew_needs_nobody(met: Met, forgotten: UUID) -> None:
    met.exchange()

    assert met.other.company.get(Ticket, forgotten).title
    assert told(met.other) == ()
