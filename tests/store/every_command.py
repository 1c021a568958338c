"""A company in the middle of its work, and one use of every command in it: for the journal and for undo.

`USES` is complete: a test compares it with the commands that exist.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import fieldservice.domain.commands as room
from fieldservice.domain.commands import (
    articles,
    blocks,
    contacts,
    contracts,
    customers,
    dictionaries,
    equipment,
    imports,
    orders,
    people,
    requests,
    sites,
    ticket_views,
    tickets,
    trays,
    visits,
)
from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.coverage_lines import LineData
from fieldservice.domain.commands.entries import AddEntry, add_entry
from fieldservice.domain.commands.orders import NewOrder
from fieldservice.domain.commands.requests import Arrival
from fieldservice.domain.commands.visits import NewVisit, NewWorkLine
from fieldservice.domain.model.base import Aggregate, new_id
from fieldservice.domain.model.contract import CoverageLine, Terms
from fieldservice.domain.model.customer import Contact, Customer, Site
from fieldservice.domain.model.equipment import Equipment
from fieldservice.domain.model.order import LineKind
from fieldservice.domain.model.people import Technician
from fieldservice.domain.model.ticket import ArticleKind, Channel, Ticket
from fieldservice.domain.rules.coverage_quota import QuotaKind
from fieldservice.domain.rules.import_records import ImportRequest
from fieldservice.domain.rules.order_states import VisitOutcome
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.ticket_filters import ListWish
from fieldservice.domain.store.import_planning import make_plan
from tests.factories import COUNTRY, TECHNICIANS, Company, Line
from tests.store.content_world import ContentWorld, build_content, content_uses
from tests.store.exchange_uses import exchange_uses
from tests.store.lifecycle_world import LifecycleWorld, build_lifecycle, lifecycle_uses
from tests.store.outside_uses import give_outside, outside_uses
from tests.store.privacy_uses import PrivacyWorld, build_privacy, privacy_uses
from tests.store.register_uses import give_registers, register_uses
from tests.store.settings_uses import SettingsWorld, build_settings, settings_uses
from tests.store.staff_world import StaffWorld, build_staff, staff_uses

Use = tuple[Callable[..., Any], object]
"""A command's function, and what it is told."""


@dataclass(frozen=True, slots=True)
class World:
    """Ids of what is there. Tickets are called by what they are waiting for."""

    customer: UUID
    leaving: UUID
    contact: UUID
    site: UUID
    other_site: UUID
    unit: UUID
    stored_unit: UUID
    contract: UUID
    draft_contract: UUID
    spare_line: UUID
    next_terms: UUID
    block: UUID
    parked: UUID
    fresh: UUID
    under_way: UUID
    closed_by_orders: UUID
    planned_order: UUID
    planned_visit: UUID
    last_order: UUID
    last_visit: UUID
    finished_order: UUID
    absence: UUID
    own_kind: UUID
    staff: StaffWorld
    settings: SettingsWorld
    privacy: PrivacyWorld
    content: ContentWorld
    lifecycle: LifecycleWorld
    saved_view: UUID


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it would come from a workbook."""

    kind: str
    row_number: int
    fields: Mapping[str, Any]
    sheet: str = "Klienci"
    notes: tuple[Reason, ...] = field(default=())


def all_commands() -> dict[str, Callable[..., Any]]:
    """Every function of the commands' room that takes a command, a unit of work and a clock."""
    modules = (
        importlib.import_module(f"{room.__name__}.{each.name}")
        for each in pkgutil.iter_modules(room.__path__)
    )
    return {
        name: function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if list(inspect.signature(function).parameters) == ["command", "uow", "clock"]
    }


