"""The generated company's work: requests, tickets with their articles, orders and visits, over four years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from bench import vocabulary as words
from bench.company_customers import PERIODS, Client, Unit
from bench.company_sink import Sink
from fieldservice.domain.commands.first_start import catalogue_id as made_id
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.ticket import (
    Article,
    ArticleKind,
    Channel,
    Request,
    RequestState,
    SlaEntry,
    Ticket,
)
from fieldservice.domain.rules import coverage_facts as facts
from fieldservice.domain.rules.numbers import format_number, format_order_number
from fieldservice.domain.rules.order_states import OrderState, VisitOutcome, VisitState
from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.domain.rules.sla_ledger import ClockKind
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.rules.verdict import judge
from fieldservice.domain.rules.verdict_facts import CustomerFacts, UnitFacts, VerdictQuestion, WorkFacts
from fieldservice.domain.rules.verdict_json import verdict_to_json

FIRST_TICKET = datetime(2022, 11, 2, 7, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
LIVE_TICKETS = 3_000
LIVE_STATES = (
    ("new", TicketStateType.NEW),
    ("open", TicketStateType.OPEN),
    ("in_progress", TicketStateType.IN_PROGRESS),
    ("planned", TicketStateType.IN_PROGRESS),
    ("waiting_parts", TicketStateType.PENDING_REMINDER),
)
WORKS = (("repair", "incident"), ("repair", "incident"), ("inspection", "service_request"))
CHANNELS = (Channel.PHONE, Channel.PHONE, Channel.PHONE, Channel.EMAIL, Channel.WEB)
catalogue_id = cache(made_id)


@dataclass(frozen=True, slots=True)
class People:
    """Who works in the company: the one at the desk and the technicians."""

    user_id: UUID
    technicians: tuple[UUID, ...]


class Tickets:
    """Makes `count` tickets in the order of time; the newest are still open. Every second has an order."""

    def __init__(
        self, sink: Sink, clients: Sequence[Client], people: People, branch_code: str, count: int
    ) -> None:
        self._sink = sink
        self._random = sink.random
        self._clients = clients
        self._people = people
        self._branch_code = branch_code
        self._count = count
        self._live = min(LIVE_TICKETS, count // 4)
        self._verdicts: dict[tuple[UUID, str], dict[str, Any]] = {}

    def make(self) -> None:
        for index in range(self._count):
            opened_at = FIRST_TICKET + (NOW - FIRST_TICKET) * index / self._count
            self._ticket(index, opened_at.replace(microsecond=0))

    def _ticket(self, index: int, opened_at: datetime) -> None:
        client = self._client()
        unit = self._random.choice(client.units)
        work, kind = self._random.choice(WORKS)
        ticket_id = self._sink.id_at(opened_at)
        row: dict[str, Any] = {
            "id": ticket_id,
            "number": format_number(self._branch_code, index + 1),
            "request_id": self._sink.id_at(opened_at),
            "channel": self._random.choice(CHANNELS),
            "customer_id": client.id,
            "contact_id": client.contact_id,
            "title": f"{unit.category} {self._random.choice(words.FAULTS)}",
            "description": self._random.choice(words.STORIES),
        }
        self._request(row, client, opened_at)
        self._sink.add(
            Ticket,
            **row,
            **self._standing(index, opened_at),
            **self._judged(client, unit, work, opened_at),
            type_id=catalogue_id("ticket_type", kind),
            kind_id=catalogue_id("kind", "fault"),
            work_kind_id=catalogue_id("work_kind", work),
            site_id=unit.site_id,
            equipment_id=unit.id,
            impact=3,
            urgency=self._random.randrange(1, 6),
            priority=self._random.randrange(1, 6),
            opened_at=opened_at,
            queue_id=catalogue_id("queue", "service"),
        )
        self._sink.find_by(
            Ticket,
            ticket_id,
            opened_at,
            row["number"],
            row["title"],
            client.name,
            unit.serial_number,
            at_length=row["description"],
        )
        self._around(index, row, client, opened_at)

    def _judged(self, client: Client, unit: Unit, work: str, opened_at: datetime) -> dict[str, Any]:
        """What was judged for the unit before is judged again, but for the day."""
        known = self._verdicts.get((unit.id, work))
        if known is None:
            known = self._verdicts[unit.id, work] = _judged(client, unit, work, opened_at)
        evidence = {**known["verdict"]["evidence"], "day": {"day": opened_at.date().isoformat()}}
        return {**known, "verdict": {**known["verdict"], "evidence": evidence}}

    def _client(self) -> Client:
        """A tenth of the customers calls half of the time."""
        most = len(self._clients)
        return self._clients[self._random.randrange(most if self._random.random() < 0.5 else most // 10 or 1)]

    def _standing(self, index: int, opened_at: datetime) -> dict[str, Any]:
        """State, owner and moments; columns that stay empty are named, because all rows go in together."""
        is_live = index >= self._count - self._live
        code, state_type = self._random.choice(LIVE_STATES) if is_live else ("closed", TicketStateType.CLOSED)
        owner = None if is_live and self._random.random() < 0.3 else self._people.user_id
        due = opened_at + timedelta(days=3)
        return {
            "state_id": catalogue_id("ticket_state", code),
            "state_type": state_type,
            "owner_id": owner,
            "responsible_id": owner,
            "sla_id": catalogue_id("sla", "standard"),
            "response_due_at": opened_at + timedelta(hours=4),
            "resolution_due_at": due,
            "expected_closing_at": due,
            "first_response_at": None if is_live else opened_at + timedelta(hours=1),
            "closed_at": None if is_live else opened_at + timedelta(days=2),
            "closed_by": None if is_live else ClosedBy.ORDERS if index % 2 else ClosedBy.HAND,
        }

    def _request(self, row: dict[str, Any], client: Client, opened_at: datetime) -> None:
        self._sink.add(
            Request,
            id=row["request_id"],
            channel=row["channel"],
            state=RequestState.ACCEPTED,
            received_at=opened_at,
            settled_at=opened_at,
            caller=client.phone,
            caller_name=client.contact_name,
            customer_id=client.id,
            contact_id=client.contact_id,
            title=row["title"],
            text=row["description"],
            taken_by_id=self._people.user_id,
        )
        texts = (row["title"], client.contact_name, client.phone)
        self._sink.find_by(Request, row["request_id"], opened_at, *texts, at_length=row["description"])

    def _around(self, index: int, row: dict[str, Any], client: Client, opened_at: datetime) -> None:
        """What was said, the SLA's ledger, and for every second ticket an order with its visit."""
        is_closed = index < self._count - self._live
        self._article(row["id"], ArticleKind.CALL, client.contact_name, row["description"], opened_at)
        self._clock(row["id"], ClockKind.RUNNING, opened_at)
        if is_closed:
            ended_at = opened_at + timedelta(days=2)
            self._article(row["id"], ArticleKind.UPDATE, "", self._random.choice(words.ANSWERS), ended_at)
            self._clock(row["id"], ClockKind.SOLVED, ended_at)
        if index % 2:
            self._order(row, opened_at, is_done=is_closed)

    def _article(
        self, ticket_id: UUID, kind: ArticleKind, author_name: str, text: str, moment: datetime
    ) -> None:
        said = {"kind": kind, "author_name": author_name, "text": text}
        who = {"author_id": self._people.user_id, "happened_at": moment, "recorded_at": moment}
        article_id = self._sink.id_at(moment)
        self._sink.add(Article, id=article_id, ticket_id=ticket_id, **said, **who)
        self._sink.find_by(Article, article_id, moment, at_length=text)

    def _clock(self, ticket_id: UUID, kind: ClockKind, moment: datetime) -> None:
        sla_id = catalogue_id("sla", "standard")
        line = {"started_at": moment, "kind": kind, "sla_id": sla_id}
        self._sink.add(SlaEntry, id=self._sink.id_at(moment), ticket_id=ticket_id, **line)

    def _order(self, ticket: dict[str, Any], opened_at: datetime, *, is_done: bool) -> None:
        order_id = self._sink.id_at(opened_at)
        number = format_order_number(ticket["number"], 1)
        planned_from = opened_at + timedelta(days=1)
        self._sink.add(
            WorkOrder,
            id=order_id,
            ticket_id=ticket["id"],
            position=1,
            number=number,
            title=ticket["title"],
            work_kind_id=catalogue_id("work_kind", "repair"),
            state=OrderState.FINISHED if is_done else OrderState.PLANNED,
            finished_at=opened_at + timedelta(days=2) if is_done else None,
        )
        self._sink.find_by(WorkOrder, order_id, opened_at, number, ticket["title"])
        self._visit(order_id, planned_from, is_done=is_done)

    def _visit(self, order_id: UUID, planned_from: datetime, *, is_done: bool) -> None:
        ended_at = planned_from + timedelta(minutes=90)
        self._sink.add(
            Visit,
            id=self._sink.id_at(planned_from),
            order_id=order_id,
            technician_id=self._random.choice(self._people.technicians),
            planned_from=planned_from,
            planned_to=ended_at,
            state=VisitState.ENDED if is_done else VisitState.PLANNED,
            outcome=VisitOutcome.DONE if is_done else None,
            ended_at=ended_at if is_done else None,
        )


