"""Drafts of forms: kept while somebody types, thrown away when the form was saved. Not journaled."""

from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.drafts import DraftContent, drop_draft, keep_draft
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """`draft_id` is made when the form opens; `fields` are what stands in it, as text."""

    draft_id: UUID
    form: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DiscardDraft:
    draft_id: UUID


def save_draft(command: SaveDraft, uow: UnitOfWork, clock: Clock) -> Changes:
    """Keep the draft; the last one of a form wins."""
    del clock
    return keep_draft(uow, DraftContent(command.draft_id, command.form, dict(command.fields)))


def discard_draft(command: DiscardDraft, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    return drop_draft(uow, command.draft_id)
