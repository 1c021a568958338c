"""How each person likes the desk, and how they left its panels: values by name. Nobody else's business."""

from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import JSON_VALUE, Base, ShortText, UuidPk, references


class Preference(Base):
    """One value of one person; its id is made from both, so that it is written twice without harm."""

    __tablename__ = "preference"
    __table_args__ = (UniqueConstraint("user_id", "name"),)
    journaled = False

    id: Mapped[UuidPk]
    user_id: Mapped[UUID] = mapped_column(references("user_account.id"))
    name: Mapped[ShortText]
    value: Mapped[Any] = mapped_column(JSON_VALUE)
