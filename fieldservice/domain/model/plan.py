"""Maintenance plan: what produces work without anybody calling. Its rules come with the maintenance screens."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import Aggregate, ShortText, UuidPk


class MaintenancePlan(Aggregate):
    """Work on a unit every `period_months` from the anchor day (anchor + n x period, DESIGN 4.8)."""

    __tablename__ = "maintenance_plan"

    id: Mapped[UuidPk]
    equipment_id: Mapped[UUID] = mapped_column(ForeignKey("equipment.id"), index=True)
    name: Mapped[ShortText]
    anchor_date: Mapped[date]
    period_months: Mapped[int]
    is_active: Mapped[bool] = mapped_column(default=True)
