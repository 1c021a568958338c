"""The company's own name, address and manner of writing, and where its numbers go on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from fieldservice.domain.commands.entries import FieldChange, kept_of
from fieldservice.domain.model.company import CompanyProfile
from fieldservice.domain.rules.calendar_zone import zone_named
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.company import require_codes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.numbers import DIGITS, check_series_code
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, exists
from fieldservice.domain.store.numbers import continue_series
from fieldservice.domain.store.unit_of_work import UnitOfWork

PROFILE_ID = UUID("8a2f1b64-1c35-5d0f-8b1d-7d0f6b1f2c02")
FIELDS = frozenset(CompanyProfile.__table__.c.keys()) - {"id"}
MOST_NUMBER = 999_999_999


@dataclass(frozen=True, slots=True)
class ChangeCompany:
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class ContinueNumbers:
    """Let the next ticket of the branch have this number; numbers never go back (DESIGN 4.2)."""

    branch: str
    next_number: int


def change_company(command: ChangeCompany, uow: UnitOfWork, clock: Clock) -> Changes:
    """`row.fields_in_conflict` when somebody else changed the same fields."""
    del clock
    if not exists(uow, CompanyProfile, PROFILE_ID):
        uow.add(CompanyProfile(id=PROFILE_ID))
        uow.session.flush()  # so that its defaults are there to be compared
    profile = uow.lock(CompanyProfile, PROFILE_ID)
    uow.record("company.change", profile, name=profile.name)
    _apply(profile, command.changes)
    require_codes(profile.country, profile.currency)
    if profile.zone:
        zone_named(profile.zone)
    if profile.number_digits not in DIGITS:
        raise RuleViolation("number.digits_wrong", first=DIGITS[0], last=DIGITS[-1])
    return uow.commit()


def continue_numbers(command: ContinueNumbers, uow: UnitOfWork, clock: Clock) -> Changes:
    """`number.goes_back` below what was issued already."""
    del clock
    branch = check_series_code(command.branch)
    if not 0 < command.next_number <= MOST_NUMBER:
        raise RuleViolation("number.counter_invalid", counter=command.next_number)
    uow.record("number.continue", None, undoable=False, branch=branch, number=command.next_number)
    continue_series(uow, branch, command.next_number)
    return uow.commit()


def _apply(profile: CompanyProfile, changes: Sequence[FieldChange]) -> None:
    unknown = {change.field for change in changes} - FIELDS
    if unknown:
        raise LookupError(unknown)
    given = [replace(change, value=_without_ends(change.value)) for change in changes]
    stored = {change.field: getattr(profile, change.field) for change in changes}
    assign(profile, **kept_of(given, stored))


def _without_ends(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
