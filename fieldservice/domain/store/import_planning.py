"""Plan an import against the database as it stands: for the preview, and again when it is confirmed."""

from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fieldservice.domain.formats.phones import read_phone
from fieldservice.domain.formats.tax_ids import TaxId, read_tax_id
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.rules.import_ledger import Basis, PhoneRead
from fieldservice.domain.rules.import_plan import Watch, plan_import, unwatched
from fieldservice.domain.rules.import_records import ImportPlan, ImportRequest, PlanMark
from fieldservice.domain.store.import_state import load_known

SEVERAL_NUMBERS = ",;\n"


def make_plan(session: Session, request: ImportRequest, day: date, watch: Watch = unwatched) -> ImportPlan:
    """`day` is the local day on which it is asked who may be served."""
    basis = Basis(
        today=day,
        make_id=new_id,
        read_phones=lambda text: phones_in(text, request.country),
        is_tax_id=lambda text: isinstance(read_tax_id(text, request.country), TaxId),
        consents=request.consents,
    )
    mark = mark_of(session, day)
    plan = plan_import(request.records, request.unread, load_known(session, request.records), basis, watch)
    return replace(plan, made_at=mark)


def still_holds(session: Session, plan: ImportPlan, day: date) -> bool:
    """Whether nothing was written since the plan was made: every command leaves an entry in the journal."""
    return plan.made_at == mark_of(session, day)


def mark_of(session: Session, day: date) -> PlanMark:
    return PlanMark(day, session.scalar(select(func.count()).select_from(JournalEntry)) or 0)


def phones_in(text: str, country: str) -> tuple[PhoneRead, ...]:
    """The number in a cell, or the several numbers, each parted by comma, semicolon or line end."""
    whole = read_phone(text, country)
    if whole is not None:
        return (PhoneRead(whole.e164, whole.extension),)
    for separator in SEVERAL_NUMBERS:
        parts = [part for part in text.split(separator) if part.strip()]
        found = [read_phone(part, country) for part in parts]
        if len(parts) > 1 and all(found):
            return tuple(PhoneRead(each.e164, each.extension) for each in found if each is not None)
    return ()