def _judged(client: Client, unit: Unit, work: str, opened_at: datetime) -> dict[str, Any]:
    """The verdict as the rules give it; a ticket without a contract was accepted against it."""
    verdict = judge(
        VerdictQuestion(
            day=opened_at.date(),
            caller=client.phone,
            customer=CustomerFacts(client.id, client.phone, client.name),
            contracts=tuple(_contracts(client)),
            unit=UnitFacts(unit.id, unit.serial_number, unit.category, client.id),
            work=WorkFacts(catalogue_id("work_kind", work), work),
        )
    )
    return {
        "contract_id": verdict.evidence.contract_id,
        "coverage_line_id": verdict.evidence.line_id,
        "verdict": verdict_to_json(verdict),
        "verdict_outcome": verdict.outcome.value,
        "override_because": "" if verdict.is_ok else "stały klient",
    }


def _contracts(client: Client) -> Iterator[facts.ContractFacts]:
    if client.contract_id is None or client.terms_id is None or client.line_id is None:
        return
    everything = facts.LineFacts(client.line_id, 1, facts.AllUnits())
    terms = facts.TermsFacts(client.terms_id, FIRST_TICKET.date(), PERIODS[-1][1], (everything,))
    signed = facts.ContractStatus.SIGNED
    yield facts.ContractFacts(client.contract_id, client.contract_number, client.id, signed, (terms,))
