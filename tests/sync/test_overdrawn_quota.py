"""A quota whose last case two branches take while neither sees the other's ticket."""

from decimal import Decimal
from uuid import UUID

import pytest

from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.exchange import NewsRow
from fieldservice.domain.rules.coverage_quota import QuotaKind
from fieldservice.domain.rules.quota_overdrawn import is_overdrawn, overdrawn_of
from fieldservice.sync.joining import Way
from fieldservice.ui.screens.exchange.words import conflict_words
from fieldservice.wording import activate
from tests.factories import Line
from tests.store.ticket_givens import logged
from tests.sync.conftest import Desks
from tests.sync.desks import TestDesk
from tests.sync.test_people_decide import meet, told


def news(desk: TestDesk) -> list[NewsRow]:
    return [row for row in told(desk).conflicts if row.rule == "quota_overdrawn"]


def two_branches(desks: Desks, cases: int) -> tuple[TestDesk, TestDesk, tuple[UUID, UUID]]:
    """A contract with so many cases, known to a desk of Warszawa and one of Kraków."""
    here = desks.joined(way=Way.BRING)
    customer = here.company.customer()
    unit = here.company.unit(here.company.site(customer))
    line = Line(quota=(QuotaKind.CASES, Decimal(cases)))
    here.company.contract(customer, lines=(line,), number="U/7/2026")
    meet(here)
    there = desks.joined("KRK")
    meet(there)
    return here, there, (customer, unit)


@pytest.mark.covers("P-45", "P-53")
def test_both_branches_are_told_that_the_last_case_was_taken_twice(desks: Desks) -> None:
    here, there, served = two_branches(desks, 1)
    mine, other = logged(here.company, served), logged(there.company, served)

    meet(here, there)
    here.clock.advance(hours=1)
    meet(here, there)

    (row_here,), (row_there,) = news(here), news(there)
    said = conflict_words(row_here, activate("en"))
    assert "U/7/2026 is used up twice: 2 of 1 cases, also by KRK-1-000001 (Kraków)" in said
    assert row_there.overdrawn is not None
    assert row_there.overdrawn.number.startswith("WAW-1-")
    assert not row_here.can_restore
    assert here.company.get(Ticket, mine).coverage_line_id is not None
    assert there.company.get(Ticket, other).coverage_line_id is not None


def test_as_long_as_there_are_cases_for_both_nobody_is_told(desks: Desks) -> None:
    here, there, served = two_branches(desks, 2)
    logged(here.company, served)
    logged(there.company, served)

    meet(here, there)
    here.clock.advance(hours=1)
    meet(here, there)

    assert news(here) == news(there) == []


def test_the_last_case_is_in_order_and_what_cannot_be_read_is_passed_over() -> None:
    assert not is_overdrawn(3, Decimal(3))
    assert is_overdrawn(4, Decimal(3))
    assert overdrawn_of({"contract": "U/1"}) is None
