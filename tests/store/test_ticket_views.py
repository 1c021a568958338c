"""Views that people make: named, shared, changed by their owner alone, counted as their lists are long."""

from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from fieldservice.domain.commands.company import ChangeCompany, change_company
from fieldservice.domain.commands.entries import FieldChange
from fieldservice.domain.commands.ticket_views import RemoveView, SaveView, remove_view, save_view
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.people import Team, TeamMember, UserAccount
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.model.views import SavedView
from fieldservice.domain.queries.saved_views import SavedViewRow, saved_views, teams_of
from fieldservice.domain.queries.ticket_groups import GroupWish, groups
from fieldservice.domain.queries.ticket_list import page
from fieldservice.domain.queries.ticket_rows import TicketWish, Viewer
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.ticket_filters import (
    NOBODY,
    DaySpan,
    FilterField,
    ListWish,
    SortKey,
    SortName,
    TicketFilter,
)
from tests.factories import Company
from tests.store.ticket_givens import covered_customer, logged, viewer

URGENT = ListWish(
    "open",
    TicketFilter().having(FilterField.PRIORITY, ("5", "4")),
    (SortKey(SortName.PRIORITY, descending=True), SortKey(SortName.DUE)),
    ("number", "title"),
)


def saved(company: Company, name: str = "Pilne", wish: ListWish = URGENT, **values: Any) -> UUID:
    view_id = new_id()
    company.run(save_view, SaveView(view_id, name, wish, **values))
    return view_id


def colleague(company: Company, *, team_id: UUID | None = None) -> Viewer:
    """Somebody else who works here, in a team."""
    user = UserAccount(id=new_id(), login="piotr", name="Piotr Maj", rights=["everything"])
    company.put(user)
    if team_id is not None:
        company.put(TeamMember(id=new_id(), team_id=team_id, user_id=user.id))
    return Viewer(user.id, company.clock.now())


def names(company: Company, looking: Viewer) -> list[str]:
    return [view.name for view in company.ask(saved_views, looking)]


def only(company: Company) -> SavedViewRow:
    (view,) = company.ask(saved_views, viewer(company))
    return view


@pytest.mark.covers("K05", "E17")
def test_a_view_made_from_a_filter_comes_back_as_it_was(company: Company) -> None:
    saved(company)

    view = only(company)

    assert (view.name, view.wish, view.is_mine) == ("Pilne", URGENT, True)


@pytest.mark.covers("K05")
def test_a_view_counts_what_its_list_shows(company: Company) -> None:
    urgent = logged(company)
    logged(company)
    with company.begin() as uow:
        uow.get(Ticket, urgent).priority = 5
        uow.record("test.given", None)
        uow.commit()
    saved(company)

    wish = only(company).wish
    shown = company.ask(
        page, TicketWish(wish.view, viewer(company), "pl", filter=wish.filter, sorts=wish.sorts)
    )

    assert [row.id for row in shown.rows] == [urgent]
    assert only(company).count == 1


def test_a_view_is_seen_by_nobody_else_until_it_is_shared(company: Company) -> None:
    team = Team(id=new_id(), name="Pierwsza linia")
    company.put(team, TeamMember(id=new_id(), team_id=team.id, user_id=company.actor.user_id))
    saved(company, "Tylko moje")
    saved(company, "Dla zespołu", is_shared=True, team_id=team.id)
    saved(company, "Dla wszystkich", is_shared=True)
    of_the_team = colleague(company, team_id=team.id)
    stranger = Viewer(new_id(), company.clock.now())

    assert names(company, of_the_team) == ["Dla wszystkich", "Dla zespołu"]
    assert names(company, stranger) == ["Dla wszystkich"]
    assert [each.name for each in company.ask(teams_of, company.actor.user_id)] == ["Pierwsza linia"]


def test_a_shared_view_is_changed_by_its_owner_alone(company: Company) -> None:
    other = UserAccount(id=new_id(), login="piotr", name="Piotr Maj", rights=["everything"])
    company.put(other)
    view = SavedView(id=new_id(), owner_id=other.id, name="Cudzy", wish=URGENT.as_json(), is_shared=True)
    company.put(view)

    with pytest.raises(RuleViolation, match=r"view\.not_yours"):
        company.run(save_view, SaveView(view.id, "Mój", URGENT))
    with pytest.raises(RuleViolation, match=r"view\.not_yours"):
        company.run(remove_view, RemoveView(view.id))
    assert [(each.name, each.is_mine) for each in company.ask(saved_views, viewer(company))] == [
        ("Cudzy", False)
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [("  ", "view.name_missing"), ("x" * 61, "view.name_too_long"), (" Pilne ", "view.name_taken")],
)
def test_a_name_must_say_something_and_be_ones_own_only_once(company: Company, name: str, code: str) -> None:
    saved(company)

    with pytest.raises(RuleViolation) as refused:
        saved(company, name)

    assert refused.value.code == code


