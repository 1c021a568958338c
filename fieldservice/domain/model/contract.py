"""Contract, its terms year by year, and the lines that say what is covered."""

import enum
from datetime import date
from uuid import UUID

from sqlalchemy import UniqueConstraint
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
from fieldservice.domain.rules.coverage_facts import ContractStatus, WorkMode
from fieldservice.domain.rules.coverage_quota import BeyondQuota, QuotaKind


class LineExtent(enum.Enum):
    """What a coverage line reaches: named units, a counted category at sites, or everything."""

    NAMED_UNITS = "named_units"
    CATEGORY = "category"
    ALL_UNITS = "all_units"


class Contract(Aggregate):
    """An agreement with a customer; its validity stands in its terms.

    `mastered_in` names the system that keeps it, if that is not this program: then it is only read (A15).
    """

    __tablename__ = "contract"

    id: Mapped[UuidPk]
    customer_id: Mapped[UUID] = mapped_column(references("customer.id"), index=True)
    number: Mapped[CodeText] = mapped_column(unique=True)
    status: Mapped[ContractStatus] = mapped_column(enum_text(ContractStatus), default=ContractStatus.SIGNED)
    note: Mapped[LongText] = mapped_column(default="")
    mastered_in: Mapped[ShortText] = mapped_column(default="", server_default="")


class Terms(Aggregate):
    """One period of a contract; both days belong to it. A renewal adds terms and leaves the old ones."""

    __tablename__ = "terms"

    id: Mapped[UuidPk]
    contract_id: Mapped[UUID] = mapped_column(references("contract.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    note: Mapped[LongText] = mapped_column(default="")


class CoverageLine(Aggregate):
    """One promise of the terms. Without works or services it promises all of them.

    `quota_amount` counts cases or hours within the terms; the three levels are percents of it.
    """

    __tablename__ = "coverage_line"
    __table_args__ = (UniqueConstraint("terms_id", "position"),)

    id: Mapped[UuidPk]
    terms_id: Mapped[UUID] = mapped_column(references("terms.id"), index=True)
    position: Mapped[int]
    extent: Mapped[LineExtent] = mapped_column(enum_text(LineExtent))
    category_id: Mapped[UUID | None] = mapped_column(references("category.id"))
    units_per_site: Mapped[int | None]
    mode: Mapped[WorkMode | None] = mapped_column(enum_text(WorkMode))
    quota_kind: Mapped[QuotaKind | None] = mapped_column(enum_text(QuotaKind))
    quota_amount: Mapped[Quantity | None]
    quota_beyond: Mapped[BeyondQuota] = mapped_column(enum_text(BeyondQuota), default=BeyondQuota.REFUSE)
    warn_first_percent: Mapped[int] = mapped_column(default=75)
    warn_second_percent: Mapped[int] = mapped_column(default=90)
    warn_third_percent: Mapped[int] = mapped_column(default=100)
    sla_id: Mapped[UUID | None] = mapped_column(references("sla.id"))
    note: Mapped[ShortText] = mapped_column(default="")


class CoverageUnit(Base):
    """A unit that a line names."""

    __tablename__ = "coverage_unit"
    __table_args__ = (UniqueConstraint("line_id", "equipment_id"),)

    id: Mapped[UuidPk]
    line_id: Mapped[UUID] = mapped_column(references("coverage_line.id"))
    equipment_id: Mapped[UUID] = mapped_column(references("equipment.id"), index=True)


class CoverageSite(Base):
    """A site that a line names."""

    __tablename__ = "coverage_site"
    __table_args__ = (UniqueConstraint("line_id", "site_id"),)

    id: Mapped[UuidPk]
    line_id: Mapped[UUID] = mapped_column(references("coverage_line.id"))
    site_id: Mapped[UUID] = mapped_column(references("site.id"))


class CoverageWork(Base):
    """A kind of work that a line includes."""

    __tablename__ = "coverage_work"
    __table_args__ = (UniqueConstraint("line_id", "work_kind_id"),)

    id: Mapped[UuidPk]
    line_id: Mapped[UUID] = mapped_column(references("coverage_line.id"))
    work_kind_id: Mapped[UUID] = mapped_column(references("work_kind.id"))


class CoverageService(Base):
    """A service of the catalogue that a line includes."""

    __tablename__ = "coverage_service"
    __table_args__ = (UniqueConstraint("line_id", "service_id"),)

    id: Mapped[UuidPk]
    line_id: Mapped[UUID] = mapped_column(references("coverage_line.id"))
    service_id: Mapped[UUID] = mapped_column(references("service.id"))


class ServedUnit(Base):
    """A unit that took one of the counted places of a line, on the day it was first served."""

    __tablename__ = "served_unit"
    __table_args__ = (UniqueConstraint("line_id", "equipment_id"),)

    id: Mapped[UuidPk]
    line_id: Mapped[UUID] = mapped_column(references("coverage_line.id"))
    equipment_id: Mapped[UUID] = mapped_column(references("equipment.id"))
    site_id: Mapped[UUID] = mapped_column(references("site.id"))
    first_served_on: Mapped[date]
    ticket_id: Mapped[UUID | None] = mapped_column(references("ticket.id"))
