"""How a desk begins: as one is asked, or with an invented company and a morning of its calls.

Everything goes through the same import and the same commands as a real morning.
"""

import csv
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from fieldservice.config import Config, resources_folder
from fieldservice.desk import Desk, DeskBackend, People, begin_company, open_desk, take_over
from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.default_roles import role_id
from fieldservice.domain.commands.imports import ImportWorkbook, import_workbook
from fieldservice.domain.commands.orders import CreateOrders, NewOrder, create_orders
from fieldservice.domain.commands.people import AddAbsence, add_absence
from fieldservice.domain.commands.preferences import KeepPreferences, keep_preferences
from fieldservice.domain.commands.requests import (
    Arrival,
    LogRequest,
    ParkRequest,
    log_request,
    park_request,
)
from fieldservice.domain.commands.skills import AddSkill, HeldSkill, SetSkills, add_skill, set_skills
from fieldservice.domain.commands.teams import AddTeam, TeamData, add_team
from fieldservice.domain.commands.users import AddUser, UserData, add_user
from fieldservice.domain.commands.visits import NewVisit, RecordVisit, record_visit
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Channel
from fieldservice.domain.queries.call_verdicts import CallAnswer, CallQuestion, verdict_for_call
from fieldservice.domain.queries.imports import mappings, preview_import
from fieldservice.domain.queries.people import technicians
from fieldservice.domain.rules.beginning import Beginning, BeginningKind
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.import_records import Consent, ImportRequest
from fieldservice.domain.rules.order_states import VisitOutcome
from fieldservice.domain.rules.preferences import IS_DEMO
from fieldservice.domain.rules.teams import TeamBasis
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.workbooks.import_source import read_source
from fieldservice.workbooks.reading import read_workbook
from fieldservice.workbooks.recognising import recognise

if TYPE_CHECKING:
    from fieldservice.ui.screens.welcome.asking import ask_how_to_begin
else:  # an invented company needs no window to be made
    ask_how_to_begin = Deferred("fieldservice.ui.screens.welcome.asking", "ask_how_to_begin")

WORKBOOK = "serwis-polska.xlsx"
CALLS = "calls-2026-11-23.csv"
MORNING = date(2026, 11, 23)
DEMO_PEOPLE = People("Anna Kowal", ("Marek Lis", "Ewa Sowa", "Jan Bąk", "Ola Wilk", "Piotr Żak"))
DEMO_HELPER, DEMO_TEAM = "Tomasz Gil", "Serwis terenowy"
DEMO_SKILLS = ("F-gazy, kat. I", "SEP do 1 kV", "Praca na wysokości", "Palniki gazowe")
DEMO_LEVELS: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "Marek Lis": (4, 5, 2, 0),
        "Ewa Sowa": (5, 3, 0, 3),
        "Jan Bąk": (0, 4, 3, 5),
        "Ola Wilk": (2, 3, 0, 1),
        "Piotr Żak": (0, 3, 4, 2),
    }
)
HOLIDAY_IN_DAYS, HOLIDAY_DAYS = 14, 5
COUNTRY = "PL"
FIRST_VISIT = time(9)
NOON = 12


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the demo morning; `expected` is the outcome that the check must give."""

    at: datetime
    caller: str
    name: str
    serial: str
    work: str
    said: str
    expected: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A desk that was made just now, and how."""

    desk: Desk
    kind: BeginningKind

    @property
    def wants_import(self) -> bool:
        return self.kind is BeginningKind.WORKBOOK


def demo_file(name: str) -> Path:
    return resources_folder() / "demo" / name


def morning_calls(day: date, zone: str) -> list[Call]:
    """The calls of the demo morning, as if they had come on that day."""
    with demo_file(CALLS).open(encoding="utf-8", newline="") as file:
        return [
            Call(
                at=datetime.combine(day, time.fromisoformat(row["time"]), ZoneInfo(zone)).astimezone(UTC),
                caller=row["caller"],
                name=row["name_given"],
                serial=row["serial_number"],
                work=row["work"],
                said=row["said"],
                expected=row["expected"],
            )
            for row in csv.DictReader(file)
        ]


def open_demo_desk(config: Config) -> Desk:
    """A new desk with the demo company in it."""
    desk = open_desk(config, people=DEMO_PEOPLE)
    fill_with_demo(desk)
    return desk


def begin_desk(config: Config, run: Callable[[], object], *, with_demo: bool) -> Begun | None:
    """A desk in a folder without data; None when nobody said how to begin. `run` is the event loop."""
    if with_demo:
        return begin(config, Beginning(BeginningKind.DEMO, config.settings.language))
    begun: Begun | None = ask_how_to_begin(partial(begin, config), config, run)
    return begun


def begin(config: Config, beginning: Beginning) -> Begun:
    """Make the desk as it was wished: with this invented company, or one's own in one of three ways."""
    if beginning.company is not None:
        desk = begin_company(config, beginning.language, beginning.company)
    elif beginning.file is not None:
        desk = take_over(config, beginning.file, beginning.passphrase)
    else:
        desk = open_demo_desk(config)
    return Begun(desk, beginning.kind)


def fill_with_demo(desk: Desk) -> None:
    """Import the demo workbook and live through the demo morning: today's, or yesterday's when it is not
    over.
    """
    import_demo_workbook(desk)
    employ_demo_people(desk)
    day = _last_whole_morning(desk)
    taken = [_take(desk, call) for call in morning_calls(day, desk.config.settings.zone)]
    _plan_some(desk, [ticket_id for ticket_id in taken if ticket_id is not None], day)
    with desk.begin() as uow:
        keep_preferences(KeepPreferences(((IS_DEMO, True),)), uow, desk.clock)


