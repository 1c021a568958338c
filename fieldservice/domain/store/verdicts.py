"""Asking for a verdict on what stands in the database: the one way, for commands, screens and machines
alike.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import Purpose, Service
from fieldservice.domain.model.customer import Site
from fieldservice.domain.rules.coverage_facts import WorkMode
from fieldservice.domain.rules.verdict import judge
from fieldservice.domain.rules.verdict_facts import VerdictQuestion
from fieldservice.domain.rules.verdict_values import Verdict
from fieldservice.domain.store import verdict_facts


@dataclass(frozen=True, slots=True)
class VerdictAsk:
    """Who asks for what, by ids; `day` is the local date at the site, `caller` and `serial_number` as they
    came.
    """

    day: date
    caller: str = ""
    possible_customers: int = 0
    customer_id: UUID | None = None
    equipment_id: UUID | None = None
    serial_number: str = ""
    site_id: UUID | None = None
    product_id: UUID | None = None
    service_id: UUID | None = None
    work_kind_id: UUID | None = None
    mode: WorkMode | None = None
    purpose_id: UUID | None = None


def ask_verdict(session: Session, ask: VerdictAsk) -> Verdict:
    """Load what is known and judge."""
    return judge(question_of(session, ask))


def question_of(session: Session, ask: VerdictAsk) -> VerdictQuestion:
    """The question in the rules' own terms. Nothing given counts as not known yet, never as a refusal of
    its own.
    """
    session.flush()  # facts are read past the ORM: what this very command did counts too
    customer = ask.customer_id and verdict_facts.customer_facts(session, ask.customer_id)
    unit = ask.equipment_id and verdict_facts.unit_facts(session, ask.equipment_id, ask.day)
    work = ask.work_kind_id and verdict_facts.work_facts(session, ask.work_kind_id)
    return VerdictQuestion(
        day=ask.day,
        caller=ask.caller,
        possible_customers=ask.possible_customers,
        customer=customer or None,
        contracts=verdict_facts.contract_facts(session, ask.customer_id) if ask.customer_id else (),
        product=verdict_facts.product_facts(session, ask.product_id) if ask.product_id else None,
        unit=unit or None,
        serial_number=ask.serial_number,
        site=verdict_facts.named(session, Site, ask.site_id),
        work=work[0] if work else None,
        service=verdict_facts.named(session, Service, ask.service_id),
        mode=ask.mode or (work[1] if work else None),
        purpose=verdict_facts.named(session, Purpose, ask.purpose_id),
    )
