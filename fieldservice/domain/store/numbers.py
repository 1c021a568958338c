"""Issue of human numbers, in the transaction that needs them: unique, never reused, gaps allowed (DESIGN
4.2).
"""

from uuid import UUID

from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.journal import NumberSeries
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.numbers import format_number
from fieldservice.domain.store.counting import count_up
from fieldservice.domain.store.unit_of_work import UnitOfWork

NUMBER_SERIES = UUID("5b0f7f6e-54f6-5f5f-9f53-0b6f2f0d6a11")


def issue_number(uow: UnitOfWork) -> str:
    """Issue the branch's next number, such as WAW-000123. Locks the series until the transaction ends."""
    code = uow.actor.branch_code
    key = {"id": member_id(NUMBER_SERIES, code), "branch_code": code}
    counted = count_up(uow.session, NumberSeries, NumberSeries.last_number, key)
    return format_number(code, counted, uow.rulebook.number_digits)


def continue_series(uow: UnitOfWork, branch_code: str, next_number: int) -> None:
    """Let the branch go on with this number; `number.goes_back` when one as high was issued before."""
    key = member_id(NUMBER_SERIES, branch_code)
    series = uow.session.get(NumberSeries, key, with_for_update=True, populate_existing=True)
    if series is None:
        uow.add(NumberSeries(id=key, branch_code=branch_code, last_number=next_number - 1))
    elif next_number <= series.last_number:
        raise RuleViolation("number.goes_back", number=next_number, last=series.last_number)
    else:
        series.last_number = next_number - 1
