"""What the settings show: entries of a dictionary with all that may be changed, what can be chosen for them,
who uses them, the matrix, the company's own details.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import (
    Calendar,
    GradeName,
    Kind,
    Purpose,
    Queue,
    Service,
    Sla,
    TicketType,
    WorkKind,
)
from fieldservice.domain.model.company import CompanyProfile
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.forms import CustomField
from fieldservice.domain.model.journal import NumberSeries
from fieldservice.domain.model.people import Team, UserAccount
from fieldservice.domain.queries.dictionaries import MOST_ENTRIES, name_in
from fieldservice.domain.rules.form_conditions import FieldKind
from fieldservice.domain.rules.priority import GRADES, Scale
from fieldservice.domain.store.dictionary_books import BOOKS, Book
from fieldservice.domain.store.engine import rulebook_of
from fieldservice.domain.store.usage import Usage, uses_of

__all__ = [
    "BookPage",
    "BookRow",
    "CompanyView",
    "GradeWords",
    "MatrixView",
    "Pick",
    "SettingsChoices",
    "Usage",
    "book_page",
    "choices",
    "company_name",
    "company_view",
    "grade_words",
    "matrix_view",
    "sender_of_papers",
    "usage",
]

CHOSEN_FROM: tuple[Any, ...] = (
    Calendar,
    CustomField,
    Kind,
    Purpose,
    Queue,
    Service,
    Sla,
    Team,
    TicketType,
    UserAccount,
    WorkKind,
)


@dataclass(frozen=True, slots=True)
class BookRow:
    """An entry. `values` holds what a form may change, by the names that changes go by: `name:pl`, columns,
    sets.
    """

    id: UUID
    code: str
    name: str
    is_active: bool
    is_usual: bool
    values: Mapping[str, Any]
    customer: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """Something that may be chosen for an entry. Of an own field also what it holds, and its options."""

    id: UUID
    name: str
    is_active: bool = True
    holds: FieldKind | None = None
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SettingsChoices:
    """By table, in the language asked."""

    picks: Mapping[str, tuple[Pick, ...]] = field(default_factory=dict)

    def of(self, table: str) -> tuple[Pick, ...]:
        return self.picks.get(table, ())

    def name(self, table: str, row_id: UUID | None) -> str:
        return next((pick.name for pick in self.of(table) if pick.id == row_id), "")


@dataclass(frozen=True, slots=True)
class BookPage:
    """A dictionary as its section shows it."""

    rows: tuple[BookRow, ...]
    choices: SettingsChoices


@dataclass(frozen=True, slots=True)
class GradeWords:
    """A level and what it is called, in the language asked and in each other."""

    scale: Scale
    grade: int
    name: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MatrixView:
    """The matrix by impact and urgency, and the names of the levels that have one."""

    cells: Mapping[tuple[int, int], int]
    grades: tuple[GradeWords, ...]


@dataclass(frozen=True, slots=True)
class CompanyView:
    """The company's details by column, and the last number that was issued for each branch."""

    values: Mapping[str, Any]
    last_numbers: Mapping[str, int]


def book_page(session: Session, dictionary: str, language: str) -> BookPage:
    """All entries, retired ones too, in their order."""
    book = BOOKS[dictionary]
    ordered = select(book.kind).order_by(book.kind.position, book.kind.code).limit(MOST_ENTRIES)
    rows = session.scalars(ordered).all()
    members = {name: _members(session, book, name) for name in book.sets}
    customers = _customer_names(session, rows)
    return BookPage(
        tuple(_book_row(book, row, members, language, customers) for row in rows), choices(session, language)
    )


def choices(session: Session, language: str) -> SettingsChoices:
    return SettingsChoices(
        {kind.__tablename__: tuple(_picks(session, kind, language)) for kind in CHOSEN_FROM}
    )


def usage(session: Session, dictionary: str, entry_id: UUID) -> tuple[Usage, ...]:
    """Where the entry is used, before somebody retires or removes it."""
    return uses_of(session, dictionary, entry_id)


