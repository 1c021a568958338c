"""Maintenance plan: what produces work without anybody calling; its rules come with its screens."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import Aggregate, ShortText, UuidPk, references


class MaintenancePlan(Aggregate):
    """Work on a unit every `period_months` from the anchor day (anchor + n x period, DESIGN 4.8)."""

    __tablename__ = "maintenance_plan"

    id: Mapped[UuidPk]
    equipment_id: Mapped[UUID] = mapped_column(references("equipment.id"), index=True)
    name: Mapped[ShortText]
    anchor_date: Mapped[date]
    period_months: Mapped[int]
    is_active: Mapped[bool] = mapped_column(default=True)
