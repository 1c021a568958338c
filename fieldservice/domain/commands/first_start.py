"""The first start: branch, workstation, user and the dictionaries, so that work can begin.

What is made here has ids made from its codes: two offices that start on their own make the same dictionaries.
"""

from dataclasses import dataclass
from uuid import UUID, uuid5

from fieldservice.domain.commands import default_catalogue as defaults
from fieldservice.domain.commands.default_catalogue import LANGUAGES, Entry
from fieldservice.domain.commands.default_roles import ADMINISTRATOR, role_id, standard_roles
from fieldservice.domain.commands.roles import has_role
from fieldservice.domain.model.base import Base
from fieldservice.domain.model.catalogue import (
    BlockReason,
    Calendar,
    Kind,
    PriorityCell,
    Purpose,
    Queue,
    Service,
    Sla,
    SlaRule,
    TicketState,
    TicketType,
    WorkKind,
)
from fieldservice.domain.model.people import Branch, Technician, UserAccount, Workstation
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.coverage_facts import WorkMode
from fieldservice.domain.rules.priority import PriorityMatrix
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.unit_of_work import UnitOfWork

CATALOGUE = UUID("8a2f1b64-1c35-5d0f-8b1d-7d0f6b1f2c01")
OFFICE_WEEK = [[[480, 960]]] * 5 + [[], []]
WHOLE_WEEK = [[[0, 1440]]] * 7
QUEUE = Entry(
    "service", ("Service desk", "Dyspozytornia", "Dispečink", "Mesa de servicio", "Central de serviço")
)


@dataclass(frozen=True, slots=True)
class SetUpCompany:
    """What the first start is told: language of the dictionaries, the branch, the person, the country.

    A centre has no workstation of its own, and no dictionaries (`has_catalogue`) when a desk will bring them.
    """

    language: str
    branch_code: str
    branch_name: str
    user_id: UUID
    user_login: str
    user_name: str
    workstation_id: UUID | None
    country: str
    zone: str
    technicians: tuple[str, ...] = ()
    has_catalogue: bool = True


def catalogue_id(kind: str, code: str) -> UUID:
    """The id of an entry that every company starts with."""
    return uuid5(CATALOGUE, f"{kind}|{code}")


def set_up_company(command: SetUpCompany, uow: UnitOfWork, clock: Clock) -> Changes:
    """Make what work needs; a company that was set up before is left as it is."""
    branch = Branch(
        id=catalogue_id("branch", command.branch_code), code=command.branch_code, name=command.branch_name
    )
    uow.record("company.set_up", branch, happened_at=clock.now(), undoable=False, name=command.branch_name)
    if uow.session.get(UserAccount, command.user_id) is None:
        uow.add(branch, *_people(command, branch))
        uow.add(*(_catalogue(command) if command.has_catalogue else ()))
    return uow.commit()


def _people(command: SetUpCompany, branch: Branch) -> list[Base]:
    user = UserAccount(id=command.user_id, login=command.user_login, name=command.user_name, rights=[])
    roles = [*standard_roles(command.language), has_role(user.id, role_id(ADMINISTRATOR))]
    crew = [Technician(id=catalogue_id("technician", name), name=name) for name in command.technicians]
    return [user, *roles, *_stations(command, branch), *crew]


def _stations(command: SetUpCompany, branch: Branch) -> list[Base]:
    if command.workstation_id is None:
        return []
    return [Workstation(id=command.workstation_id, branch_id=branch.id, name=command.branch_name)]


def _catalogue(command: SetUpCompany) -> list[Base]:
    language = command.language
    calendars = _calendars(command)
    dictionaries = [
        *(TicketType(**_named("ticket_type", e, i, language)) for i, e in enumerate(defaults.TICKET_TYPES)),
        *(Purpose(**_named("purpose", e, i, language)) for i, e in enumerate(defaults.PURPOSES)),
        *(Kind(**_named("kind", e, i, language)) for i, e in enumerate(defaults.KINDS)),
        *(Service(**_named("service", e, i, language)) for i, e in enumerate(defaults.SERVICES)),
        *(
            BlockReason(**_named("block_reason", e, i, language))
            for i, e in enumerate(defaults.BLOCK_REASONS)
        ),
        *(_work_kind(e, i, language) for i, e in enumerate(defaults.WORK_KINDS)),
        *(_state(e, i, language) for i, e in enumerate(defaults.TICKET_STATES)),
        Queue(**_named("queue", QUEUE, 0, language)),
        *_matrix(),
    ]
    slas = [_sla(entry, i, language) for i, entry in enumerate(defaults.SLAS)]
    return [*calendars, *dictionaries, *slas, *_sla_rules()]


def _named(kind: str, entry: Entry, position: int, language: str) -> dict[str, object]:
    translations = dict(zip(LANGUAGES, entry.names, strict=True))
    return {
        "id": catalogue_id(kind, entry.code),
        "code": entry.code,
        "name": translations.get(language, entry.names[0]),
        "translations": translations,
        "position": position,
    }


def _calendars(command: SetUpCompany) -> list[Calendar]:
    office = Calendar(
        **_named("calendar", defaults.CALENDAR, 0, command.language),
        zone=command.zone,
        week=OFFICE_WEEK,
        country=command.country,
    )
    always = Calendar(
        **_named("calendar", defaults.ROUND_THE_CLOCK, 1, command.language),
        zone=command.zone,
        week=WHOLE_WEEK,
    )
    return [office, always]


def _work_kind(entry: Entry, position: int, language: str) -> WorkKind:
    mode, minutes = entry.note.split()
    return WorkKind(
        **_named("work_kind", entry, position, language),
        mode=WorkMode(mode.removesuffix("+repair")),
        is_repair=mode.endswith("+repair"),
        default_minutes=int(minutes),
    )


def _state(entry: Entry, position: int, language: str) -> TicketState:
    return TicketState(
        **_named("ticket_state", entry, position, language),
        state_type=TicketStateType(entry.note),
        is_default=next(state.code for state in defaults.TICKET_STATES if state.note == entry.note)
        == entry.code,
    )


def _matrix() -> list[PriorityCell]:
    return [
        PriorityCell(
            id=catalogue_id("priority_cell", f"{impact}|{urgency}"),
            impact=impact,
            urgency=urgency,
            priority=PriorityMatrix().priority(impact, urgency),
        )
        for impact in range(1, 6)
        for urgency in range(1, 6)
    ]


def _sla(entry: Entry, position: int, language: str) -> Sla:
    calendar, response, resolution = entry.note.split()
    return Sla(
        **_named("sla", entry, position, language),
        calendar_id=catalogue_id("calendar", calendar),
        response_minutes=int(response),
        resolution_minutes=int(resolution),
    )


def _sla_rules() -> list[Base]:
    return [
        SlaRule(
            id=catalogue_id("sla_rule", str(position)),
            position=position,
            sla_id=catalogue_id("sla", sla),
            customer_class=customer_class or None,
            priority=priority or None,
        )
        for position, (sla, customer_class, priority) in enumerate(defaults.SLA_RULES)
    ]
