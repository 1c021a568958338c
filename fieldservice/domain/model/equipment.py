"""Equipment with a serial number, its place over time, its meters and their readings."""

import enum
from datetime import date
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import (
    Aggregate,
    Base,
    CodeText,
    LongText,
    Quantity,
    ShortText,
    UuidPk,
    enum_text,
    references,
)


class EquipmentStatus(enum.Enum):
    IN_USE = "in_use"
    STORED = "stored"
    RETIRED = "retired"


class Category(Base):
    """What a unit is (pump, boiler, copier): contracts count units by it."""

    __tablename__ = "category"

    id: Mapped[UuidPk]
    name: Mapped[ShortText] = mapped_column(unique=True)


class Product(Aggregate):
    """A model of a manufacturer; from the day after `supported_until` on it is served for nobody (A24).

    One that is no longer offered stays with the units that are of it.
    """

    __tablename__ = "product"
    __table_args__ = (UniqueConstraint("category_id", "name"),)

    id: Mapped[UuidPk]
    category_id: Mapped[UUID] = mapped_column(references("category.id"))
    name: Mapped[ShortText]
    manufacturer: Mapped[ShortText] = mapped_column(default="", server_default="")
    supported_until: Mapped[date | None]
    note: Mapped[LongText] = mapped_column(default="", server_default="")
    is_offered: Mapped[bool] = mapped_column(default=True, server_default="1")
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class Equipment(Aggregate):
    """One unit. Two may share a serial number (two makers, a typing error): it is told, never guessed.

    From `retired_on` on, that day included, it is out of use and not served. `place` says where it stands at
    the site.
    """

    __tablename__ = "equipment"
    __table_args__ = (Index("ix_equipment_serial_folded", "serial_folded"),)

    id: Mapped[UuidPk]
    site_id: Mapped[UUID] = mapped_column(references("site.id"), index=True)
    product_id: Mapped[UUID] = mapped_column(references("product.id"), index=True)
    parent_id: Mapped[UUID | None] = mapped_column(references("equipment.id"))
    serial_number: Mapped[ShortText]
    serial_folded: Mapped[ShortText]
    purchased_on: Mapped[date | None]
    warranty_until: Mapped[date | None]
    status: Mapped[EquipmentStatus] = mapped_column(
        enum_text(EquipmentStatus), default=EquipmentStatus.IN_USE
    )
    retired_on: Mapped[date | None]
    place: Mapped[ShortText] = mapped_column(default="", server_default="")
    note: Mapped[LongText] = mapped_column(default="", server_default="")


class EquipmentMove(Base):
    """The unit went from one site to another on a day; coverage follows where it stood on the day asked."""

    __tablename__ = "equipment_move"

    id: Mapped[UuidPk]
    equipment_id: Mapped[UUID] = mapped_column(references("equipment.id"), index=True)
    from_site_id: Mapped[UUID | None] = mapped_column(references("site.id"))
    to_site_id: Mapped[UUID] = mapped_column(references("site.id"))
    moved_on: Mapped[date]
    reason: Mapped[LongText] = mapped_column(default="")


class Meter(Base):
    """A counter on a unit (prints, hours run, m3 of gas)."""

    __tablename__ = "meter"
    __table_args__ = (UniqueConstraint("equipment_id", "name"),)

    id: Mapped[UuidPk]
    equipment_id: Mapped[UUID] = mapped_column(references("equipment.id"), index=True)
    name: Mapped[ShortText]
    unit: Mapped[CodeText] = mapped_column(default="")


class Reading(Base):
    """What a meter showed on a day."""

    __tablename__ = "reading"
    __table_args__ = (Index("ix_reading_meter_id_read_on", "meter_id", "read_on"),)

    id: Mapped[UuidPk]
    meter_id: Mapped[UUID] = mapped_column(references("meter.id"))
    read_on: Mapped[date]
    value: Mapped[Quantity]
    note: Mapped[LongText] = mapped_column(default="")