def build_world(company: Company) -> World:
    customer = company.customer(number="K-100", phone="61 281 30 35", tax_id="5252248481")
    site, other_site = company.site(customer), company.site(customer, "Magazyn")
    unit, stored_unit = company.unit(site), company.unit(site, category="Pompa", model="Wilo")
    every_unit, no_units = Line(), Line(category="Pompa", units_per_site=2, sites=(site,), works=("repair",))
    contract = company.contract(customer, lines=(every_unit, no_units))
    draft_contract = company.contract(customer, is_signed=False)
    company.run(contracts.add_terms, contracts.AddTerms(contract, next_year()))
    terms = next(each for each in company.rows(Terms) if each.valid_from == next_year().valid_from)
    line = next(e for e in company.rows(CoverageLine) if e.terms_id == terms.id and e.category_id)
    company.run(equipment.retire_equipment, equipment.RetireEquipment(stored_unit, today(company), "złom"))
    give_registers(company, site, other_site)
    leaving = company.customer(number="K-200", active_until=date(2026, 10, 31))
    parked, given = new_id(), Given(company, customer, unit)
    company.run(requests.park_request, requests.ParkRequest(given.call(parked), given.wish("Stoi", None)))
    fresh, under_way, closed = (given.ticket(title) for title in ("Hałasuje", "Przecieka", "Nie grzeje"))
    (planned, planned_visit), (last, last_visit) = given.ordered(under_way, 8), given.ordered(closed, 11)
    finished = given.finished(under_way, last_visit)
    give_outside(company, (customer, site, unit, fresh))
    return World(
        customer=customer,
        leaving=leaving,
        contact=company.contact(customer, phone="+48 601 234 567"),
        site=site,
        other_site=other_site,
        unit=unit,
        stored_unit=stored_unit,
        contract=contract,
        draft_contract=draft_contract,
        spare_line=line.id,
        next_terms=terms.id,
        block=company.block(leaving),
        parked=parked,
        fresh=fresh,
        under_way=under_way,
        closed_by_orders=closed,
        planned_order=planned,
        planned_visit=planned_visit,
        last_order=last,
        last_visit=last_visit,
        finished_order=finished,
        absence=given.absence(),
        own_kind=given.kind(),
        staff=build_staff(company),
        settings=build_settings(company),
        privacy=build_privacy(company, leaving),
        content=build_content(company, under_way),
        lifecycle=build_lifecycle(company, (customer, unit)),
        saved_view=given.view(),
    )


@dataclass(frozen=True, slots=True)
class Given:
    """Makes what the desk is told about one customer and one of its units."""

    company: Company
    customer: UUID
    unit: UUID

    def kind(self) -> UUID:
        own_kind = new_id()
        self.company.run(add_entry, AddEntry("kind", own_kind, (("en", "Yearly service"),)))
        return own_kind

    def absence(self) -> UUID:
        """A technician is away in a month."""
        absence, day = new_id(), today(self.company) + timedelta(days=30)
        away = people.AddAbsence(absence, self.company.technician(TECHNICIANS[2]), day, day, "urlop")
        self.company.run(people.add_absence, away)
        return absence

    def finished(self, under_way: UUID, last_visit: UUID) -> UUID:
        """An order of the ticket under way is done, and so is the last visit of the one that closes."""
        finished, finished_visit = self.ordered(under_way, 13)
        for visit in (finished_visit, last_visit):
            self.company.run(visits.record_visit, self.record(visit))
        return finished

    def call(self, request_id: UUID | None = None) -> Arrival:
        now = self.company.clock.now()
        return Arrival(request_id or new_id(), Channel.PHONE, now, "+48612813035", "Jeka", self.customer)

    def wish(self, title: str, unit: UUID | None) -> NewTicket:
        work = self.company.work_kind()
        return NewTicket(new_id(), title, equipment_id=unit, work_kind_id=work, description="od rana")

    def view(self) -> UUID:
        view_id = new_id()
        self.company.run(ticket_views.save_view, ticket_views.SaveView(view_id, "Pilne", ListWish("open")))
        return view_id

    def ticket(self, title: str) -> UUID:
        wish = self.wish(title, self.unit)
        self.company.run(requests.log_request, requests.LogRequest(self.call(), (wish,)))
        return wish.ticket_id

    def ordered(self, ticket_id: UUID, hour: int) -> tuple[UUID, UUID]:
        visit = NewVisit(new_id(), self.company.technician(), self.at(hour), 60)
        order = NewOrder(new_id(), "Naprawa", visits=(visit,))
        self.company.run(orders.create_orders, orders.CreateOrders(ticket_id, (order,)))
        return order.order_id, visit.visit_id

    def record(self, visit_id: UUID, outcome: VisitOutcome = VisitOutcome.DONE) -> visits.RecordVisit:
        lines = (
            NewWorkLine(new_id(), LineKind.TIME, Decimal(50)),
            NewWorkLine(new_id(), LineKind.PART, Decimal(1) / 3, "Filtr", "szt.", 4_990),
        )
        return visits.RecordVisit(visit_id, outcome, self.at(9), self.at(10), "zrobione", lines)

    def at(self, hour: int) -> datetime:
        return self.company.clock.now().replace(hour=hour, minute=0)


