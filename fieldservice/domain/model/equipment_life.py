"""What happens to a unit besides moving: it is replaced by another, or stands in for one on loan."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import Aggregate, Base, LongText, UuidPk, references


class EquipmentReplacement(Base):
    """From `replaced_on` on, that day included, the new unit does the work of the old one."""

    __tablename__ = "equipment_replacement"

    id: Mapped[UuidPk]
    old_id: Mapped[UUID] = mapped_column(references("equipment.id"), index=True)
    new_id: Mapped[UUID] = mapped_column(references("equipment.id"), index=True)
    replaced_on: Mapped[date]
    reason: Mapped[LongText] = mapped_column(default="")


class EquipmentLoan(Aggregate):
    """A unit lent to a site, perhaps for one that is away; `home_site_id` is where it goes back to."""

    __tablename__ = "equipment_loan"

    id: Mapped[UuidPk]
    equipment_id: Mapped[UUID] = mapped_column(references("equipment.id"), index=True)
    stands_for_id: Mapped[UUID | None] = mapped_column(references("equipment.id"), index=True)
    home_site_id: Mapped[UUID] = mapped_column(references("site.id"))
    site_id: Mapped[UUID] = mapped_column(references("site.id"))
    lent_on: Mapped[date]
    due_on: Mapped[date | None]
    returned_on: Mapped[date | None]
    reason: Mapped[LongText] = mapped_column(default="")
