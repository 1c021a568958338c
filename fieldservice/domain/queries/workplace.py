"""The workplace of this desk, as its database tells it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.people import Branch, UserAccount, Workstation
from fieldservice.domain.rules.workplace import Workplace


def workplace(session: Session) -> Workplace | None:
    """The workplace of a desk of one person; None before the first start."""
    user = session.scalars(
        select(UserAccount).where(UserAccount.is_active).order_by(UserAccount.id).limit(1)
    ).first()
    found = session.execute(
        select(Workstation.id, Branch.code, Branch.name)
        .join(Branch, Branch.id == Workstation.branch_id)
        .order_by(Workstation.id)
        .limit(1)
    ).first()
    if user is None or found is None:
        return None
    return Workplace(user.id, user.name, *found)