def today(company: Company) -> date:
    return company.clock.now().date()


def version(company: Company, kind: type[Aggregate], row_id: UUID) -> int:
    """What somebody who looks at the row now would send along."""
    return company.get(kind, row_id).version


def next_year() -> contracts.TermsData:
    return contracts.TermsData(new_id(), date(2027, 1, 1), date(2027, 12, 31))


def _import(company: Company) -> Use:
    rows = [
        SheetRow("customers", 2, {"number": "K-100", "name": "Zakłady Mleczarskie SA"}),
        SheetRow("customers", 3, {"number": "K-300", "name": "Młyn Żary"}),
    ]
    request = ImportRequest(rows, (), COUNTRY)
    plan = company.ask(make_plan, request, today(company))
    return imports.import_workbook, imports.ImportWorkbook("klienci.xlsx", request, plan)


def _contract_uses(c: Company, w: World) -> list[Use]:
    quota = LineData(w.spare_line, category="Pompa", quota=(QuotaKind.CASES, Decimal(12)))
    first = contracts.TermsData(new_id(), date(2026, 1, 1), date(2026, 6, 30), (c.line_data(Line()),))
    return [
        (contracts.create_contract, contracts.CreateContract(new_id(), w.customer, first)),
        (contracts.sign_contract, contracts.SignContract(w.draft_contract)),
        (contracts.discard_contract, contracts.DiscardContract(w.draft_contract)),
        (contracts.end_contract, contracts.EndContract(w.contract, date(2027, 3, 31), "wypowiedzenie")),
        (contracts.add_terms, contracts.AddTerms(w.draft_contract, next_year())),
        (contracts.remove_terms, contracts.RemoveTerms(w.next_terms)),
        (contracts.add_line, contracts.AddLine(w.next_terms, c.line_data(Line(units=(w.unit,))))),
        (contracts.change_line, contracts.ChangeLine(version(c, CoverageLine, w.spare_line), quota)),
        (contracts.remove_line, contracts.RemoveLine(w.spare_line)),
    ]


def _customer_uses(c: Company, w: World) -> list[Use]:
    reach = contacts.Reachability(("22 123 45 67",), ("biuro@example.pl",), COUNTRY)
    data = customers.CustomerData("Młyn Żary")
    site = sites.SiteData("Biuro", city="Łódź", latitude=51.75, longitude=19.46)
    somebody = contacts.ContactData("Ewa Żak", "kierownik", reach)
    return [
        (customers.create_customer, customers.CreateCustomer(new_id(), data, ("61 852 00 11",), COUNTRY)),
        (
            customers.change_customer,
            customers.ChangeCustomer(w.customer, version(c, Customer, w.customer), data),
        ),
        (customers.archive_customer, customers.ArchiveCustomer(w.customer, date(2026, 12, 31))),
        (customers.reactivate_customer, customers.ReactivateCustomer(w.leaving)),
        (contacts.add_contact, contacts.AddContact(new_id(), w.customer, somebody)),
        (
            contacts.change_contact,
            contacts.ChangeContact(w.contact, version(c, Contact, w.contact), somebody),
        ),
        (contacts.set_contact_active, contacts.SetContactActive(w.contact, False)),
        (contacts.set_customer_reach, contacts.SetCustomerReach(w.customer, reach)),
        (sites.add_site, sites.AddSite(new_id(), w.customer, site)),
        (sites.change_site, sites.ChangeSite(w.site, version(c, Site, w.site), site)),
        (blocks.set_block, blocks.SetBlock(new_id(), w.customer, "zaległości", today(c))),
        (blocks.lift_block, blocks.LiftBlock(w.block, "zapłacono")),
    ]


def _equipment_and_people_uses(c: Company, w: World) -> list[Use]:
    data = equipment.UnitData("Kocioł", "Viessmann 200", "VI-1", date(2025, 5, 1), date(2027, 5, 1))
    fourth = people.TechnicianData("Zofia Wrona", "+48 600 000 000")
    marek, day = c.technician(), date(2026, 12, 24)
    return [
        (equipment.add_equipment, equipment.AddEquipment(new_id(), w.site, data)),
        (equipment.change_equipment, equipment.ChangeEquipment(w.unit, version(c, Equipment, w.unit), data)),
        (equipment.move_equipment, equipment.MoveEquipment(w.unit, w.other_site, today(c), "remont")),
        (equipment.retire_equipment, equipment.RetireEquipment(w.unit, today(c), "złom")),
        (equipment.return_equipment, equipment.ReturnEquipment(w.stored_unit)),
        (people.add_technician, people.AddTechnician(new_id(), fourth)),
        (people.change_technician, people.ChangeTechnician(marek, version(c, Technician, marek), fourth)),
        (people.set_technician_active, people.SetTechnicianActive(marek, False)),
        (people.add_absence, people.AddAbsence(new_id(), marek, day, day, "urlop")),
        (people.remove_absence, people.RemoveAbsence(w.absence)),
    ]


