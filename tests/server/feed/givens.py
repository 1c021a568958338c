"""Branches, and roots that are given to them, as anybody at the centre may do it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from fieldservice.domain.model.base import new_id
from tests.factories import Company


def branch(company: Company, code: str) -> UUID:
    branch_id = new_id()
    with company.database.writer.begin() as connection:
        connection.execute(
            text("INSERT INTO branch (id, code, name) VALUES (:id, :code, :code)"),
            {"id": branch_id, "code": code},
        )
    return branch_id


def give(company: Company, table: str, row_id: UUID, branch_id: UUID | None) -> None:
    with company.database.writer.begin() as connection:
        connection.execute(
            text(f"UPDATE {table} SET branch_id = :branch WHERE id = :id"),  # noqa: S608 - our own names
            {"branch": branch_id, "id": row_id},
        )


def closed(company: Company, ticket_id: UUID, at: datetime) -> None:
    with company.database.writer.begin() as connection:
        connection.execute(
            text("UPDATE ticket SET closed_at = :at WHERE id = :id"), {"at": at, "id": ticket_id}
        )


def ended(company: Company) -> None:
    """All terms ended long ago."""
    with company.database.writer.begin() as connection:
        connection.execute(text("UPDATE terms SET valid_to = DATE '2026-01-31'"))
