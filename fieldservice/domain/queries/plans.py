"""The maintenance plans of a customer, each on its unit, and whether a contract covers the work (B09).

What a plan produces and when comes with the plans' own screens.
"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.customer import Site
from fieldservice.domain.model.equipment import Equipment
from fieldservice.domain.model.plan import MaintenancePlan
from fieldservice.domain.rules.verdict_values import Verdict
from fieldservice.domain.store.verdicts import VerdictAsk, ask_verdict

MOST_PLANS = 200


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan and what the verdict says of its work on the day asked."""

    id: UUID
    name: str
    equipment_id: UUID
    serial_number: str
    site: str
    anchor_date: date
    period_months: int
    is_active: bool
    verdict: Verdict


def plans_of_customer(
    session: Session, customer_id: UUID, day: date, work_kind_id: UUID | None = None
) -> list[PlanRow]:
    """By unit and name; `work_kind_id` is the work that the plans are made for, usually inspection."""
    plans = (
        select(MaintenancePlan, Equipment.serial_number, Site.name)
        .join(Equipment, Equipment.id == MaintenancePlan.equipment_id)
        .join(Site, Site.id == Equipment.site_id)
        .where(Site.customer_id == customer_id)
        .order_by(Equipment.serial_number, MaintenancePlan.name, MaintenancePlan.id)
        .limit(MOST_PLANS)
    )
    ask = VerdictAsk(day, customer_id=customer_id, work_kind_id=work_kind_id)
    return [_row(session, ask, plan, serial, site) for plan, serial, site in session.execute(plans).all()]


def _row(session: Session, ask: VerdictAsk, plan: MaintenancePlan, serial: str, site: str) -> PlanRow:
    return PlanRow(
        id=plan.id,
        name=plan.name,
        equipment_id=plan.equipment_id,
        serial_number=serial,
        site=site,
        anchor_date=plan.anchor_date,
        period_months=plan.period_months,
        is_active=plan.is_active,
        verdict=ask_verdict(session, replace(ask, equipment_id=plan.equipment_id)),
    )
