"""What lists tell of waits that are over, of answers that are late, and of customers who replied."""

from datetime import timedelta
from uuid import UUID

import pytest

from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.notifications import TellWaits, tell_waits
from fieldservice.domain.commands.tickets import (
    PutInState,
    SetExpectedClosing,
    put_ticket_in_state,
    set_expected_closing,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.model.ticket import ArticleKind, Direction
from fieldservice.domain.queries.customer_card import CardAsk, customer_card
from fieldservice.domain.queries.intake import customer_panel
from fieldservice.domain.queries.intake_similar import SimilarAsk, similar_tickets
from fieldservice.domain.queries.notifications import has_untold_waits, notices
from fieldservice.domain.queries.ticket_detail import detail
from fieldservice.domain.queries.ticket_list import TicketRow, TicketWish, page
from fieldservice.domain.queries.ticket_views import view_counts
from fieldservice.domain.queries.unit_dossier import unit_dossier
from fieldservice.domain.rules.clock_state import ClockState
from fieldservice.domain.rules.notices import NoticeKind
from fieldservice.domain.rules.ticket_filters import (
    FilterField,
    LastWord,
    SortKey,
    SortName,
    TicketFilter,
)
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.ui.shell.search_places import suggestions
from tests.conftest import FakeClock
from tests.factories import Company
from tests.store.ticket_givens import covered_customer, logged, viewer


def wait(company: Company, ticket_id: UUID, hours: int) -> None:
    states = {row.state_type: row.id for row in company.rows(TicketState)}
    until = company.clock.now() + timedelta(hours=hours)
    state = states[TicketStateType.PENDING_REMINDER]
    company.run(put_ticket_in_state, PutInState(ticket_id, state, until, "czeka na część"))


def say(company: Company, ticket_id: UUID, direction: Direction | None, *, is_internal: bool = False) -> None:
    assert isinstance(company.clock, FakeClock)
    company.clock.advance(minutes=1)
    kind = ArticleKind.NOTE if direction is None else ArticleKind.EMAIL
    said = AddArticle(
        ticket_id, new_id(), kind, "tekst", company.clock.now(), is_internal=is_internal, direction=direction
    )
    company.run(add_article, said)


def listed(company: Company, view: str, chosen: TicketFilter | None = None, *sorts: SortKey) -> list[UUID]:
    return [row.id for row in rows(company, view, chosen, *sorts)]


def rows(
    company: Company, view: str, chosen: TicketFilter | None = None, *sorts: SortKey
) -> tuple[TicketRow, ...]:
    wish = TicketWish(
        view, viewer(company), "pl", filter=chosen or TicketFilter(), sorts=sorts, extras=("last_word",)
    )
    return company.ask(page, wish).rows


@pytest.mark.covers("C09")
def test_a_wait_whose_day_has_come_stands_in_a_view_of_its_own_with_a_mark(
    company: Company, clock: FakeClock
) -> None:
    served = covered_customer(company)
    over, goes_on = logged(company, served), logged(company, served)
    wait(company, over, 2)
    wait(company, goes_on, 200)
    assert listed(company, "wait_over") == []

    clock.advance(hours=3)

    assert listed(company, "wait_over") == [over]
    clocks = {row.id: row.clock for row in rows(company, "waiting")}
    assert clocks == {over: ClockState.WAIT_OVER, goes_on: ClockState.PAUSED}
    assert company.ask(detail, over, "pl", clock.now()).closing.clock is ClockState.WAIT_OVER
    (count,) = company.ask(view_counts, viewer(company), ("wait_over",))
    assert count.count == 1


def test_lists_are_narrowed_and_ordered_by_the_day_until_which_tickets_wait(
    company: Company, clock: FakeClock
) -> None:
    served = covered_customer(company)
    later, sooner, none = (logged(company, served) for _each in range(3))
    wait(company, later, 30)
    wait(company, sooner, 2)

    assert listed(company, "open", None, SortKey(SortName.WAIT)) == [sooner, later, none]
    today = TicketFilter().having(FilterField.WAIT, ("today",))
    assert listed(company, "open", today) == [sooner]


@pytest.mark.covers("E17")
def test_a_ticket_whose_last_word_is_the_customers_waits_for_us(company: Company) -> None:
    served = covered_customer(company)
    fresh, replied, answered, noted = (logged(company, served) for _each in range(4))
    say(company, replied, Direction.OUT)
    say(company, replied, Direction.IN)
    say(company, answered, Direction.IN)
    say(company, answered, Direction.OUT)
    say(company, noted, Direction.IN)
    say(company, noted, None, is_internal=True)

    assert set(listed(company, "replied")) == {replied, noted}
    by_us = TicketFilter().having(FilterField.LAST_WORD, (LastWord.US.value,))
    assert listed(company, "open", by_us) == [answered]
    assert listed(company, "open", TicketFilter().having(FilterField.LAST_WORD, ("unknown",))) == []
    words = {row.id: row.further("last_word") for row in rows(company, "open")}
    assert words == {fresh: "", replied: "in", answered: "out", noted: "in"}


@pytest.mark.covers("D10", "D14")
def test_nobody_answered_in_time_is_marked_although_the_closing_is_far(
    company: Company, clock: FakeClock
) -> None:
    ticket = logged(company)
    clock.advance(hours=6)

    (row,) = rows(company, "open")

    assert row.clock is ClockState.ESCALATED
    assert row.response_due_at is not None
    assert row.response_due_at < clock.now()
    closing = company.ask(detail, ticket, "pl", clock.now()).closing
    assert (closing.respond_by, closing.responded_at) == (row.response_due_at, None)
    assert closing.clock is row.clock


def test_tickets_are_ordered_by_when_they_must_be_answered(company: Company, clock: FakeClock) -> None:
    served = covered_customer(company)
    slow = logged(company, served)
    urgent = logged(company, served, priority=5)

    assert listed(company, "open", None, SortKey(SortName.RESPONSE)) == [urgent, slow]


@pytest.mark.covers("B12", "B18")
def test_every_place_that_shows_a_ticket_tells_the_same_of_it(company: Company, clock: FakeClock) -> None:
    """The list, the customer's card, both lists of an intake, the unit's history and a hit of the search."""
    customer, unit = covered_customer(company)
    ticket = logged(company, (customer, unit), title="Sprężarka hałasuje")
    promised = clock.now() + timedelta(hours=1)
    company.run(set_expected_closing, SetExpectedClosing(ticket, promised, "tak umówiono"))
    clock.advance(hours=2)
    now = clock.now()

    (row,) = rows(company, "open")
    card = company.ask(customer_card, CardAsk(customer, now.date(), "pl"))
    panel = company.ask(customer_panel, customer, now, "pl")
    asked = SimilarAsk(customer, unit, "Sprężarka hałasuje")
    (similar,) = company.ask(similar_tickets, asked, now, "pl")
    dossier = company.ask(unit_dossier, unit, day=now.date(), language="pl")
    assert card
    assert panel
    assert dossier
    (on_card,), (in_panel,), (service,) = card.open_tickets, panel.open_tickets, dossier.services
    hits = [hit for hit in company.ask(suggestions, "hałasuje", "WAW", "PL", now) if hit.chip]

    assert row.clock is ClockState.OVERDUE
    told = (on_card.moments, in_panel.moments, similar.moments, service.moments)
    assert {each.clock(row.state_type, now) for each in told} == {ClockState.OVERDUE}
    assert {each.due_at for each in told} == {row.due_at} == {promised}
    assert [hit.chip for hit in hits] == ["overdue"]


@pytest.mark.covers("C09")
def test_owner_and_responsible_person_are_told_once_that_a_wait_is_over(
    company: Company, clock: FakeClock
) -> None:
    served, me = covered_customer(company), company.actor.user_id
    assert me is not None
    owned, answered_for = (logged(company, served, **{name: me}) for name in ("owner_id", "responsible_id"))
    others = logged(company, served)
    for ticket in (owned, answered_for, others):
        wait(company, ticket, 2)
    assert not company.ask(has_untold_waits, me, clock.now())
    clock.advance(hours=3)
    assert company.ask(has_untold_waits, me, clock.now())

    for _each in range(2):
        company.run(tell_waits, TellWaits())

    told = company.ask(notices, me, clock.now())
    assert {row.ticket_id for row in told if row.kind is NoticeKind.WAIT_OVER} == {owned, answered_for}
    assert len([row for row in told if row.kind is NoticeKind.WAIT_OVER]) == 2
    assert not company.ask(has_untold_waits, me, clock.now())
    wait(company, owned, 1)
    clock.advance(hours=2)
    assert company.ask(has_untold_waits, me, clock.now())
