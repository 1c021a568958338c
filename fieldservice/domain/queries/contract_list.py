"""The list of all contracts: what holds today, how much of it is used, when it ends (A36, renewal alerts)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.contract import Contract, Terms
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.queries.keyset import KeyOrder, Mark, SortBy
from fieldservice.domain.rules.coverage_facts import ContractFacts, ContractStatus
from fieldservice.domain.rules.coverage_quota import QuotaFacts
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.quota_use import levels_reached, share_used
from fieldservice.domain.store import verdict_facts

PAGE_LENGTH = 100
MOST_LOOKED_AT = 2_000
SOON = timedelta(days=60)
SHOWN = (ContractStatus.SIGNED, ContractStatus.DRAFT)
NEVER = date.min


class ContractState(StrEnum):
    """Where a contract stands on a day; `ENDING` when nothing follows its last day, which is near."""

    IN_FORCE = "in-force"
    ENDING = "ending"
    COMING = "coming"
    ENDED = "ended"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class ContractFilter:
    """What the list shows; `quota_low` asks for those that have reached a level of a quota."""

    text: str = ""
    state: ContractState | None = None
    customer_id: UUID | None = None
    quota_low: bool = False


@dataclass(frozen=True, slots=True)
class ContractListRow:
    """`valid_from` and `valid_to` are of the period in force, else of the nearest; `quota` is the one that is
    used most.
    """

    id: UUID
    number: str
    customer_id: UUID
    customer: str
    state: ContractState
    valid_from: date | None
    valid_to: date | None
    last_day: date | None
    quota: QuotaFacts | None
    mastered_in: str

    def days_left(self, day: date) -> int | None:
        """Days until it ends, for what is in force."""
        is_held = self.state in (ContractState.IN_FORCE, ContractState.ENDING)
        return (self.last_day - day).days if is_held and self.last_day else None


@dataclass(frozen=True, slots=True)
class ContractPage:
    rows: tuple[ContractListRow, ...]
    next: Mark | None


@dataclass(frozen=True, slots=True)
class ContractsAsk:
    """The list as somebody looks at it on a day."""

    shown: ContractFilter
    day: date
    sorts: tuple[SortBy, ...] = ()


def contract_page(
    session: Session, ask: ContractsAsk, *, after: Mark | None = None, limit: int = PAGE_LENGTH
) -> ContractPage:
    """A page of contracts; with `quota_low` it may be short and still go on."""
    order = KeyOrder.of(ask.sorts or (SortBy("number"),), _KEYS, Contract.id.expression)
    facts = _Facts(session)
    rows: list[ContractListRow] = []
    mark, looked_at = after, 0
    while True:
        found = _chunk(session, order, ask, mark, limit + 1)
        for raw in found[:limit]:
            mark = order.mark_of(raw)
            row = _row(raw, facts, ask.day)
            if not ask.shown.quota_low or (row.quota is not None and levels_reached(row.quota)):
                rows.append(row)
            if len(rows) == limit:
                return ContractPage(tuple(rows), mark if raw is not found[-1] else None)
        looked_at += limit
        if len(found) <= limit or looked_at >= MOST_LOOKED_AT:
            return ContractPage(tuple(rows), mark if len(found) > limit else None)


_LAST_DAY = (
    select(func.max(Terms.valid_to))
    .where(Terms.contract_id == Contract.id)
    .correlate(Contract)
    .scalar_subquery()
)
_FIRST_DAY = (
    select(func.min(Terms.valid_from))
    .where(Terms.contract_id == Contract.id)
    .correlate(Contract)
    .scalar_subquery()
)
_KEYS: dict[str, ColumnElement[Any]] = {
    "number": Contract.number.expression,
    "customer": Customer.name_folded.expression,
    "ends": func.coalesce(_LAST_DAY, NEVER),
}


def _chunk(
    session: Session, order: KeyOrder, ask: ContractsAsk, after: Mark | None, limit: int
) -> Sequence[Any]:
    statement = _contracts(order).where(*_conditions(ask))
    if after is not None:
        statement = statement.where(order.behind(after))
    return session.execute(statement.order_by(*order.order_by()).limit(limit)).all()


def _contracts(order: KeyOrder) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Contract.id,
            Contract.number,
            Contract.status,
            Contract.mastered_in,
            Contract.customer_id,
            Customer.name.label("customer"),
            *order.selected(),
        )
        .join(Customer, Customer.id == Contract.customer_id)
        .where(Contract.status.in_(SHOWN))
    )


def _conditions(ask: ContractsAsk) -> Iterator[ColumnElement[bool]]:
    for word in fold(ask.shown.text).split():
        yield or_(
            func.lower(Contract.number).contains(word, autoescape=True),
            Customer.name_folded.contains(word, autoescape=True),
        )
    if ask.shown.customer_id is not None:
        yield Contract.customer_id == ask.shown.customer_id
    if ask.shown.state is not None:
        yield _in_state(ask.shown.state, ask.day)


def _in_state(state: ContractState, day: date) -> ColumnElement[bool]:
    if state is ContractState.DRAFT:
        return Contract.status == ContractStatus.DRAFT
    holds = (
        select(Terms.id)
        .where(Terms.contract_id == Contract.id, Terms.valid_from <= day, Terms.valid_to >= day)
        .exists()
    )
    conditions = {
        ContractState.IN_FORCE: and_(holds, day + SOON < _LAST_DAY),
        ContractState.ENDING: and_(holds, day + SOON >= _LAST_DAY),
        ContractState.COMING: and_(~holds, day < _LAST_DAY),
        ContractState.ENDED: day > _LAST_DAY,
    }
    return and_(Contract.status == ContractStatus.SIGNED, conditions[state])


class _Facts:
    """What a verdict knows of the customers' contracts, loaded once a customer."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[UUID, dict[UUID, ContractFacts]] = {}

    def of(self, customer_id: UUID, contract_id: UUID) -> ContractFacts:
        if customer_id not in self._known:
            found = verdict_facts.contract_facts(self._session, customer_id)
            self._known[customer_id] = {contract.id: contract for contract in found}
        return self._known[customer_id][contract_id]


def _row(raw: Any, facts: _Facts, day: date) -> ContractListRow:
    known = facts.of(raw.customer_id, raw.id)
    periods = sorted(known.terms, key=lambda terms: terms.valid_from)
    current = next((terms for terms in periods if terms.is_valid_on(day)), None)
    coming = next((terms for terms in periods if terms.valid_from > day), None)
    shown = current or coming or (periods[-1] if periods else None)
    last_day = max((terms.valid_to for terms in periods if terms.valid_to), default=None)
    quotas = [line.quota for line in (current.lines if current else ()) if line.quota is not None]
    return ContractListRow(
        id=raw.id,
        number=raw.number,
        customer_id=raw.customer_id,
        customer=raw.customer,
        state=state_of(known, day),
        valid_from=shown.valid_from if shown else None,
        valid_to=shown.valid_to if shown else None,
        last_day=last_day,
        quota=max(quotas, key=share_used, default=None),
        mastered_in=raw.mastered_in,
    )


def state_of(contract: ContractFacts, day: date) -> ContractState:
    """Where the contract stands on the day."""
    if contract.status is ContractStatus.DRAFT:
        return ContractState.DRAFT
    last_day = max((terms.valid_to or date.max for terms in contract.terms), default=NEVER)
    if any(terms.is_valid_on(day) for terms in contract.terms):
        is_near = (last_day - day) <= SOON
        return ContractState.ENDING if is_near else ContractState.IN_FORCE
    return ContractState.COMING if last_day > day else ContractState.ENDED
