"""How a company's tables are read: what a person chose for the columns of a table, by its headers."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import Base, CodeText, LongText, UuidPk


class ImportMapping(Base):
    """The choice for one set of headers (`signature`), as JSON that only `workbooks` understands."""

    __tablename__ = "import_mapping"
    journaled = False

    id: Mapped[UuidPk]
    signature: Mapped[CodeText] = mapped_column(unique=True)
    choice: Mapped[LongText]
    used_at: Mapped[datetime]
