"""Which scopes a branch may hold."""

from uuid import UUID

from sqlalchemy import Connection, select

from fieldservice.domain.rules.exchange_scopes import GLOBAL
from fieldservice.server.store.tables import branch_scope


def scopes_of(connection: Connection, branch_id: UUID) -> tuple[UUID, ...]:
    """The global one, the branch's own, and what it was granted besides."""
    granted = connection.scalars(select(branch_scope.c.scope).where(branch_scope.c.branch_id == branch_id))
    return (GLOBAL, branch_id, *sorted({*granted} - {GLOBAL, branch_id}))
