"""Contracts: made, signed, renewed by further terms, ended. What was agreed for the past stays (B01).

A contract that another system keeps is only read here (A15): each change asks `require_ours`.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fieldservice.domain.commands.coverage_lines import (
    LineData,
    LineFields,
    add_lines,
    check_lines,
    copied_lines,
    fields_of,
    line_of,
    line_values,
    remove_lines,
    replace_members,
    stored_line,
)
from fieldservice.domain.model.contract import Contract, CoverageLine, Terms
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.coverage_facts import ContractStatus
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.mastering import Kept
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every, exists, first, over_stored, take
from fieldservice.domain.store.mastering import require_kept_here
from fieldservice.domain.store.numbers import issue_number
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TermsData:
    """One period, both days included, with what it promises."""

    terms_id: UUID
    valid_from: date
    valid_to: date
    lines: tuple[LineData, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class CreateContract:
    """A contract with its first terms; without a number one is issued."""

    contract_id: UUID
    customer_id: UUID
    terms: TermsData
    number: str = ""
    is_signed: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class SignContract:
    contract_id: UUID
    version: int | None = None


@dataclass(frozen=True, slots=True)
class DiscardContract:
    """Put aside a draft that comes to nothing; it stays in the history."""

    contract_id: UUID
    version: int | None = None


@dataclass(frozen=True, slots=True)
class EndContract:
    """The contract ends early: its terms last until `last_day`, that day included."""

    contract_id: UUID
    last_day: date
    reason: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class AddTerms:
    """Renew: a further period. Without lines of its own it goes on with those of the latest terms."""

    contract_id: UUID
    terms: TermsData


@dataclass(frozen=True, slots=True)
class RemoveTerms:
    """Take back terms on which nothing rests yet."""

    terms_id: UUID


@dataclass(frozen=True, slots=True)
class AddLine:
    terms_id: UUID
    line: LineData


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """With `seen`, what another person changed meanwhile is kept beside it, field by field (P-39)."""

    version: int
    line: LineData
    seen: LineFields | None = None


@dataclass(frozen=True, slots=True)
class RemoveLine:
    line_id: UUID


def create_contract(command: CreateContract, uow: UnitOfWork, clock: Clock) -> Changes:
    """`contract.number_taken`, `contract.ends_before_start`, and what `check_lines` refuses."""
    del clock
    require_kept_here(uow, Kept.CONTRACTS)
    customer = uow.get(Customer, command.customer_id)
    contract = Contract(
        id=command.contract_id,
        customer_id=customer.id,
        number=command.number.strip() or f"U-{issue_number(uow)}",
        status=ContractStatus.SIGNED if command.is_signed else ContractStatus.DRAFT,
        note=command.note.strip(),
    )
    uow.record(
        "contract.create",
        contract,
        number=contract.number,
        customer=customer.name,
        valid_from=command.terms.valid_from,
        valid_to=command.terms.valid_to,
    )
    if not exists(uow, Contract, contract.id):
        require_free_number(uow, contract, contract.number)
        check_lines(uow, customer.id, command.terms.lines)
        uow.add(contract)
        _add_terms(uow, contract, command.terms)
    return uow.commit()


def sign_contract(command: SignContract, uow: UnitOfWork, clock: Clock) -> Changes:
    """`contract.not_a_draft`, `row.changed_meanwhile`."""
    del clock
    contract = _draft(uow, command.contract_id, command.version)
    uow.record("contract.sign", contract, number=contract.number)
    assign(contract, status=ContractStatus.SIGNED)
    return uow.commit()


def discard_contract(command: DiscardContract, uow: UnitOfWork, clock: Clock) -> Changes:
    """`contract.not_a_draft`, `row.changed_meanwhile`."""
    del clock
    contract = _draft(uow, command.contract_id, command.version)
    uow.record("contract.discard", contract, number=contract.number)
    assign(contract, status=ContractStatus.DELETED)
    return uow.commit()


def end_contract(command: EndContract, uow: UnitOfWork, clock: Clock) -> Changes:
    """`contract.reason_missing`, `contract.not_valid_on`, `contract.later_terms`, `row.changed_meanwhile`."""
    del clock
    contract = require_ours(uow, take(uow, Contract, command.contract_id, command.version))
    reason = command.reason.strip()
    if not reason:
        raise RuleViolation("contract.reason_missing")
    terms = _last_terms(uow, contract)
    if command.last_day < terms.valid_from and len(every(uow, Terms, contract_id=contract.id)) > 1:
        raise RuleViolation("contract.later_terms", number=contract.number, valid_from=terms.valid_from)
    if not terms.valid_from <= command.last_day <= terms.valid_to:
        raise RuleViolation(
            "contract.not_valid_on", number=contract.number, day=command.last_day, valid_to=terms.valid_to
        )
    uow.record("contract.end", contract, number=contract.number, last_day=command.last_day, reason=reason)
    assign(terms, valid_to=command.last_day)
    return uow.commit()


def add_terms(command: AddTerms, uow: UnitOfWork, clock: Clock) -> Changes:
    """`contract.terms_overlap`, `contract.ends_before_start`, and what `check_lines` refuses."""
    del clock
    contract = require_ours(uow, uow.get(Contract, command.contract_id))
    data = command.terms
    uow.record(
        "contract.add_terms",
        contract,
        number=contract.number,
        valid_from=data.valid_from,
        valid_to=data.valid_to,
    )
    extend(uow, contract, data)
    return uow.commit()


def remove_terms(command: RemoveTerms, uow: UnitOfWork, clock: Clock) -> Changes:
    """`coverage.line_used` when something rests on them, `contract.only_terms` for the last ones."""
    del clock
    terms = uow.get(Terms, command.terms_id)
    contract = require_ours(uow, uow.get(Contract, terms.contract_id))
    if len(every(uow, Terms, contract_id=contract.id)) == 1:
        raise RuleViolation("contract.only_terms", number=contract.number)
    uow.record("contract.remove_terms", contract, number=contract.number, valid_from=terms.valid_from)
    remove_lines(uow, every(uow, CoverageLine, terms_id=terms.id))
    uow.session.flush()  # lines before their terms: there are no relationships to order them by
    uow.session.delete(terms)
    return uow.commit()


def add_line(command: AddLine, uow: UnitOfWork, clock: Clock) -> Changes:
    """What `check_lines` refuses."""
    del clock
    terms = uow.get(Terms, command.terms_id)
    contract = require_ours(uow, uow.get(Contract, terms.contract_id))
    check_lines(uow, contract.customer_id, [command.line])
    position = max((line.position for line in every(uow, CoverageLine, terms_id=terms.id)), default=0) + 1
    uow.record("contract.add_line", contract, number=contract.number, position=position)
    if not exists(uow, CoverageLine, command.line.line_id):
        add_lines(uow, terms.id, [command.line], position)
    return uow.commit()


def change_line(command: ChangeLine, uow: UnitOfWork, clock: Clock) -> Changes:
    """What `check_lines` refuses, `row.changed_meanwhile`, `row.fields_in_conflict`.

    Verdicts on tickets keep what held for them.
    """
    del clock
    line = uow.get(CoverageLine, command.line.line_id)
    stored = fields_of(stored_line(uow, line, line.id))
    fields = over_stored(line, command.version, stored, fields_of(command.line), command.seen)
    data = line_of(line.id, fields)
    contract = require_ours(uow, uow.get(Contract, uow.get(Terms, line.terms_id).contract_id))
    check_lines(uow, contract.customer_id, [data])
    uow.record("contract.change_line", contract, number=contract.number, position=line.position)
    assign(line, **line_values(uow, data))
    if replace_members(uow, data):
        line.version += 1  # what hangs on a line is part of it
    return uow.commit()


def remove_line(command: RemoveLine, uow: UnitOfWork, clock: Clock) -> Changes:
    """`coverage.line_used`, `coverage.no_lines` for the last one."""
    del clock
    line = uow.get(CoverageLine, command.line_id)
    contract = require_ours(uow, uow.get(Contract, uow.get(Terms, line.terms_id).contract_id))
    if len(every(uow, CoverageLine, terms_id=line.terms_id)) == 1:
        raise RuleViolation("coverage.no_lines")
    uow.record("contract.remove_line", contract, number=contract.number, position=line.position)
    remove_lines(uow, [line])
    return uow.commit()


def require_ours(uow: UnitOfWork, contract: Contract) -> Contract:
    """`contract.kept_elsewhere` when another system keeps it, `outside.keeps_contracts` when all."""
    require_kept_here(uow, Kept.CONTRACTS)
    if contract.mastered_in:
        raise RuleViolation("contract.kept_elsewhere", number=contract.number, system=contract.mastered_in)
    return contract


def extend(uow: UnitOfWork, contract: Contract, data: TermsData) -> None:
    """Add a period, once; without lines of its own it goes on with those of the latest one."""
    if exists(uow, Terms, data.terms_id):
        return
    require_free_days(uow, contract, data.valid_from, data.valid_to)
    lines = data.lines or tuple(copied_lines(uow, _last_terms(uow, contract).id, data.terms_id))
    check_lines(uow, contract.customer_id, lines)
    _add_terms(uow, contract, data, lines)


def _add_terms(
    uow: UnitOfWork, contract: Contract, data: TermsData, lines: tuple[LineData, ...] | None = None
) -> None:
    _require_order(data.valid_from, data.valid_to)
    terms = Terms(
        id=data.terms_id,
        contract_id=contract.id,
        valid_from=data.valid_from,
        valid_to=data.valid_to,
        note=data.note.strip(),
    )
    uow.session.flush()  # contract, terms, lines in turn: there are no relationships to order them by
    uow.add(terms)
    uow.session.flush()  # as above
    add_lines(uow, terms.id, data.lines if lines is None else lines)


def _draft(uow: UnitOfWork, contract_id: UUID, version: int | None) -> Contract:
    contract = require_ours(uow, take(uow, Contract, contract_id, version))
    if contract.status is not ContractStatus.DRAFT:
        raise RuleViolation("contract.not_a_draft", number=contract.number)
    return contract


def _last_terms(uow: UnitOfWork, contract: Contract) -> Terms:
    return max(every(uow, Terms, contract_id=contract.id), key=lambda terms: terms.valid_from)


def _require_order(valid_from: date, valid_to: date) -> None:
    if valid_to < valid_from:
        raise RuleViolation("contract.ends_before_start", valid_from=valid_from, valid_to=valid_to)


def require_free_days(
    uow: UnitOfWork, contract: Contract, valid_from: date, valid_to: date, but: UUID | None = None
) -> None:
    """`contract.ends_before_start`, `contract.terms_overlap` with another period than `but`."""
    _require_order(valid_from, valid_to)
    for terms in every(uow, Terms, contract_id=contract.id):
        if terms.id != but and terms.valid_from <= valid_to and valid_from <= terms.valid_to:
            raise RuleViolation(
                "contract.terms_overlap",
                number=contract.number,
                valid_from=terms.valid_from,
                valid_to=terms.valid_to,
            )


def require_free_number(uow: UnitOfWork, contract: Contract, number: str) -> None:
    """`contract.number_taken` by another contract."""
    other = first(uow, Contract, number=number)
    if other is not None and other.id != contract.id:
        raise RuleViolation("contract.number_taken", number=number)