def matrix_view(session: Session, language: str, now: datetime) -> MatrixView:
    matrix = rulebook_of(session, now).matrix
    cells = {(impact, urgency): matrix.priority(impact, urgency) for impact in GRADES for urgency in GRADES}
    return MatrixView(cells, grade_words(session, language))


def grade_words(session: Session, language: str) -> tuple[GradeWords, ...]:
    """The levels that the company gave names to."""
    found = []
    for row in session.scalars(select(GradeName).order_by(GradeName.code)):
        scale, _dash, grade = row.code.partition("-")
        values = {f"name:{spoken}": name for spoken, name in row.translations.items()}
        shown = name_in(row.name, row.translations, language)
        found.append(GradeWords(Scale(scale), int(grade), shown, values))
    return tuple(found)


def company_view(session: Session) -> CompanyView:
    profile = session.scalar(select(CompanyProfile).limit(1)) or _untold()
    columns = [key for key in CompanyProfile.__table__.c.keys() if key != "id"]  # noqa: SIM118 - no mapping
    series = session.execute(select(NumberSeries.branch_code, NumberSeries.last_number)).all()
    return CompanyView({key: getattr(profile, key) for key in columns}, dict(series))


def company_name(session: Session) -> str:
    """As papers name it; empty until somebody entered it."""
    return session.scalar(select(CompanyProfile.name)) or ""


def sender_of_papers(session: Session) -> str:
    """Name and address in one line; empty as long as the company told no name."""
    columns = (CompanyProfile.name, CompanyProfile.street, CompanyProfile.postal_code, CompanyProfile.city)
    told = session.execute(select(*columns)).first()
    if told is None or not told.name:
        return ""
    place = f"{told.postal_code} {told.city}".strip()
    return ", ".join(part for part in (told.name, told.street, place) if part)


def _untold() -> CompanyProfile:
    """The details of a company that told none yet."""
    defaults = {
        column.key: column.default.arg
        for column in CompanyProfile.__table__.c
        if column.default is not None and column.default.is_scalar
    }
    return CompanyProfile(**defaults)


def _book_row(
    book: Book,
    row: Any,
    members: Mapping[str, Mapping[UUID, tuple[Any, ...]]],
    language: str,
    customers: Mapping[UUID, str],
) -> BookRow:
    values = {name: getattr(row, name) for name in book.fields}
    values |= {name: of_owner.get(row.id, ()) for name, of_owner in members.items()}
    for base, translated in book.spoken.items():
        values[base] = getattr(row, base)
        said = getattr(row, translated) or {}
        values |= {f"{base}:{spoken}": text for spoken, text in said.items()}
    return BookRow(
        id=row.id,
        code=row.code,
        name=name_in(row.name, row.translations, language),
        is_active=row.is_active,
        is_usual=getattr(row, "is_default", False),
        values=values,
        customer=customers.get(getattr(row, "customer_id", None) or row.id, ""),
    )


def _members(session: Session, book: Book, name: str) -> dict[UUID, tuple[Any, ...]]:
    belonging = book.sets[name]
    found: dict[UUID, list[Any]] = {}
    for row in session.scalars(select(belonging.kind).limit(MOST_ENTRIES * 10)):
        found.setdefault(getattr(row, belonging.owner), []).append(row)
    return {owner_id: belonging.value_of(rows) for owner_id, rows in found.items()}


def _customer_names(session: Session, rows: Iterable[Any]) -> dict[UUID, str]:
    wanted = {row.customer_id for row in rows if getattr(row, "customer_id", None)}
    if not wanted:
        return {}
    return dict(session.execute(select(Customer.id, Customer.name).where(Customer.id.in_(wanted))).all())


def _picks(session: Session, kind: Any, language: str) -> Iterable[Pick]:
    order = (kind.position, kind.code) if hasattr(kind, "position") else (kind.name,)
    for row in session.scalars(select(kind).order_by(*order).limit(MOST_ENTRIES)):
        name = name_in(row.name, getattr(row, "translations", {}), language)
        options = tuple(
            (each["code"], name_in(each["name"], each.get("translations", {}), language))
            for each in getattr(row, "options", ())
        )
        yield Pick(row.id, name, getattr(row, "is_active", True), getattr(row, "field_kind", None), options)
