"""What was done with a customer and all that belongs to it: the journal's entries, newest first."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select, union_all
from sqlalchemy.orm import Session

from fieldservice.domain.model.contract import Contract
from fieldservice.domain.model.customer import Block, Contact, Customer, Site
from fieldservice.domain.model.equipment import Equipment
from fieldservice.domain.model.journal import JournalChange, JournalEntry
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.rules.reasons import Reason

MOST_ENTRIES = 30
IMPORT = "import.workbook"
DAY_LENGTH = len("2026-11-23")


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """`what` is the command in the words of the user, said by `wording`."""

    id: UUID
    what: Reason
    who: str
    happened_at: datetime


def history_of(session: Session, customer_id: UUID, limit: int = MOST_ENTRIES) -> tuple[HistoryRow, ...]:
    """Entries about the customer, its contacts, sites, units, contracts and blocks; imports that wrote it."""
    about = JournalEntry.subject_id.in_(_subjects(customer_id))
    return _entries(session, or_(about, _imports_of(customer_id)), limit)


def entries_about(session: Session, row_id: UUID, limit: int = MOST_ENTRIES) -> tuple[HistoryRow, ...]:
    """Entries whose subject is the row, and imports that wrote it; newest first."""
    return _entries(session, or_(JournalEntry.subject_id == row_id, _imports_of(row_id)), limit)


def _imports_of(row_id: UUID) -> ColumnElement[bool]:
    """Entries of files, whose subject is no single row, by what they wrote."""
    written = select(JournalChange.entry_id).where(JournalChange.row_id == row_id)
    return and_(JournalEntry.id.in_(written), JournalEntry.command == IMPORT)


def _entries(session: Session, condition: ColumnElement[bool], limit: int) -> tuple[HistoryRow, ...]:
    statement = (
        select(
            JournalEntry.id,
            JournalEntry.command,
            JournalEntry.label,
            UserAccount.name,
            JournalEntry.happened_at,
        )
        .outerjoin(UserAccount, UserAccount.id == JournalEntry.user_id)
        .where(condition)
        .order_by(JournalEntry.recorded_at.desc(), JournalEntry.id.desc())
        .limit(limit)
    )
    return tuple(
        HistoryRow(entry_id, Reason(command, said(label)), who or "", happened_at)
        for entry_id, command, label, who, happened_at in session.execute(statement)
    )


def said(label: dict[str, Any]) -> dict[str, Any]:
    """The values of a journal entry as they were before JSON: days are days again."""
    return {name: _day_or_value(value) for name, value in label.items()}


def _day_or_value(value: Any) -> Any:
    if not isinstance(value, str) or len(value) != DAY_LENGTH:
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value


def _subjects(customer_id: UUID) -> Select[UUID]:
    owned = [
        select(kind.id).where(kind.customer_id == customer_id) for kind in (Contact, Site, Contract, Block)
    ]
    units = (
        select(Equipment.id).join(Site, Site.id == Equipment.site_id).where(Site.customer_id == customer_id)
    )
    itself = select(Customer.id).where(Customer.id == customer_id)
    whole = union_all(itself, units, *owned).subquery()
    return select(whole.c.id)
