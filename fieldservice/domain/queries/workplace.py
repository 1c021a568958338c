"""The workplace of this desk, as its database tells it."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.company import CompanyProfile
from fieldservice.domain.model.exchange import ExchangeState
from fieldservice.domain.model.people import Branch, Password, SignIn, UserAccount, Workstation
from fieldservice.domain.rules.workplace import Workplace
from fieldservice.domain.store.exchange_state import JOINING

_PASSWORD_OF_SOMEBODY = (
    select(Password.user_id)
    .join(UserAccount, UserAccount.id == Password.user_id)
    .where(UserAccount.is_active)
)

# A desk of a centre holds the others' workstations too: its own is that of its device, or where somebody
# has signed in, for who signed in where does not travel.
_DEVICE = select(ExchangeState.device_id).scalar_subquery()
_HERE = (
    select(Workstation.id, Branch.code, Branch.name)
    .join(Branch, Branch.id == Workstation.branch_id)
    .outerjoin(SignIn, SignIn.workstation_id == Workstation.id)
    .order_by(
        (Workstation.id == _DEVICE).desc().nulls_last(), SignIn.workstation_id.is_(None), Workstation.id
    )
    .limit(1)
)

_SAID = select(CompanyProfile.country, CompanyProfile.currency, CompanyProfile.zone)


def workplace(session: Session) -> Workplace | None:
    """The workplace of who worked here last, or of the first user; None before the first start."""
    found = session.execute(_HERE).first()
    if found is None:
        return None
    state = select(ExchangeState.branch_id, ExchangeState.slot).where(ExchangeState.order != JOINING)
    joined = session.execute(state).first()
    last = select(SignIn.user_id).where(SignIn.workstation_id == found.id).scalar_subquery()
    order = ((UserAccount.id == last).desc().nulls_last(), UserAccount.id)
    people = select(UserAccount).where(UserAccount.is_active, ~UserAccount.is_program)
    user = session.scalars(people.order_by(*order).limit(1)).first()
    if user is None:
        return None
    asks_who = session.scalar(select(exists(_PASSWORD_OF_SOMEBODY)))
    said = session.execute(_SAID).first() or ("", "", "")
    return Workplace(
        user.id,
        user.name,
        found.id,
        found.code if joined is None else joined.slot,
        found.name,
        asks_who=bool(asks_who),
        country=said[0],
        currency=said[1],
        branch_id=None if joined is None else joined.branch_id,
        zone=said[2],
    )
