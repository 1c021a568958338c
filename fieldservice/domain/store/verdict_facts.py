"""What is known for a verdict, loaded from the database: the same for commands that accept and screens that
ask.

Everything of one customer is bounded by that customer: few statements a verdict, none per row, and none that
cannot matter: served units and quotas are counted only for lines that have them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, Row
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import Purpose, Service, WorkKind
from fieldservice.domain.model.contract import LineExtent
from fieldservice.domain.model.customer import Site
from fieldservice.domain.model.equipment import Equipment
from fieldservice.domain.rules import coverage_facts as facts
from fieldservice.domain.rules.coverage_quota import QuotaFacts, QuotaKind
from fieldservice.domain.rules.verdict_facts import (
    BlockFacts,
    CustomerFacts,
    ProductFacts,
    UnitFacts,
    WorkFacts,
)
from fieldservice.domain.store import verdict_statements as statements

MINUTES_AN_HOUR = Decimal(60)


def customer_facts(session: Session, customer_id: UUID) -> CustomerFacts | None:
    found = _row(session, statements.CUSTOMER, customer_id)
    if found is None:
        return None
    blocks = _rows(session, statements.BLOCKS, id=customer_id)
    return CustomerFacts(
        found.id,
        found.number,
        found.name,
        found.active_from,
        found.active_until,
        tuple(BlockFacts(block.id, block.reason, block.since, block.until) for block in blocks),
    )


def unit_facts(session: Session, equipment_id: UUID, day: date) -> UnitFacts | None:
    """The unit as it stood on the day: where, and whose site that was (P-49)."""
    found = next(iter(_rows(session, statements.UNIT, id=equipment_id, day=day)), None)
    if found is None:
        return None
    return UnitFacts(
        id=equipment_id,
        serial_number=found.serial_number,
        name=f"{found.category} {found.product}".strip(),
        customer_id=found.customer_id,
        site=facts.Named(found.site_id, found.site),
        category=facts.Named(found.category_id, found.category),
        warranty_until=found.warranty_until,
        retired_on=found.retired_on,
        same_category_at_site=found.alike,
    )


def work_facts(session: Session, work_kind_id: UUID) -> tuple[WorkFacts, facts.WorkMode] | None:
    found = _row(session, statements.WORK, work_kind_id)
    return None if found is None else (WorkFacts(found.id, found.name, found.is_repair), found.mode)


def product_facts(session: Session, product_id: UUID) -> ProductFacts | None:
    found = _row(session, statements.PRODUCT, product_id)
    return None if found is None else ProductFacts(found.id, found.name, found.supported_until)


def named(
    session: Session, kind: type[Service] | type[Purpose] | type[Site], row_id: UUID | None
) -> facts.Named | None:
    found = None if row_id is None else _row(session, statements.NAMED[kind], row_id)
    return None if found is None else facts.Named(found.id, found.name)


def zone_of_site(session: Session, site_id: UUID) -> str | None:
    """The zone that the site has of its own."""
    found = _row(session, statements.ZONE, site_id)
    return None if found is None else found.zone


def contract_facts(session: Session, customer_id: UUID) -> tuple[facts.ContractFacts, ...]:
    """All contracts of the customer with their terms and lines."""
    rows = _rows(session, statements.CONTRACTS, id=customer_id)
    members = _Members(session, [row for row in rows if row.line_id is not None])
    return tuple(_contract(list(of_contract), members) for _, of_contract in groupby(rows, attrgetter("id")))


def _contract(rows: Sequence[Row[Any]], members: "_Members") -> facts.ContractFacts:
    first = rows[0]
    periods = tuple(_terms(rows, members))
    return facts.ContractFacts(first.id, first.number, first.customer_id, first.status, periods)


def _terms(rows: Sequence[Row[Any]], members: "_Members") -> Iterator[facts.TermsFacts]:
    for terms_id, of_terms in groupby(rows, attrgetter("terms_id")):
        period = list(of_terms)
        if terms_id is not None:
            lines = tuple(members.line_facts(row) for row in period if row.line_id is not None)
            yield facts.TermsFacts(terms_id, period[0].valid_from, period[0].valid_to, lines)


class _Members:
    """What hangs on the lines, loaded together."""

    def __init__(self, session: Session, lines: Sequence[Row[Any]]) -> None:
        self._session = session
        counted = [row.line_id for row in lines if row.extent is LineExtent.CATEGORY]
        self._members = self._grouped(statements.MEMBERS, [row.line_id for row in lines])
        self._served = self._grouped(statements.SERVED, counted)
        self._used = {
            **self._amounts(statements.CASES, _with_quota(lines, QuotaKind.CASES), Decimal(1)),
            **self._amounts(statements.MINUTES, _with_quota(lines, QuotaKind.HOURS), MINUTES_AN_HOUR),
        }

    def line_facts(self, line: Row[Any]) -> facts.LineFacts:
        return facts.LineFacts(
            id=line.line_id,
            position=line.position,
            extent=self._extent(line),
            sites=self._named(line, Site.__tablename__),
            services=self._named(line, Service.__tablename__),
            kinds_of_work=self._named(line, WorkKind.__tablename__),
            mode=line.mode,
            quota=self._quota(line),
            sla_id=line.sla_id,
        )

    def _extent(self, line: Row[Any]) -> facts.Extent:
        if line.extent is LineExtent.NAMED_UNITS:
            units = self._named(line, Equipment.__tablename__)
            return facts.NamedUnits(frozenset(unit.id for unit in units))
        if line.extent is LineExtent.CATEGORY and line.category_id is not None:
            served = tuple(
                facts.ServedUnit(row.equipment_id, row.site_id, row.first_served_on, row.serial_number)
                for row in self._served[line.line_id]
            )
            category = facts.Named(line.category_id, line.category)
            return facts.UnitsOfCategory(category, line.units_per_site, served)
        return facts.AllUnits()

    def _quota(self, line: Row[Any]) -> QuotaFacts | None:
        if line.quota_kind is None or line.quota_amount is None:
            return None
        used = self._used.get(line.line_id, Decimal(0))
        levels = (line.warn_first_percent, line.warn_second_percent, line.warn_third_percent)
        return QuotaFacts(line.quota_kind, line.quota_amount, used, levels, line.quota_beyond)

    def _named(self, line: Row[Any], table: str) -> tuple[facts.Named, ...]:
        members = self._members[line.line_id]
        return tuple(facts.Named(member.id, member.name) for member in members if member.what == table)

    def _grouped(self, statement: Executable, line_ids: Sequence[UUID]) -> dict[UUID, list[Row[Any]]]:
        grouped: dict[UUID, list[Row[Any]]] = defaultdict(list)
        for row in _rows(self._session, statement, lines=line_ids) if line_ids else ():
            grouped[row.line_id].append(row)
        return grouped

    def _amounts(self, statement: Executable, line_ids: Sequence[UUID], unit: Decimal) -> dict[UUID, Decimal]:
        found = _rows(self._session, statement, lines=line_ids) if line_ids else ()
        return {row.line_id: Decimal(row.used) / unit for row in found}


def _with_quota(lines: Iterable[Row[Any]], kind: QuotaKind) -> list[UUID]:
    return [row.line_id for row in lines if row.quota_kind is kind]


def _row(session: Session, statement: Executable, row_id: UUID) -> Row[Any] | None:
    return next(iter(_rows(session, statement, id=row_id)), None)


def _rows(session: Session, statement: Executable, **values: Any) -> Sequence[Row[Any]]:
    """Past the ORM, which would cost three times what the database does; unsaved changes are not seen."""
    return session.connection().execute(statement, values).all()