def _last_whole_morning(desk: Desk) -> date:
    now = desk.clock.now().astimezone(ZoneInfo(desk.config.settings.zone))
    return now.date() if now.hour >= NOON else now.date() - timedelta(days=1)


def import_demo_workbook(desk: Desk) -> None:
    workbook = read_workbook(demo_file(WORKBOOK))
    with desk.database.read_session() as session:
        mapping = recognise(workbook, remembered=mappings(session))
        source = read_source(workbook, mapping, country=COUNTRY)
        request = ImportRequest(source.records, source.unread, COUNTRY, frozenset({Consent.SERVABILITY}))
        plan = preview_import(session, request, desk.clock.now().date())
    with desk.begin() as uow:
        import_workbook(ImportWorkbook(WORKBOOK, request, plan), uow, desk.clock)


def employ_demo_people(desk: Desk) -> None:
    """Give the technicians skills, a team and somebody's holiday, and the desk a second pair of hands."""
    write, day = DeskBackend(desk).write, desk.today()
    with desk.database.read_session() as session:
        crew = {each.name: each.id for each in technicians(session, day=day)}
    skill_ids = {name: new_id() for name in DEMO_SKILLS}
    for name, skill_id in skill_ids.items():
        write(add_skill, AddSkill(skill_id, name))
    for name, levels in DEMO_LEVELS.items():
        held = zip(skill_ids.values(), levels, strict=True)
        skills = tuple(HeldSkill(skill_id, level) for skill_id, level in held if level)
        write(set_skills, SetSkills(crew[name], skills))
    helper, me = new_id(), desk.workplace.user_id
    role = frozenset({role_id("dispatcher")})
    write(add_user, AddUser(helper, UserData(DEMO_HELPER, "tomasz", supervisor_id=me, role_ids=role)))
    leads = frozenset({me, helper})
    team = TeamData(DEMO_TEAM, TeamBasis.FUNCTION, (), me, leads, frozenset(crew.values()))
    write(add_team, AddTeam(new_id(), team))
    first_day = day + timedelta(days=HOLIDAY_IN_DAYS)
    last_day = first_day + timedelta(days=HOLIDAY_DAYS - 1)
    write(add_absence, AddAbsence(new_id(), crew[DEMO_PEOPLE.technicians[-1]], first_day, last_day, "urlop"))


def _take(desk: Desk, call: Call) -> UUID | None:
    """Log the call as a ticket, or park it; gives the ticket."""
    day = call.at.astimezone(ZoneInfo(desk.config.settings.zone)).date()
    question = CallQuestion(day, COUNTRY, call.caller, call.serial, call.work)
    with desk.database.read_session() as session:
        answer = verdict_for_call(session, question)
    arrival, wish = _arrival(call, answer), _wish(desk, call, answer)
    with desk.begin() as uow:
        if not answer.verdict.is_ok:
            park_request(ParkRequest(arrival, wish, requester_told=True), uow, desk.clock)
            return None
        log_request(LogRequest(arrival, (wish,)), uow, desk.clock)
    return wish.ticket_id


def _arrival(call: Call, answer: CallAnswer) -> Arrival:
    ask = answer.ask
    return Arrival(new_id(), Channel.PHONE, call.at, call.caller, call.name, ask.customer_id)


def _wish(desk: Desk, call: Call, answer: CallAnswer) -> NewTicket:
    ask = answer.ask
    return NewTicket(
        ticket_id=new_id(),
        title=call.said,
        description=call.said,
        work_kind_id=ask.work_kind_id,
        equipment_id=ask.equipment_id,
        urgency=4 if "stoi" in call.said else 3,
        owner_id=desk.workplace.user_id,
    )


def _plan_some(desk: Desk, tickets: list[UUID], day: date) -> None:
    """Every second ticket gets an order and a visit; the first three are done, the last of them partly."""
    visits = list(_planned(desk, tickets[::2], day))
    outcomes = (VisitOutcome.DONE, VisitOutcome.DONE, VisitOutcome.PARTLY_DONE)
    for (visit_id, start), outcome in zip(visits, outcomes, strict=False):
        command = RecordVisit(visit_id, outcome, start, start + timedelta(minutes=50), "")
        with desk.begin() as uow:
            record_visit(command, uow, desk.clock)


def _planned(desk: Desk, tickets: list[UUID], day: date) -> Iterator[tuple[UUID, datetime]]:
    with desk.database.read_session() as session:
        crew = [row.id for row in technicians(session, day=day)]
    zone = ZoneInfo(desk.config.settings.zone)
    first = datetime.combine(day, FIRST_VISIT, zone).astimezone(UTC)
    for number, (ticket_id, technician) in enumerate(zip(tickets, itertools.cycle(crew), strict=False)):
        start = first + timedelta(hours=2 * (number // len(crew)))
        visit = NewVisit(new_id(), technician, start, 90)
        command = CreateOrders(ticket_id, (NewOrder(new_id(), "", visits=(visit,)),))
        try:
            with desk.begin() as uow:
                create_orders(command, uow, desk.clock)
        except RuleViolation:  # the customer is blocked from a day on that has come meanwhile
            continue
        yield visit.visit_id, start
