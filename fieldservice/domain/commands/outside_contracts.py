"""What another system tells of contracts: the whole of one, with its periods and lines, put by its key.

Periods and lines are recognised by their keys, else by the first day and the place: what stays keeps its row,
so that tickets which were judged by it still name it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from fieldservice.domain.commands.contracts import require_free_number, require_ours
from fieldservice.domain.commands.coverage_lines import (
    LineData,
    add_lines,
    check_lines,
    line_values,
    remove_lines,
    replace_members,
)
from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.contract import Contract, CoverageLine, Terms
from fieldservice.domain.model.customer import Customer, Site
from fieldservice.domain.model.equipment import Equipment
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.coverage_facts import ContractStatus
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every, first
from fieldservice.domain.store.outside_keys import (
    connected,
    is_keyed,
    known_row,
    named_row,
    remember,
    require_customer,
    row_id_of,
)
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ToldLine:
    """`data` says it all but for units and sites, which are named by the system's keys. Its id is given
    here.
    """

    data: LineData
    unit_keys: tuple[str, ...] = ()
    site_keys: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class ToldTerms:
    valid_from: date
    valid_to: date
    lines: tuple[ToldLine, ...]
    note: str | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class PutContract:
    """All periods of the contract. `number` and `note` stay as they are when they are None."""

    system_id: UUID
    key: str
    customer_key: str
    terms: tuple[ToldTerms, ...]
    number: str | None = None
    note: str | None = None
    is_signed: bool = True


def put_contract(command: PutContract, uow: UnitOfWork, clock: Clock) -> Changes:
    """`contract.number_missing`, `.number_taken`, `.no_terms`, `.terms_overlap`, `.ends_before_start`, what
    `check_lines` refuses, `coverage.line_used`, `outside.unknown_key`.
    """
    del clock
    connected(uow, command.system_id)
    customer = named_row(uow, command.system_id, Customer, command.customer_key)
    known = known_row(uow, command.system_id, Contract, command.key) or _contract_here(uow, command)
    contract = known or _made(command, customer.id)
    require_ours(uow, contract)
    require_customer(contract.customer_id, customer.id, command.key)
    number = (contract.number if command.number is None else command.number).strip()
    _require_sound(uow, contract, number, command.terms)
    _record(uow, contract, number, None if known else customer, command.terms)
    uow.add(contract)
    assign(contract, number=number, status=_status(command))
    if command.note is not None:
        assign(contract, note=command.note.strip())
    remember(uow, command.system_id, Contract, command.key, contract.id)
    uow.session.flush()  # the contract before its periods: there are no relationships to order them by
    _put_terms(uow, command, contract)
    return uow.commit()


def _made(command: PutContract, customer_id: UUID) -> Contract:
    contract_id = row_id_of(command.system_id, Contract, command.key)
    return Contract(id=contract_id, customer_id=customer_id, number="", note="", mastered_in="")


def _status(command: PutContract) -> ContractStatus:
    return ContractStatus.SIGNED if command.is_signed else ContractStatus.DRAFT


def _record(
    uow: UnitOfWork, contract: Contract, number: str, customer: Customer | None, told: Sequence[ToldTerms]
) -> None:
    if customer is None:
        uow.record("contract.change", contract, number=number)
        return
    first_day = min(terms.valid_from for terms in told)
    last_day = max(terms.valid_to for terms in told)
    days: dict[str, Any] = {"valid_from": first_day, "valid_to": last_day}
    uow.record("contract.create", contract, number=number, customer=customer.name, **days)


def _contract_here(uow: UnitOfWork, command: PutContract) -> Contract | None:
    """One that people entered before under the same number, not called otherwise."""
    number = (command.number or "").strip()
    found = first(uow, Contract, number=number) if number else None
    return None if found is None or is_keyed(uow, command.system_id, Contract, found.id) else found


def _require_sound(uow: UnitOfWork, contract: Contract, number: str, told: Sequence[ToldTerms]) -> None:
    if not number:
        raise RuleViolation("contract.number_missing")
    require_free_number(uow, contract, number)
    if not told:
        raise RuleViolation("contract.no_terms")
    ordered = sorted(told, key=lambda terms: terms.valid_from)
    for terms in ordered:
        if terms.valid_to < terms.valid_from:
            raise RuleViolation(
                "contract.ends_before_start", valid_from=terms.valid_from, valid_to=terms.valid_to
            )
    for earlier, later in pairwise(ordered):
        if later.valid_from <= earlier.valid_to:
            days = {"valid_from": earlier.valid_from, "valid_to": earlier.valid_to}
            raise RuleViolation("contract.terms_overlap", number=number, **days)


def _put_terms(uow: UnitOfWork, command: PutContract, contract: Contract) -> None:
    here = {terms.id: terms for terms in every(uow, Terms, contract_id=contract.id)}
    kept: dict[UUID, ToldTerms] = {}
    for told in command.terms:
        kept[_terms_id(contract, here, told)] = told
    if len(kept) < len(command.terms):
        raise RuleViolation("outside.key_doubled")
    for terms_id in here.keys() - kept.keys():
        remove_lines(uow, every(uow, CoverageLine, terms_id=terms_id))
        uow.session.flush()  # lines before their terms: there are no relationships to order them by
        uow.session.delete(here[terms_id])
    for terms_id, told in kept.items():
        terms = here.get(terms_id) or Terms(id=terms_id, contract_id=contract.id, note="")
        assign(terms, valid_from=told.valid_from, valid_to=told.valid_to)
        if told.note is not None:
            assign(terms, note=told.note.strip())
        uow.add(terms)
        uow.session.flush()  # as above
        _put_lines(uow, command.system_id, contract, terms, told.lines)


def _terms_id(contract: Contract, here: dict[UUID, Terms], told: ToldTerms) -> UUID:
    made = member_id(contract.id, "terms", told.key or told.valid_from.isoformat())
    if made in here:
        return made
    return next((terms.id for terms in here.values() if terms.valid_from == told.valid_from), made)


def _put_lines(
    uow: UnitOfWork, system_id: UUID, contract: Contract, terms: Terms, told: Sequence[ToldLine]
) -> None:
    here = {line.id: line for line in every(uow, CoverageLine, terms_id=terms.id)}
    places = {line.position: line.id for line in here.values()}
    wanted: dict[UUID, LineData] = {}
    for place, line in enumerate(told, 1):
        made = member_id(terms.id, "line", line.key or str(place))
        line_id = made if line.key or made in here else places.get(place, made)
        wanted[line_id] = _line(uow, system_id, line, line_id)
    if len(wanted) < len(told):
        raise RuleViolation("outside.key_doubled")
    check_lines(uow, contract.customer_id, wanted.values())
    remove_lines(uow, [line for line_id, line in here.items() if line_id not in wanted])
    _order(uow, [here[line_id] for line_id in wanted if line_id in here], list(wanted))
    for place, (line_id, data) in enumerate(wanted.items(), 1):
        if line_id not in here:
            add_lines(uow, terms.id, [data], place)
            continue
        assign(here[line_id], **line_values(uow, data))
        if replace_members(uow, data):
            here[line_id].version += 1  # what hangs on a line is part of it


def _order(uow: UnitOfWork, lines: Sequence[CoverageLine], ids: Sequence[UUID]) -> None:
    """Give lines their places; two may change them, and no two may have one at any moment."""
    moved = [line for line in lines if line.position != ids.index(line.id) + 1]
    for line in moved:
        line.position = -1 - ids.index(line.id)
    uow.session.flush()  # out of each other's way first
    for line in moved:
        line.position = ids.index(line.id) + 1
    uow.session.flush()  # before new lines take the places that are left


def _line(uow: UnitOfWork, system_id: UUID, told: ToldLine, line_id: UUID) -> LineData:
    units = tuple(named_row(uow, system_id, Equipment, key).id for key in told.unit_keys)
    sites = tuple(named_row(uow, system_id, Site, key).id for key in told.site_keys)
    return replace(told.data, line_id=line_id, unit_ids=units, site_ids=sites)
