"""What a person may do. Checked in commands; a role is a list of these names on the user."""

from enum import StrEnum

from sqlalchemy import bindparam, select

from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.unit_of_work import UnitOfWork

USER = select(UserAccount.is_active, UserAccount.rights).where(UserAccount.id == bindparam("id"))


class Right(StrEnum):
    EVERYTHING = "everything"
    LOG_REQUEST = "log_request"
    OVERRIDE_VERDICT = "override_verdict"
    OVERRIDE_PLAN = "override_plan"
    EDIT_TICKET = "edit_ticket"
    FINISH_ORDER = "finish_order"


def may(uow: UnitOfWork, right: Right) -> bool:
    user = uow.session.connection().execute(USER, {"id": uow.actor.user_id}).first()
    return (
        user is not None and user.is_active and bool({right.value, Right.EVERYTHING.value} & set(user.rights))
    )


def require(uow: UnitOfWork, right: Right) -> None:
    """Raise `RuleViolation` `rights.missing` when the person who works here lacks the right."""
    if not may(uow, right):
        raise RuleViolation("rights.missing", right=right.value)
