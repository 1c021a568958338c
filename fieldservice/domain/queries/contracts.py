"""Contracts as one reads them: terms by period, lines with what they promise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import Service, WorkKind
from fieldservice.domain.model.contract import Contract, CoverageLine, Terms
from fieldservice.domain.model.equipment import Equipment
from fieldservice.domain.queries.dictionaries import MOST_ENTRIES, name_in
from fieldservice.domain.rules import coverage_facts as facts
from fieldservice.domain.rules.coverage_facts import ContractStatus, WorkMode
from fieldservice.domain.rules.coverage_quota import QuotaFacts
from fieldservice.domain.store import verdict_facts

MOST_CONTRACTS = 200


class Standing(StrEnum):
    """Where a period stands on a day."""

    PAST = "past"
    CURRENT = "current"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class LineRow:
    """A coverage line in the values that its sentence needs. `serials` of named units; empty tuples mean all.

    `served` are serial numbers that hold a counted place.
    """

    id: UUID
    version: int
    position: int
    note: str
    serials: tuple[str, ...]
    category: str
    units_per_site: int | None
    served: tuple[str, ...]
    sites: tuple[str, ...]
    works: tuple[str, ...]
    services: tuple[str, ...]
    mode: WorkMode | None
    quota: QuotaFacts | None


@dataclass(frozen=True, slots=True)
class TermsRow:
    id: UUID
    valid_from: date
    valid_to: date
    standing: Standing
    note: str
    lines: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class ContractRow:
    """`terms` are newest first; `current` are those that hold on the day asked."""

    id: UUID
    version: int
    customer_id: UUID
    number: str
    status: ContractStatus
    note: str
    terms: tuple[TermsRow, ...]

    @property
    def current(self) -> TermsRow | None:
        return next((terms for terms in self.terms if terms.standing is Standing.CURRENT), None)


def contract_card(session: Session, contract_id: UUID, *, day: date, language: str) -> ContractRow | None:
    contract = session.get(Contract, contract_id)
    if contract is None:
        return None
    rows = contracts_of(session, contract.customer_id, day=day, language=language)
    return next((row for row in rows if row.id == contract_id), None)


def contracts_of(session: Session, customer_id: UUID, *, day: date, language: str) -> tuple[ContractRow, ...]:
    """The customer's contracts but discarded ones; those that hold today first, then the newest."""
    known = {contract.id: contract for contract in verdict_facts.contract_facts(session, customer_id)}
    shown = select(Contract).where(
        Contract.customer_id == customer_id, Contract.status != ContractStatus.DELETED
    )
    contracts = session.scalars(shown.order_by(Contract.number).limit(MOST_CONTRACTS)).all()
    details = _Details(session, known.values(), language)
    rows = [_contract(contract, known[contract.id], details, day) for contract in contracts]
    return tuple(sorted(rows, key=_reading_order))


def _reading_order(row: ContractRow) -> tuple[bool, int, str]:
    newest = max((terms.valid_to.toordinal() for terms in row.terms), default=0)
    return row.current is None, -newest, row.number


class _Details:
    """What the facts of a verdict do not hold: versions, notes, serial numbers, names in the language."""

    def __init__(self, session: Session, contracts: Iterable[facts.ContractFacts], language: str) -> None:
        terms = [period for contract in contracts for period in contract.terms]
        lines = [line for period in terms for line in period.lines]
        self.terms_notes = _notes(session, Terms, [period.id for period in terms])
        self.line_notes = _notes(session, CoverageLine, [line.id for line in lines])
        self.serials = _serials(session, lines)
        self._names = _names_in(session, language)

    def names(self, named: Iterable[facts.Named]) -> tuple[str, ...]:
        return tuple(sorted(self._names.get(each.id, each.name) for each in named))


def _notes(
    session: Session, kind: type[Terms | CoverageLine], ids: Sequence[UUID]
) -> dict[UUID, tuple[int, str]]:
    found = session.execute(select(kind.id, kind.version, kind.note).where(kind.id.in_(ids)))
    return {row_id: (version, note) for row_id, version, note in found}


def _names_in(session: Session, language: str) -> dict[UUID, str]:
    """Works and services by the names that the reader knows."""
    kinds = (WorkKind, Service)
    found = [
        row
        for kind in kinds
        for row in session.execute(select(kind.id, kind.name, kind.translations).limit(MOST_ENTRIES))
    ]
    return {row_id: name_in(name, translations, language) for row_id, name, translations in found}


def _serials(session: Session, lines: Iterable[facts.LineFacts]) -> dict[UUID, str]:
    extents = (line.extent for line in lines)
    named = {unit for extent in extents if isinstance(extent, facts.NamedUnits) for unit in extent.unit_ids}
    statement = select(Equipment.id, Equipment.serial_number).where(Equipment.id.in_(named))
    return dict(session.execute(statement).all())


def _contract(contract: Contract, known: facts.ContractFacts, details: _Details, day: date) -> ContractRow:
    terms = sorted(known.terms, key=lambda period: period.valid_from, reverse=True)
    return ContractRow(
        contract.id,
        contract.version,
        contract.customer_id,
        contract.number,
        contract.status,
        contract.note,
        tuple(_terms(period, details, day) for period in terms),
    )


def _terms(period: facts.TermsFacts, details: _Details, day: date) -> TermsRow:
    last_day = period.valid_to or date.max
    return TermsRow(
        period.id,
        period.valid_from,
        last_day,
        _standing(period.valid_from, last_day, day),
        details.terms_notes[period.id][1],
        tuple(_line(line, details) for line in period.lines),
    )


def _standing(valid_from: date, valid_to: date, day: date) -> Standing:
    if valid_to < day:
        return Standing.PAST
    return Standing.FUTURE if valid_from > day else Standing.CURRENT


def _line(line: facts.LineFacts, details: _Details) -> LineRow:
    extent = line.extent
    version, note = details.line_notes[line.id]
    counted = extent if isinstance(extent, facts.UnitsOfCategory) else None
    named = extent.unit_ids if isinstance(extent, facts.NamedUnits) else ()
    return LineRow(
        id=line.id,
        version=version,
        position=line.position,
        note=note,
        serials=tuple(sorted(details.serials[unit] for unit in named)),
        category=counted.category.name if counted else "",
        units_per_site=counted.units_per_site if counted else None,
        served=tuple(unit.serial_number for unit in counted.served) if counted else (),
        sites=details.names(line.sites),
        works=details.names(line.kinds_of_work),
        services=details.names(line.services),
        mode=line.mode,
        quota=line.quota,
    )
