"""What a row is called when somebody is told of it, and which record one opens to see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.store.exchange_news import mapped_class

_CALLED = ("number", "name", "serial_number", "title", "code", "login", "label")
_OPENED = frozenset({"ticket", "customer", "equipment", "contract"})
_OWNERS: Mapping[str, str] = MappingProxyType(
    {
        "order_id": "work_order",
        "ticket_id": "ticket",
        "site_id": "site",
        "contract_id": "contract",
        "terms_id": "terms",
        "equipment_id": "equipment",
        "customer_id": "customer",
    }
)
"""Through which column a row belongs to what, the nearest first."""
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class RecordName:
    """`name` is empty when the row is not here; `place` is the record that shows it, if one does."""

    name: str = ""
    place: RowRef | None = None


def record_name(session: Session, table: str, row_id: UUID) -> RecordName:
    """The row by its own name, or else by that of what it belongs to: the entry of WAW-000123."""
    row = _row(session, table, row_id)
    if row is None:
        return RecordName()
    name, place = called(row), None
    for _step in range(_DEEPEST):
        if table in _OPENED:
            place = RowRef(table, row.id)
            break
        owner = _owner(session, row)
        if owner is None:
            break
        table, row = owner
        name = name or called(row)
    return RecordName(name, place)


def called(row: Any) -> str:
    """The row's own name, or nothing."""
    if isinstance(row, Visit):
        return ""  # by its order
    return next((str(value) for name in _CALLED if (value := getattr(row, name, None))), "")


def _owner(session: Session, row: Any) -> tuple[str, Any] | None:
    if isinstance(row, WorkOrder):
        ticket = _row(session, "ticket", row.ticket_id)
        return None if ticket is None else ("ticket", ticket)
    if hasattr(row, "owner_table"):
        found = _row(session, row.owner_table, row.owner_id)
        return None if found is None else (row.owner_table, found)
    for column, table in _OWNERS.items():
        owner_id = getattr(row, column, None)
        if owner_id is not None and (found := _row(session, table, owner_id)) is not None:
            return table, found
    return None


def _row(session: Session, table: str, row_id: UUID) -> Any:
    kind = mapped_class(table)
    return None if kind is None else session.get(kind, row_id)
