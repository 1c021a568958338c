"""People who work here, and the places and machines they work at."""

from datetime import date
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import Aggregate, Base, CodeText, JsonList, ShortText, UuidPk, references


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


class UserAccount(Aggregate):
    """Somebody who works with the program; `rights` are the names of what the role allows."""

    __tablename__ = "user_account"

    id: Mapped[UuidPk]
    login: Mapped[CodeText] = mapped_column(unique=True)
    name: Mapped[ShortText]
    rights: Mapped[JsonList] = mapped_column(default=list)
    is_active: Mapped[bool] = mapped_column(default=True)


class Team(Base):
    __tablename__ = "team"

    id: Mapped[UuidPk]
    name: Mapped[ShortText] = mapped_column(unique=True)


class TeamMember(Base):
    __tablename__ = "team_member"
    __table_args__ = (UniqueConstraint("team_id", "user_id"),)

    id: Mapped[UuidPk]
    team_id: Mapped[UUID] = mapped_column(references("team.id"))
    user_id: Mapped[UUID] = mapped_column(references("user_account.id"))


class Technician(Aggregate):
    """Somebody who carries out orders; may or may not work with the program."""

    __tablename__ = "technician"

    id: Mapped[UuidPk]
    user_id: Mapped[UUID | None] = mapped_column(references("user_account.id"))
    name: Mapped[ShortText]
    phone: Mapped[CodeText] = mapped_column(default="")
    calendar_id: Mapped[UUID | None] = mapped_column(references("calendar.id"))
    is_active: Mapped[bool] = mapped_column(default=True)


class Absence(Base):
    """Days on which a technician is away, both included."""

    __tablename__ = "absence"

    id: Mapped[UuidPk]
    technician_id: Mapped[UUID] = mapped_column(references("technician.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[ShortText] = mapped_column(default="")
