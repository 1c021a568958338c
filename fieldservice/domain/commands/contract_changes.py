"""A contract corrected as one reads it: its number and note, the days and note of a period."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fieldservice.domain.commands.contracts import require_free_days, require_free_number, require_ours
from fieldservice.domain.model.contract import Contract, Terms
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.data_merging import merged_data
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, over_stored
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ContractHead:
    number: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChangeContract:
    """`seen` is what the form was opened with: two who change different fields both keep theirs."""

    contract_id: UUID
    version: int
    number: str
    note: str = ""
    seen: ContractHead | None = None


@dataclass(frozen=True, slots=True)
class PeriodData:
    """A period as its form enters it; both days belong to it."""

    valid_from: date
    valid_to: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChangeTerms:
    """Correct the days of a period; verdicts on tickets keep what held for them.

    `seen` is what the form was opened with: two who change different fields both keep theirs.
    """

    terms_id: UUID
    version: int
    valid_from: date
    valid_to: date
    note: str = ""
    seen: PeriodData | None = None


def change_contract(command: ChangeContract, uow: UnitOfWork, clock: Clock) -> Changes:
    """`contract.number_missing`, `contract.number_taken`, `row.changed_meanwhile`,
    `row.fields_in_conflict`.
    """
    del clock
    contract = require_ours(uow, uow.get(Contract, command.contract_id))
    head = ContractHead(command.number, command.note)
    if contract.version != command.version:
        stored = ContractHead(contract.number, contract.note)
        head = merged_data(head, command.seen, stored, Contract.__tablename__)
    number = head.number.strip()
    if not number:
        raise RuleViolation("contract.number_missing")
    require_free_number(uow, contract, number)
    uow.record("contract.change", contract, number=number)
    assign(contract, number=number, note=head.note.strip())
    return uow.commit()


def change_terms(command: ChangeTerms, uow: UnitOfWork, clock: Clock) -> Changes:
    """`contract.ends_before_start`, `contract.terms_overlap`, `row.changed_meanwhile`,
    `row.fields_in_conflict`.
    """
    del clock
    terms = uow.get(Terms, command.terms_id)
    mine = PeriodData(command.valid_from, command.valid_to, command.note)
    stored = PeriodData(terms.valid_from, terms.valid_to, terms.note)
    data = over_stored(terms, command.version, stored, mine, command.seen)
    contract = require_ours(uow, uow.get(Contract, terms.contract_id))
    require_free_days(uow, contract, data.valid_from, data.valid_to, but=terms.id)
    uow.record(
        "contract.change_terms",
        contract,
        number=contract.number,
        valid_from=data.valid_from,
        valid_to=data.valid_to,
    )
    assign(terms, valid_from=data.valid_from, valid_to=data.valid_to, note=data.note.strip())
    return uow.commit()
