"""Entries of the dictionaries: changed by field, merged, ordered, retired, removed when nothing uses them."""

from typing import Any
from uuid import UUID

import pytest

from fieldservice.domain.commands.dictionaries import SetEntryActive, set_entry_active
from fieldservice.domain.commands.entries import (
    AddEntry,
    ChangeEntry,
    FieldChange,
    MakeUsualState,
    MoveEntry,
    RemoveEntry,
    add_entry,
    change_entry,
    make_usual_state,
    move_entry,
    remove_entry,
)
from fieldservice.domain.commands.tickets import PutInState, put_ticket_in_state
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.catalogue import Kind, Sla, TicketState, TicketType
from fieldservice.domain.model.people import Team
from fieldservice.domain.queries.dictionaries import ticket_pickers
from fieldservice.domain.queries.settings import BookRow, book_page, usage
from fieldservice.domain.queries.ticket_detail import detail
from fieldservice.domain.queries.ticket_list import page
from fieldservice.domain.queries.ticket_rows import TicketWish
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.field_conflicts import FieldConflict
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.dictionary_books import BOOKS
from fieldservice.domain.store.engine import rulebook_of
from tests.factories import Company
from tests.store.settings_uses import office
from tests.store.ticket_givens import logged, viewer


def _row(company: Company, dictionary: str, entry_id: UUID, language: str = "pl") -> BookRow:
    rows = company.ask(book_page, dictionary, language).rows
    return next(row for row in rows if row.id == entry_id)


def _change(company: Company, dictionary: str, entry_id: UUID, *changes: tuple[str, Any, Any]) -> None:
    fields = tuple(FieldChange(*change) for change in changes)
    company.run(change_entry, ChangeEntry(dictionary, entry_id, fields))


def _added(company: Company, dictionary: str, name: str, **values: Any) -> UUID:
    entry_id = new_id()
    company.run(add_entry, AddEntry(dictionary, entry_id, (("pl", name),), values))
    return entry_id


@pytest.mark.covers("K02", "K06", "K10")
@pytest.mark.parametrize(
    "dictionary", sorted(set(BOOKS) - {"custom_field", "ticket_state", "sla", "calendar"})
)
def test_every_dictionary_takes_entries_of_the_companys_own(company: Company, dictionary: str) -> None:
    values = {"text:pl": "Dzień dobry"} if dictionary == "text_block" else {}

    entry_id = _added(company, dictionary, "Nowość", **values)

    assert _row(company, dictionary, entry_id).name == "Nowość"


@pytest.mark.covers("C31", "K03")
def test_a_name_in_one_language_changes_alone_and_can_be_taken_back(company: Company) -> None:
    kind = company.kind("leak")

    _change(company, "kind", kind, ("name:en", "Leak", "Oil leak"))
    changed = [_row(company, "kind", kind, spoken).name for spoken in ("en", "pl", "cs")]
    _change(company, "kind", kind, ("name:en", "Oil leak", ""))

    assert changed == ["Oil leak", "Wyciek", "Únik"]
    assert _row(company, "kind", kind, "en").name == "Wyciek"


def test_two_who_change_different_fields_of_an_entry_both_keep_theirs(company: Company) -> None:
    kind = company.kind("leak")

    _change(company, "kind", kind, ("name:pl", "Wyciek", "Wyciek oleju"))
    _change(company, "kind", kind, ("impact", None, 4))

    row = _row(company, "kind", kind)
    assert (row.name, row.values["impact"]) == ("Wyciek oleju", 4)


def test_the_same_field_changed_by_both_is_asked_with_both_values(company: Company) -> None:
    kind = company.kind("leak")
    _change(company, "kind", kind, ("name:pl", "Wyciek", "Wyciek oleju"))

    with pytest.raises(RuleViolation, match=r"row\.fields_in_conflict") as error:
        _change(company, "kind", kind, ("name:pl", "Wyciek", "Wyciek wody"), ("impact", None, 4))

    wanted = FieldConflict("name:pl", "Wyciek", "Wyciek wody", "Wyciek oleju")
    assert error.value.values["conflicts"] == (wanted,)
    assert company.get(Kind, kind).impact is None


def test_what_is_given_up_leaves_what_the_other_wrote(company: Company) -> None:
    kind = company.kind("leak")
    _change(company, "kind", kind, ("name:pl", "Wyciek", "Wyciek oleju"))

    _change(company, "kind", kind, ("name:pl", "Wyciek wody", "Wyciek wody"), ("impact", None, 4))

    kept = company.get(Kind, kind)
    assert (kept.translations["pl"], kept.impact) == ("Wyciek oleju", 4)


def test_an_entry_moved_stands_where_it_was_put(company: Company) -> None:
    complaint = company.kind("complaint")

    company.run(move_entry, MoveEntry("kind", complaint, 1))

    names = [row.code for row in company.ask(book_page, "kind", "pl").rows]
    assert names[:3] == ["fault", "complaint", "standstill"]
    assert [kind.code for kind in company.ask(ticket_pickers, "pl").kinds][:2] == ["fault", "complaint"]


def test_what_nothing_uses_can_be_removed(company: Company) -> None:
    entry_id = _added(company, "kind", "Pomyłka")

    company.run(remove_entry, RemoveEntry("kind", entry_id))

    assert entry_id not in [row.id for row in company.ask(book_page, "kind", "pl").rows]


