"""Who may come in at this desk: the names at the door."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.people import Password, UserAccount

MOST_PEOPLE = 1_000


@dataclass(frozen=True, slots=True)
class DoorPerson:
    id: UUID
    name: str
    has_password: bool


def people_at_the_door(session: Session) -> list[DoorPerson]:
    """Whoever works here and has a password; everybody where nobody has one."""
    has_password = Password.user_id.is_not(None)
    here = (
        select(UserAccount.id, UserAccount.name, has_password)
        .outerjoin(Password, Password.user_id == UserAccount.id)
        .where(UserAccount.is_active, ~UserAccount.is_program)
        .order_by(UserAccount.name, UserAccount.id)
    )
    everybody = [DoorPerson(*row) for row in session.execute(here.limit(MOST_PEOPLE))]
    return [person for person in everybody if person.has_password] or everybody
