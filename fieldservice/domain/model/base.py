"""The declarative base, the column habits as types, and the making of ids.

Every moment is stored in UTC and refuses naive values (P-75); every key is a UUID made where the row is made.
"""

import enum
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar
from uuid import UUID, uuid5

import uuid_utils
from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    MetaData,
    String,
    Text,
    TypeDecorator,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def new_id() -> UUID:
    """Make a UUIDv7: ordered by time of making, unique without asking anybody."""
    return UUID(int=uuid_utils.uuid7().int)


def references(column: str) -> ForeignKey:
    """Point to another row. Checked at the commit, so that rows may be written in any order."""
    return ForeignKey(column, deferrable=True, initially="DEFERRED")


def member_id(owner: UUID, *members: UUID | str) -> UUID:
    """Make the id of a member of a set: two sites that add the same member make one row."""
    return uuid5(owner, "|".join(str(member) for member in members))


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware when handed in, stored in UTC, aware when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment without a zone cannot be stored"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class TenThousandths(TypeDecorator[Decimal]):
    """A quantity with four decimals, kept as a whole number, so that sums are exact on both databases."""

    impl = BigInteger()
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else int((value * 10_000).to_integral_value())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        return None if value is None else Decimal(value) / 10_000


def enum_text(values: type[enum.Enum]) -> Enum:
    """A column of an enum's values, kept as text, so that a new value needs no change of type."""
    return Enum(values, native_enum=False, length=40, create_constraint=False, values_callable=_values_of)


def _values_of(values: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in values]


# Nothing is NULL, not JSON's null: a row that is put back by undo must be what it was.
JSON_VALUE = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

UuidPk = Annotated[UUID, mapped_column(Uuid(), primary_key=True, default=new_id)]
Moment = Annotated[datetime, mapped_column(UtcDateTime())]
CodeText = Annotated[str, mapped_column(String(40))]
ShortText = Annotated[str, mapped_column(String(200))]
LongText = Annotated[str, mapped_column(Text())]
Cents = Annotated[int, mapped_column(BigInteger())]
Quantity = Annotated[Decimal, mapped_column(TenThousandths())]
JsonValue = Annotated[dict[str, Any], mapped_column(JSON_VALUE)]
JsonList = Annotated[list[Any], mapped_column(JSON_VALUE)]
Version = Annotated[int, mapped_column(default=1)]


class Base(DeclarativeBase):
    """All mapped classes. `journaled` tables are recorded before and after each change."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime()}
    journaled: ClassVar[bool] = True


class Aggregate(Base):
    """A row with a version: a change of a row that somebody else changed meanwhile is refused (S6)."""

    __abstract__ = True

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}
