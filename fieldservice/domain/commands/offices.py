"""Offices of the company: branches are opened by whoever may do everything, at the centre."""

from dataclasses import dataclass

from fieldservice.domain.commands.first_start import catalogue_id
from fieldservice.domain.model.people import Branch
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.numbers import check_branch_code
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import first
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OpenBranch:
    """`code` starts the numbers that the branch issues."""

    code: str
    name: str


def open_branch(command: OpenBranch, uow: UnitOfWork, clock: Clock) -> Changes:
    """`branch.code_invalid`, `branch.code_taken`, `branch.name_missing`. Its id is made from its code, as at
    a desk that began on its own under this code.
    """
    del clock
    code, name = check_branch_code(command.code.strip().upper()), command.name.strip()
    branch = Branch(id=catalogue_id("branch", code), code=code, name=name)
    uow.record("branch.open", branch, name=name)
    if not name:
        raise RuleViolation("branch.name_missing")
    taken = first(uow, Branch, code=code)
    if taken is not None:
        raise RuleViolation("branch.code_taken", branch=code, name=taken.name)
    uow.add(branch)
    return uow.commit()