def test_what_a_ticket_uses_is_not_removed_and_tells_where_it_is_used(company: Company) -> None:
    logged(company, kind_id=company.kind())

    with pytest.raises(RuleViolation, match=r"dictionary\.in_use"):
        company.run(remove_entry, RemoveEntry("kind", company.kind()))

    assert ("ticket", 1) in [(use.table, use.count) for use in company.ask(usage, "kind", company.kind())]


@pytest.mark.covers("C30")
def test_a_type_can_be_limited_to_teams_and_opened_again(company: Company) -> None:
    lifts, heating, incident = new_id(), new_id(), company.ticket_type()
    company.put(Team(id=lifts, name="Windy"), Team(id=heating, name="Kotły"))
    both = tuple(sorted((lifts, heating)))

    _change(company, "ticket_type", incident, ("teams", (), both))
    limited = _row(company, "ticket_type", incident).values["teams"]
    _change(company, "ticket_type", incident, ("teams", both, ()))

    assert limited == both
    assert _row(company, "ticket_type", incident).values["teams"] == ()


def test_the_last_type_that_is_offered_is_not_retired(company: Company) -> None:
    *others, last = [row.id for row in company.rows(TicketType)]
    for other in others:
        company.run(set_entry_active, SetEntryActive("ticket_type", other, is_active=False))

    with pytest.raises(RuleViolation, match=r"dictionary\.last_type"):
        company.run(set_entry_active, SetEntryActive("ticket_type", last, is_active=False))


@pytest.mark.covers("C20", "C02")
def test_a_further_closed_state_is_added_and_may_become_the_usual_one(company: Company) -> None:
    closed = TicketStateType.CLOSED
    state = _added(company, "ticket_state", "nieopłacalne", state_type=closed, tone="care", shape="diamond")

    company.run(make_usual_state, MakeUsualState(state))

    usual = [row.id for row in company.rows(TicketState) if row.state_type is closed and row.is_default]
    assert usual == [state]
    with company.database.read_session() as session:
        assert rulebook_of(session, company.clock.now()).usual_states[closed] == state


@pytest.mark.covers("C02", "P-29")
def test_a_state_that_tickets_are_in_keeps_its_type(company: Company) -> None:
    state = _added(company, "ticket_state", "u producenta", state_type=TicketStateType.PENDING_REMINDER)
    waiting, closed = TicketStateType.PENDING_REMINDER, TicketStateType.CLOSED
    _change(company, "ticket_state", state, ("state_type", waiting, TicketStateType.PENDING_AUTO))
    company.run(put_ticket_in_state, PutInState(logged(company), state))

    with pytest.raises(RuleViolation, match=r"dictionary\.type_in_use"):
        _change(company, "ticket_state", state, ("state_type", TicketStateType.PENDING_AUTO, closed))


@pytest.mark.covers("K06")
def test_lists_and_tickets_are_told_how_the_company_wants_a_state_to_look(company: Company) -> None:
    new = company.ticket_state("new")
    _change(company, "ticket_state", new, ("tone", None, "care"), ("shape", None, "diamond"))
    ticket = logged(company)
    wish = TicketWish("unassigned", viewer(company), "pl")

    listed = company.ask(page, wish, limit=5).rows
    opened = company.ask(detail, ticket, "pl", company.clock.now())

    assert [row.look for row in listed] == [("care", "diamond")]
    assert opened.look == ("care", "diamond")


@pytest.mark.covers("D17", "B12")
def test_an_sla_records_services_targets_and_who_is_responsible(company: Company) -> None:
    service = company.service()
    roles = [["Dyspozytor", "dzwoni w 2 h"], ["Serwisant", "usuwa usterkę"]]

    sla = _added(
        company,
        "sla",
        "Nocny",
        calendar_id=office(code="always"),
        response_minutes=120,
        resolution_minutes=600,
        is_internal=True,
        roles=roles,
        services=(service,),
    )

    values = _row(company, "sla", sla).values
    assert (values["services"], values["roles"], values["is_internal"]) == ((service,), roles, True)
    with company.database.read_session() as session:
        targets = rulebook_of(session, company.clock.now()).targets[sla]
    assert targets.resolution is not None
    assert targets.resolution.total_seconds() == 600 * 60


@pytest.mark.parametrize(
    ("dictionary", "values", "code"),
    [
        ("sla", {"response_minutes": 0}, "sla.target_not_positive"),
        ("sla", {"warn_percent": 0}, "sla.warning_wrong"),
        ("work_kind", {"default_minutes": 0}, "dictionary.minutes_wrong"),
        ("kind", {"impact": 6}, "priority.grade_out_of_range"),
        ("text_block", {"text:pl": " "}, "text_block.empty"),
        ("text_block", {"text:pl": "Dzień dobry {klient}"}, "text_block.placeholder_unknown"),
        ("ticket_state", {"tone": "pink"}, "state.look_unknown"),
        ("calendar", {"week": [[]] * 7, "zone": "Europe/Warsaw"}, "calendar.never_open"),
        ("calendar", {"week": [[[480, 960]]] * 7, "zone": "Mars/Base"}, "calendar.zone_unknown"),
    ],
)
def test_what_could_not_work_is_refused(
    company: Company, dictionary: str, values: dict[str, Any], code: str
) -> None:
    given: dict[str, dict[str, Any]] = {
        "sla": {"calendar_id": office()},
        "ticket_state": {"state_type": TicketStateType.OPEN},
        "calendar": {"yearly_closed": []},
    }

    with pytest.raises(RuleViolation, match=code.replace(".", r"\.")):
        _added(company, dictionary, "Nowość", **given.get(dictionary, {}), **values)

    assert len(company.rows(Sla)) == 3
