"""Stamps: counters that tell a cache, in whatever process, that what it holds is out of date."""

from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import Base, CodeText


class Stamp(Base):
    """How often the rows of a group were changed."""

    __tablename__ = "stamp"
    journaled = False

    name: Mapped[CodeText] = mapped_column(primary_key=True)
    changes: Mapped[int] = mapped_column(default=0)
