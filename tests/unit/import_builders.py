"""Makers for tests of the import's plan: records as a file would bring them, planned on what is known."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from fieldservice.domain.rules.import_known import Known, KnownLine, KnownRows
from fieldservice.domain.rules.import_ledger import Basis, PhoneRead
from fieldservice.domain.rules.import_plan import plan_import
from fieldservice.domain.rules.import_records import Consent, ImportPlan, PlannedRow, UnreadRow
from fieldservice.domain.rules.reasons import Reason

TODAY = date(2026, 11, 23)
THIS_YEAR = {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 12, 31)}


@dataclass(frozen=True)
class Row:
    """A record, numbered by the planning when no number is given."""

    kind: str
    fields: Mapping[str, Any]
    sheet: str = "Sheet1"
    row_number: int = 0
    notes: tuple[Reason, ...] = ()


def customer(number: str = "K1", name: str = "Alfa", **fields: Any) -> Row:
    return Row("customers", {"number": number, "name": name, **fields})


def contact(number: str = "K1", name: str = "Jan Bąk", **fields: Any) -> Row:
    return Row("contacts", {"customer_number": number, "name": name, **fields})


def site(code: str = "K1-1", number: str = "K1", **fields: Any) -> Row:
    return Row("sites", {"customer_number": number, "code": code, **fields})


def unit(serial: str = "SP1", code: str = "K1-1", **fields: Any) -> Row:
    told = {"category": "Pump", "model": "CR 10", **fields}
    return Row("equipment", {"site_code": code, "serial_number": serial, **told})


def contract(number: str = "U/1", owner: str = "K1", **fields: Any) -> Row:
    return Row("contracts", {"number": number, "customer_number": owner, **THIS_YEAR, **fields})


def coverage(
    serial: str = "SP1", number: str = "U/1", works: tuple[str, ...] = ("repair",), **fields: Any
) -> Row:
    return Row("coverage", {"contract_number": number, "serial_number": serial, "works": works, **fields})


def counted(category: str = "Pump", number: str = "U/1", **fields: Any) -> Row:
    """Coverage of a number of units of a category."""
    return Row("coverage", {"contract_number": number, "category": category, **fields})


def plan_row(serial: str = "SP1", name: str = "yearly", **fields: Any) -> Row:
    told = {"anchor_date": date(2026, 1, 1), "period_months": 12, **fields}
    return Row("plans", {"serial_number": serial, "name": name, **told})


def reading(serial: str = "SP1", **fields: Any) -> Row:
    return Row("readings", {"serial_number": serial, "meter": "hours", **fields})


COMPANY = (customer(), site(), unit(), contract(), coverage())


def read_phones(text: str) -> tuple[PhoneRead, ...]:
    digits = "".join(sign for sign in text if sign.isdigit())
    return (PhoneRead(f"+48{digits}"),) if len(digits) == 9 else ()


@dataclass
class Office:
    """What is stored, and imports into it."""

    known: KnownRows = field(default_factory=KnownRows)
    today: date = TODAY

    def plan(
        self, *rows: Row, unread: Sequence[UnreadRow] = (), consents: Sequence[Consent] = ()
    ) -> ImportPlan:
        """Plan the rows, numbered from 2 as under a header, against what is stored; nothing is taken over."""
        return self._plan(deepcopy(self.known), rows, unread, consents)

    def imported(self, *rows: Row, consents: Sequence[Consent] = ()) -> ImportPlan:
        """Plan, and take it as written: the plan has carried what is known forward."""
        plan = self._plan(self.known, rows, (), consents)
        for row in self._all():
            row.claimed_by = None
            if isinstance(row, Known):
                row.is_new = False
        return plan

    def _plan(
        self, known: KnownRows, rows: Sequence[Row], unread: Sequence[UnreadRow], consents: Sequence[Consent]
    ) -> ImportPlan:
        numbered = [replace(row, row_number=row.row_number or at) for at, row in enumerate(rows, start=2)]
        basis = Basis(self.today, uuid4, read_phones, lambda text: text != "wrong", frozenset(consents))
        return plan_import(numbered, unread, known, basis)

    def customer_id(self, number: str = "K1") -> UUID:
        return self.known.customers[number].id

    def _all(self) -> list[Known | KnownLine]:
        known = self.known
        single = (known.customers, known.contacts, known.sites, known.categories, known.products)
        more = (known.contracts, known.plans, known.readings)
        rows: list[Known | KnownLine] = [row for held in (*single, *more) for row in held.values()]
        for several in (known.blocks, known.units, known.terms, known.lines):
            rows.extend(row for held in several.values() for row in held)
        return rows


def only(plan: ImportPlan) -> PlannedRow:
    """The one row of the plan."""
    (row,) = plan.rows
    return row


def states(plan: ImportPlan) -> list[str]:
    return [row.state.value for row in plan.rows]


def codes(plan: ImportPlan) -> list[str | None]:
    return [row.reason.code if row.reason else None for row in plan.rows]


def notes(row: PlannedRow) -> list[str]:
    return [note.code for note in row.notes]
