"""May this call be served? Asked by machines before a person answers; the intake screen agrees with it.

A call names a number, perhaps a serial number and a kind of work, all as somebody wrote them.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import WorkKind
from fieldservice.domain.queries.callers import (
    CallerMatch,
    CallerSearch,
    find_callers,
    units_with_serial_number,
)
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.verdict_values import Verdict
from fieldservice.domain.store.verdicts import VerdictAsk, ask_verdict


@dataclass(frozen=True, slots=True)
class CallQuestion:
    """`work` is the name of a kind of work in any language, `region` the country numbers are at home in."""

    day: date
    region: str
    caller: str = ""
    serial_number: str = ""
    work: str = ""


@dataclass(frozen=True, slots=True)
class CallAnswer:
    """Who it may be, what was asked in ids, and the verdict. `is_work_unknown`: no work has that name."""

    search: CallerSearch
    ask: VerdictAsk
    verdict: Verdict
    is_work_unknown: bool = False

    @property
    def matches(self) -> tuple[CallerMatch, ...]:
        return self.search.matches


def verdict_for_call(session: Session, call: CallQuestion) -> CallAnswer:
    """Resolve caller, unit and work, and judge as of the day.

    Without a caller the serial number tells the customer. Of several customers on one number, the one who
    owns the unit is meant.
    """
    search = find_callers(session, call.caller or call.serial_number, call.region)
    units = units_with_serial_number(session, call.serial_number) if call.serial_number.strip() else []
    search = _owners_only(search, units)
    customer_id = search.only.customer_id if search.only else None
    work_kind_id = work_kind_named(session, call.work)
    own = [unit for unit, owner in units if owner == customer_id]
    others = [unit for unit, owner in units if owner != customer_id]
    ask = VerdictAsk(
        day=call.day,
        caller=call.caller,
        possible_customers=len(search.matches) if customer_id is None else 0,
        customer_id=customer_id,
        equipment_id=own[0] if len(own) == 1 else others[0] if others and not own else None,
        serial_number="" if units else call.serial_number.strip(),
        work_kind_id=work_kind_id,
    )
    return CallAnswer(
        search, ask, ask_verdict(session, ask), bool(call.work.strip()) and work_kind_id is None
    )


def work_kind_named(session: Session, name: str) -> UUID | None:
    """The kind of work by its code or its name in any language: whole, or the only one that begins so."""
    folded = fold(name.strip())
    if not folded:
        return None
    names = _names_of_works(session)
    whole = [work for work, known in names.items() if folded in known]
    begun = [work for work, known in names.items() if any(each.startswith(folded) for each in known)]
    found = whole or begun
    return found[0] if len(found) == 1 or whole else None


def work_kinds_known_as(session: Session, typed: str) -> list[UUID]:
    """Kinds of work whose code or name in any language begins as typed, then those that hold it."""
    folded = fold(typed.strip())
    names = _names_of_works(session)
    begun = [work for work, known in names.items() if any(each.startswith(folded) for each in known)]
    held = [work for work, known in names.items() if any(folded in each for each in known)]
    return list(dict.fromkeys([*begun, *held]))


def _names_of_works(session: Session) -> dict[UUID, set[str]]:
    """Code and names, folded, of every kind of work that is in use."""
    works = select(WorkKind).where(WorkKind.is_active).order_by(WorkKind.position)
    return {
        row.id: {fold(each) for each in (row.code, row.name, *map(str, row.translations.values()))}
        for row in session.scalars(works)
    }


def _owners_only(search: CallerSearch, units: list[tuple[UUID, UUID]]) -> CallerSearch:
    owners = {owner for _unit, owner in units}
    meant = tuple(match for match in search.matches if match.customer_id in owners)
    is_decided = len(search.matches) > 1 and len(meant) == 1
    return CallerSearch(meant, search.phone) if is_decided else search
