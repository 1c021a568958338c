"""People who work here: users and what they may do, technicians, teams, and the places they work at."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import (
    JSON_VALUE,
    Aggregate,
    Base,
    CodeText,
    JsonList,
    JsonValue,
    LongText,
    Moment,
    ShortText,
    UuidPk,
    enum_text,
    references,
)
from fieldservice.domain.model.catalogue import Named
from fieldservice.domain.rules.rights import Reach
from fieldservice.domain.rules.teams import TeamBasis


class Branch(Base):
    """An office; its code starts the numbers that it issues."""

    __tablename__ = "branch"

    id: Mapped[UuidPk]
    code: Mapped[CodeText] = mapped_column(unique=True)
    name: Mapped[ShortText]


class Workstation(Base):
    """One installation of the desk at a branch."""

    __tablename__ = "workstation"

    id: Mapped[UuidPk]
    branch_id: Mapped[UUID] = mapped_column(references("branch.id"))
    name: Mapped[ShortText]


class Role(Aggregate):
    """What those who have it may do. `queue_ids`, `type_ids`, `state_ids` and `reach` limit whose tickets."""

    __tablename__ = "role"

    id: Mapped[UuidPk]
    code: Mapped[CodeText] = mapped_column(unique=True)
    name: Mapped[ShortText]
    translations: Mapped[JsonValue] = mapped_column(default=dict)
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    rights: Mapped[JsonList] = mapped_column(default=list)
    reach: Mapped[Reach] = mapped_column(enum_text(Reach), default=Reach.EVERYTHING)
    queue_ids: Mapped[JsonList] = mapped_column(default=list)
    type_ids: Mapped[JsonList] = mapped_column(default=list)
    state_ids: Mapped[JsonList] = mapped_column(default=list)


class UserAccount(Aggregate):
    """Somebody who works with the program.

    `rights` are given to this person besides the roles. From `away_from` to `away_until`, both included, the
    substitute looks after this person's tickets. A supervisor sees what their people work on. `is_program`
    is no person but another system: nobody signs in as it, nothing is handed to it.
    """

    __tablename__ = "user_account"

    id: Mapped[UuidPk]
    login: Mapped[CodeText] = mapped_column(unique=True)
    name: Mapped[ShortText]
    rights: Mapped[JsonList] = mapped_column(default=list)
    is_active: Mapped[bool] = mapped_column(default=True)
    email: Mapped[ShortText] = mapped_column(default="", server_default="")
    phone: Mapped[CodeText] = mapped_column(default="", server_default="")
    language: Mapped[CodeText | None]
    supervisor_id: Mapped[UUID | None] = mapped_column(references("user_account.id"))
    substitute_id: Mapped[UUID | None] = mapped_column(references("user_account.id"))
    away_from: Mapped[date | None]
    away_until: Mapped[date | None]
    password_set_at: Mapped[datetime | None]
    is_program: Mapped[bool] = mapped_column(default=False, server_default="0")


class UserRole(Base):
    __tablename__ = "user_role"
    __table_args__ = (UniqueConstraint("user_id", "role_id"),)

    id: Mapped[UuidPk]
    user_id: Mapped[UUID] = mapped_column(references("user_account.id"))
    role_id: Mapped[UUID] = mapped_column(references("role.id"))


class Password(Base):
    """The hash of a user's password, kept out of the journal: neither history nor undo ever sees it."""

    __tablename__ = "password"
    journaled = False

    user_id: Mapped[UUID] = mapped_column(references("user_account.id"), primary_key=True)
    hashed: Mapped[LongText]
    must_change: Mapped[bool] = mapped_column(default=False)
    failures: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None]


class SignIn(Base):
    """Who worked last at a workstation."""

    __tablename__ = "sign_in"
    journaled = False

    workstation_id: Mapped[UUID] = mapped_column(references("workstation.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(references("user_account.id"))
    signed_in_at: Mapped[Moment]


class Team(Aggregate):
    """People who work together. `basis` tells by what the team is cut; `served` lists what of that."""

    __tablename__ = "team"

    id: Mapped[UuidPk]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    name: Mapped[ShortText] = mapped_column(unique=True)
    basis: Mapped[TeamBasis] = mapped_column(
        enum_text(TeamBasis), default=TeamBasis.FUNCTION, server_default=TeamBasis.FUNCTION.value
    )
    served: Mapped[list[Any] | None] = mapped_column(JSON_VALUE)
    leader_id: Mapped[UUID | None] = mapped_column(references("user_account.id"))
    disbanded_on: Mapped[date | None]


class TeamMember(Base):
    __tablename__ = "team_member"
    __table_args__ = (UniqueConstraint("team_id", "user_id"),)

    id: Mapped[UuidPk]
    team_id: Mapped[UUID] = mapped_column(references("team.id"))
    user_id: Mapped[UUID] = mapped_column(references("user_account.id"))


class TeamTechnician(Base):
    __tablename__ = "team_technician"
    __table_args__ = (UniqueConstraint("team_id", "technician_id"),)

    id: Mapped[UuidPk]
    team_id: Mapped[UUID] = mapped_column(references("team.id"))
    technician_id: Mapped[UUID] = mapped_column(references("technician.id"))


class Tray(Aggregate):
    """Where requests of some channels wait: who may accept them, and to whom their tickets go at first.

    Without channels it takes what no other tray takes; without a team everybody with the right accepts.
    """

    __tablename__ = "tray"

    id: Mapped[UuidPk]
    name: Mapped[ShortText] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)
    channels: Mapped[JsonList] = mapped_column(default=list)
    team_id: Mapped[UUID | None] = mapped_column(references("team.id"))
    owner_id: Mapped[UUID | None] = mapped_column(references("user_account.id"))
    queue_id: Mapped[UUID | None] = mapped_column(references("queue.id"))
    is_active: Mapped[bool] = mapped_column(default=True)


class Skill(Named, Base):
    """What technicians may be able to do: an entry of the company's own dictionary."""

    __tablename__ = "skill"


class TechnicianSkill(Base):
    """A skill of a technician, from 1 (learning) to 5 (teaches it); a licence may end on a day."""

    __tablename__ = "technician_skill"
    __table_args__ = (UniqueConstraint("technician_id", "skill_id"),)

    id: Mapped[UuidPk]
    technician_id: Mapped[UUID] = mapped_column(references("technician.id"))
    skill_id: Mapped[UUID] = mapped_column(references("skill.id"))
    level: Mapped[int] = mapped_column(default=3)
    valid_until: Mapped[date | None]


class Technician(Aggregate):
    """Somebody who carries out orders; may or may not work with the program."""

    __tablename__ = "technician"

    id: Mapped[UuidPk]
    user_id: Mapped[UUID | None] = mapped_column(references("user_account.id"))
    name: Mapped[ShortText]
    phone: Mapped[CodeText] = mapped_column(default="")
    calendar_id: Mapped[UUID | None] = mapped_column(references("calendar.id"))
    is_active: Mapped[bool] = mapped_column(default=True)
    base: Mapped[ShortText] = mapped_column(default="", server_default="")
    base_latitude: Mapped[float | None]
    base_longitude: Mapped[float | None]


class Absence(Base):
    """Days on which a technician is away, both included."""

    __tablename__ = "absence"

    id: Mapped[UuidPk]
    technician_id: Mapped[UUID] = mapped_column(references("technician.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[ShortText] = mapped_column(default="")
