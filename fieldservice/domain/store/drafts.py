"""Drafts of forms: written past the journal, because what is half typed concerns nobody but its writer.

They are committed on their own: `UnitOfWork.commit` writes only what is journaled.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from fieldservice.domain.model.journal import Draft
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What stands in a form: its fields by name, as text. `form` says which form it is."""

    draft_id: UUID
    form: str
    fields: dict[str, str]


def keep_draft(uow: UnitOfWork, draft: DraftContent) -> Changes:
    """Write the draft over its former state, durably."""
    values = {
        "id": draft.draft_id,
        "form": draft.form,
        "user_id": uow.actor.user_id,
        "content": draft.fields,
        "saved_at": uow.clock.now(),
    }
    dialect = sqlite if uow.session.get_bind().dialect.name == "sqlite" else postgresql
    written = dialect.insert(Draft).values(values)
    newer = {"content": written.excluded.content, "saved_at": written.excluded.saved_at}
    uow.session.execute(written.on_conflict_do_update(index_elements=[Draft.id], set_=newer))
    return _committed(uow.session)


def drop_draft(uow: UnitOfWork, draft_id: UUID) -> Changes:
    """Forget a draft; one that is gone already is no error."""
    uow.session.execute(delete(Draft).where(Draft.id == draft_id))
    return _committed(uow.session)


def _committed(session: Session) -> Changes:
    session.commit()
    return Changes(None, Reason("draft"), undoable=False)
