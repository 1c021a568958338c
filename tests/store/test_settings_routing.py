"""What the settings decide about a new ticket: its type, queue, owner, own fields and tasks."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.entries import AddEntry, ChangeEntry, FieldChange, add_entry, change_entry
from fieldservice.domain.commands.ticket_handing import HandOver, hand_over
from fieldservice.domain.commands.tickets import ChangeTicket, change_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.people import Team
from fieldservice.domain.model.ticket import Task, Ticket
from fieldservice.domain.queries.bulk_preview import BulkWhat, BulkWish, bulk_preview
from fieldservice.domain.queries.custom_fields import fields_of_ticket
from fieldservice.domain.queries.intake import IntakeAsk, intake_preview
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.form_conditions import FieldKind
from tests.factories import Company
from tests.store.settings_uses import add_field
from tests.store.ticket_givens import logged


def _set(company: Company, dictionary: str, entry_id: UUID, field: str, value: object) -> None:
    seen = () if field == "teams" else None
    company.run(change_entry, ChangeEntry(dictionary, entry_id, (FieldChange(field, seen, value),)))


def _queue(company: Company, name: str, **values: object) -> UUID:
    queue = new_id()
    company.run(add_entry, AddEntry("queue", queue, (("pl", name),), values))
    return queue


def _logged(company: Company, **values: Any) -> Ticket:
    return company.get(Ticket, logged(company, **values))


@pytest.mark.covers("A09", "E02", "A05")
def test_a_kind_puts_its_tickets_into_its_queue_and_type(company: Company) -> None:
    leaks = _queue(company, "Wycieki")
    _set(company, "kind", company.kind("leak"), "queue_id", leaks)
    _set(company, "kind", company.kind("leak"), "ticket_type_id", company.ticket_type("problem"))

    leak, noise = (_logged(company, kind_id=company.kind(code)) for code in ("leak", "noise"))

    assert (leak.queue_id, leak.type_id) == (leaks, company.ticket_type("problem"))
    assert (noise.queue_id, noise.type_id) == (None, company.ticket_type("incident"))


def test_the_kind_says_before_the_service_and_the_service_before_the_type(company: Company) -> None:
    of_kind, of_service, of_type = (_queue(company, name) for name in ("Rodzaj", "Serwis", "Typ"))
    _set(company, "ticket_type", company.ticket_type(), "queue_id", of_type)
    by_type = _logged(company)
    _set(company, "service", company.service(), "queue_id", of_service)
    by_service = _logged(company, service_id=company.service())
    _set(company, "kind", company.kind(), "queue_id", of_kind)
    by_kind = _logged(company, service_id=company.service(), kind_id=company.kind())

    assert [each.queue_id for each in (by_type, by_service, by_kind)] == [of_type, of_service, of_kind]


def test_what_the_desk_chose_itself_stands(company: Company) -> None:
    of_kind, chosen = _queue(company, "Rodzaj"), _queue(company, "Wybrana")
    _set(company, "kind", company.kind(), "queue_id", of_kind)

    ticket = _logged(company, kind_id=company.kind(), queue_id=chosen)

    assert ticket.queue_id == chosen


@pytest.mark.covers("E05")
def test_a_queue_gives_its_tickets_to_its_person_when_nobody_was_named(company: Company) -> None:
    queue = _queue(company, "Kierownik", owner_id=company.actor.user_id)

    ticket = _logged(company, queue_id=queue)

    assert (ticket.owner_id, ticket.responsible_id) == (company.actor.user_id, company.actor.user_id)


@pytest.mark.covers("C30")
def test_a_type_limited_to_teams_does_not_go_into_the_queue_of_another(company: Company) -> None:
    lifts, heating = new_id(), new_id()
    company.put(Team(id=lifts, name="Windy"), Team(id=heating, name="Kotły"))
    theirs, others = _queue(company, "Windy", team_id=lifts), _queue(company, "Kotły", team_id=heating)
    _set(company, "ticket_type", company.ticket_type(), "teams", (lifts,))

    with pytest.raises(RuleViolation, match=r"queue\.type_not_for_team"):
        _logged(company, queue_id=others)

    ticket = _logged(company, queue_id=theirs)
    assert ticket.queue_id == theirs
    for refused in (
        (hand_over, HandOver(ticket.id, others)),
        (change_ticket, ChangeTicket(ticket.id, None, (("queue_id", others),))),
    ):
        with pytest.raises(RuleViolation, match=r"queue\.type_not_for_team"):
            company.run(*refused)
    wish = BulkWish(BulkWhat.QUEUE, others)
    tried = company.ask(bulk_preview, [ticket.id], wish, company.clock.now())
    assert [each.refusal.code for each in tried.refused] == ["queue.type_not_for_team"]


def test_intake_shows_the_type_that_the_kind_stands_for(company: Company) -> None:
    problem = company.ticket_type("problem")
    _set(company, "kind", company.kind("leak"), "ticket_type_id", problem)
    now = company.clock.now()
    ask = IntakeAsk(day=now.date(), received_at=now, work_kind_id=company.work_kind())

    shown = company.ask(intake_preview, replace(ask, kind_id=company.kind("leak")), now, "pl")

    assert shown.type_id == problem
    assert company.ask(intake_preview, ask, now, "pl").type_id == company.ticket_type("incident")


@pytest.mark.covers("K01", "A37")
def test_answers_given_at_intake_are_kept_and_checked_before_the_ticket_is_made(company: Company) -> None:
    field = new_id()
    add_field(company, field, "Piętro", FieldKind.NUMBER, is_required=True)
    code = f"own-{field.hex}"

    ticket = logged(company, answers=((code, "3"),), tasks=("Umówić wejście", " "))
    with pytest.raises(RuleViolation, match=r"form\.value_missing"):
        logged(company, answers=())

    sheet = company.ask(fields_of_ticket, ticket, "pl")
    assert sheet.values == {code: "3"}
    assert [task.title for task in company.rows(Task) if task.ticket_id == ticket] == ["Umówić wejście"]
    assert len(company.rows(Ticket)) == 1


def test_where_nobody_was_asked_nothing_is_demanded(company: Company) -> None:
    add_field(company, new_id(), "Piętro", is_required=True)

    assert NewTicket(new_id(), "Stoi").answers is None
    assert company.get(Ticket, logged(company)).number == "WAW-000001"
