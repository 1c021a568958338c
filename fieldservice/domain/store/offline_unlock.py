"""Coming in at a desk of a centre without a line: the centre's own hash, kept here, good for a while."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from fieldservice.domain.model.exchange import OfflineUnlock
from fieldservice.domain.model.people import Password, SignIn
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.exchange_state import exchange_state, is_joined

GOOD_FOR = timedelta(days=14)
"""Since the desk exchanged last."""
ENDED = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for the end of a password that was changed at the centre."""


@dataclass(frozen=True, slots=True)
class Verified:
    """Who the centre let in: `verifier` is an Argon2id hash made for this desk alone."""

    user_id: UUID
    verifier: str
    valid_until: datetime


def keep_verified(session: Session, person: Verified) -> None:
    """From now on their password opens the desk without a line, too."""
    session.merge(Password(user_id=person.user_id, hashed=person.verifier, must_change=False, failures=0))
    session.merge(OfflineUnlock(user_id=person.user_id, valid_until=person.valid_until))


def seat_verified(session: Session, workstation_id: UUID, user_id: UUID, now: datetime) -> None:
    """They are who worked here last."""
    session.merge(SignIn(workstation_id=workstation_id, user_id=user_id, signed_in_at=now))


def end_verified(session: Session, user_ids: Sequence[UUID]) -> None:
    """Their passwords were changed at the centre: what is kept here opens nothing until they come in anew."""
    if user_ids:
        ended = update(OfflineUnlock).where(OfflineUnlock.user_id.in_(user_ids))
        session.execute(ended.values(valid_until=ENDED))


def require_unlockable(session: Session, user_id: UUID, now: datetime) -> None:
    """`sign_in.changed_at_centre` after the password was changed there, `sign_in.offline_too_long` when the
    centre was not asked for too long. A desk that stands alone asks nobody else.
    """
    if not is_joined(session):
        return
    unlock, state = session.get(OfflineUnlock, user_id), exchange_state(session)
    if unlock is None or state is None:
        return
    if unlock.valid_until <= ENDED:
        raise RuleViolation("sign_in.changed_at_centre")
    exchanged = state.exchanged_at or state.joined_at
    if now > max(unlock.valid_until, exchanged + GOOD_FOR):
        raise RuleViolation("sign_in.offline_too_long", days=GOOD_FOR.days, exchanged_at=exchanged)