def test_a_view_is_not_shared_with_a_team_one_is_not_in(company: Company) -> None:
    team = Team(id=new_id(), name="Obcy")
    company.put(team)

    with pytest.raises(RuleViolation, match=r"view\.not_your_team"):
        saved(company, is_shared=True, team_id=team.id)


def test_a_view_changed_meanwhile_is_not_overwritten(company: Company) -> None:
    view_id = saved(company)
    seen = only(company).version
    company.run(save_view, SaveView(view_id, "Bardzo pilne", URGENT, version=seen))

    with pytest.raises(RuleViolation, match=r"row\.changed_meanwhile"):
        company.run(save_view, SaveView(view_id, "Inne", URGENT, version=seen))


@pytest.mark.covers("E17")
def test_open_tickets_are_counted_by_what_they_are_about(company: Company) -> None:
    served = covered_customer(company)
    logged(company, served, kind_id=company.kind(), owner_id=company.actor.user_id)
    logged(company, served, kind_id=company.kind())
    logged(company, served)

    def counted(by: FilterField) -> dict[str, int]:
        wish = GroupWish("open", by, viewer(company), "pl")
        return {each.name: each.count for each in company.ask(groups, wish)}

    assert counted(FilterField.KIND) == {"Usterka": 2, "": 1}
    assert counted(FilterField.OWNER) == {"": 2, "Anna Kowal": 1}
    assert counted(FilterField.PRODUCT) == {"Kaeser SK 22": 3}
    assert counted(FilterField.CHANNEL) == {"phone": 3}
    assert counted(FilterField.TEAM) == {}


@pytest.mark.parametrize("by", [field for field in FilterField if not field.is_days])
def test_a_group_chosen_as_filter_shows_the_tickets_that_were_counted(
    company: Company, by: FilterField
) -> None:
    served = covered_customer(company)
    logged(company, served, kind_id=company.kind(), owner_id=company.actor.user_id)
    logged(company, covered_customer(company), service_id=company.service())
    looking = viewer(company)

    for group in company.ask(groups, GroupWish("open", by, looking, "pl")):
        narrowed = TicketFilter().having(by, (group.value,))
        shown = company.ask(page, TicketWish("open", looking, "pl", filter=narrowed))
        assert len(shown.rows) == group.count


@pytest.mark.covers("E17")
def test_days_are_those_of_the_person_who_looks(company: Company) -> None:
    early = logged(company)
    with company.begin() as uow:
        uow.get(Ticket, early).opened_at = company.clock.now().replace(hour=0) - timedelta(minutes=31)
        uow.record("test.given", None)
        uow.commit()
    today = TicketFilter().having(FilterField.OPENED, ("today",))
    looking = viewer(company)

    def shown(**zone: Any) -> int:
        at = Viewer(looking.user_id, looking.now, **zone)
        return len(company.ask(page, TicketWish("open", at, "pl", filter=today)).rows)

    assert shown() == 0
    assert shown(zone=ZoneInfo("Europe/Warsaw")) == 1
    assert shown(zone=ZoneInfo("America/New_York")) == 0


def test_a_field_may_be_empty_as_one_of_its_values(company: Company) -> None:
    mine, nobodys = logged(company, owner_id=company.actor.user_id), logged(company)
    both = TicketFilter().having(FilterField.OWNER, (NOBODY, str(company.actor.user_id)))

    def shown(chosen: TicketFilter) -> set[UUID]:
        return {
            row.id for row in company.ask(page, TicketWish("open", viewer(company), "pl", filter=chosen)).rows
        }

    assert shown(both) == {mine, nobodys}
    assert shown(both.without(FilterField.OWNER, NOBODY)) == {mine}


def test_this_week_begins_on_the_companys_first_day(company: Company) -> None:
    ticket = logged(company)
    sunday = company.clock.now() - timedelta(days=1)
    with company.begin() as uow:
        uow.get(Ticket, ticket).opened_at = sunday
        uow.record("test.given", None)
        uow.commit()
    this_week = TicketFilter().having(FilterField.OPENED, (DaySpan.THIS_WEEK.value,))
    wish = TicketWish("open", viewer(company), "pl", filter=this_week)
    before = company.ask(page, wish).rows

    company.run(change_company, ChangeCompany((FieldChange("first_weekday", 0, 7),)))

    assert before == ()
    assert [row.id for row in company.ask(page, wish).rows] == [ticket]