def _ticket_uses(c: Company, w: World) -> list[Use]:
    given, now = Given(c, w.customer, w.unit), c.clock.now()
    accepted = requests.AcceptParked(w.parked, w.customer, w.contact, given.wish("Stoi", w.unit))
    two = (given.wish("Stoi", w.unit), given.wish("Cieknie", w.unit))
    note = articles.AddArticle(w.fresh, new_id(), ArticleKind.NOTE, "oddzwonić", now - timedelta(hours=2))
    values = (("title", "Hałasuje i grzeje się"), ("impact", 5), ("owner_id", c.actor.user_id))
    seen = tickets.ChangeTicket(w.fresh, version(c, Ticket, w.fresh), values)
    waiting = tickets.PutInState(w.under_way, c.ticket_state("waiting_customer"), now + timedelta(days=2))
    later = tickets.SetExpectedClosing(w.fresh, now + timedelta(days=9), "część z Niemiec")
    closing = tickets.CloseTicket(w.under_way, "klient naprawił sam", tickets.OpenOrders.CANCEL)
    return [
        (requests.log_request, requests.LogRequest(given.call(), two)),
        (requests.park_request, requests.ParkRequest(given.call(), given.wish("Stoi", None), "oddzwonią")),
        (requests.accept_parked, accepted),
        (requests.dismiss_request, requests.DismissRequest(w.parked, "pomyłka")),
        (trays.tell_requester, trays.TellRequester(w.parked)),
        (articles.add_article, note),
        (tickets.change_ticket, seen),
        (tickets.put_ticket_in_state, waiting),
        (tickets.set_expected_closing, later),
        (tickets.close_ticket, closing),
        (ticket_views.save_view, ticket_views.SaveView(w.saved_view, "Do południa", ListWish("mine"), True)),
        (ticket_views.remove_view, ticket_views.RemoveView(w.saved_view)),
    ]


def _order_uses(c: Company, w: World) -> list[Use]:
    given, ewa = Given(c, w.customer, w.unit), c.technician(TECHNICIANS[1])
    visit = NewVisit(new_id(), ewa, given.at(15), 60)
    further = orders.CreateOrders(w.closed_by_orders, (NewOrder(new_id(), "Dokręcić", visits=(visit,)),))
    moved = visits.MoveVisit(w.planned_visit, ewa, given.at(14), given.at(15))
    return [
        (orders.create_orders, further),
        (orders.finish_order, orders.FinishOrder(w.planned_order, given.at(9))),
        (orders.cancel_order, orders.CancelOrder(w.planned_order, "klient zrezygnował")),
        (orders.reopen_order, orders.ReopenOrder(w.last_order, "znowu przecieka")),
        (visits.plan_visit, visits.PlanVisit(w.planned_order, NewVisit(new_id(), ewa, given.at(14)))),
        (visits.move_visit, moved),
        (visits.start_visit, visits.StartVisit(w.planned_visit, given.at(8))),
        (visits.record_visit, given.record(w.planned_visit)),
    ]


def uses(company: Company, world: World) -> dict[str, Use]:
    """One use of each command, by the function's name."""
    every = [
        *_contract_uses(company, world),
        *_customer_uses(company, world),
        (dictionaries.set_entry_active, dictionaries.SetEntryActive("kind", world.own_kind, False)),
        *_equipment_and_people_uses(company, world),
        *register_uses(company, world),
        *settings_uses(company, world.settings, world.own_kind, world.fresh),
        *staff_uses(company, world.staff),
        *privacy_uses(world.privacy, world.customer, world.closed_by_orders),
        *_ticket_uses(company, world),
        *outside_uses(company, world),
        *content_uses(company, world.content, world.fresh),
        *lifecycle_uses(company, world.lifecycle, (world.customer, world.unit)),
        *exchange_uses(company, world.fresh, world.customer),
        *_order_uses(company, world),
        _import(company),
    ]
    return {function.__name__: (function, command) for function, command in every}
