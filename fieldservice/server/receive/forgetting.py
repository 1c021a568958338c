"""A person that a branch has erased is taken out of the centre's own history too: what was blacked out in a
row is blacked out in every line of the journal that tells of it, and in what was kept of conflicts. What the
person was known by is kept until `server/erasing.py` has looked through the rest of the centre.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from fieldservice.domain.model.journal import JournalChange
from fieldservice.domain.rules.erasing import BARS
from fieldservice.domain.store.anonymising import NOBODY
from fieldservice.domain.store.erasing import OWN_TEXTS, Hidden, hide_history
from fieldservice.domain.store.journal import RowChange
from fieldservice.domain.store.person_left import CONTACT, Known
from fieldservice.server.receive.merging import Outcome
from fieldservice.server.receive.receiving import Receiving
from fieldservice.server.receive.values import Values
from fieldservice.server.receive.work import Key
from fieldservice.server.store.scopes import scopes_of
from fieldservice.server.store.tables import sync_conflict, sync_erasing

ERASE_PERSON = "person.erase"

ERASING: Mapping[str, Hidden] = MappingProxyType({ERASE_PERSON: OWN_TEXTS, "retention.apply": NOBODY})
"""Commands after which nobody shall read what stood there, and what they always hide in a row."""


def hide_in_history(uow: Receiving, outcomes: Iterable[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.work.command in ERASING:
            with uow.work(outcome.work):
                for key, hidden in _hidden_rows(outcome):
                    _hide(uow, key, hidden)
            _keep_words(uow, outcome)


def _keep_words(uow: Receiving, outcome: Outcome) -> None:
    """The same contact once more: what is known from before stays."""
    contact = next((key[1] for key in outcome.before if key[0] == CONTACT), None)
    if outcome.work.command != ERASE_PERSON or contact is None:
        return
    known = Known()
    for key, before in outcome.before.items():
        known.take(key[0], before)
        known.take_bars(before, outcome.after[key].values)
    branch_id, connection = uow.actor.branch_id, uow.session.connection()
    seen = [] if branch_id is None else [scope.hex for scope in scopes_of(connection, branch_id)]
    values = {"words": known.told(), "seen": seen, "at": uow.clock.now(), "done_at": None}
    kept = insert(sync_erasing).values(contact_id=contact, **values)
    connection.execute(kept.on_conflict_do_update(index_elements=["contact_id"], set_=values))


def without_person(outcome: Outcome, key: Key, change: RowChange) -> RowChange:
    """The line of the erasing entry itself: that something stood there, not what."""
    if outcome.work.command not in ERASING or change.before is None:
        return change
    hidden = _hidden(outcome, key)
    before = {name: _barred(value) if name in hidden else value for name, value in change.before.items()}
    return RowChange(change.kind, before, change.after)


def _hide(uow: Receiving, key: Key, hidden: Mapping[str, Any]) -> None:
    about = select(JournalChange.id).where(JournalChange.table_name == key[0], JournalChange.row_id == key[1])
    hide_history(uow, uow.session.scalars(about).all(), {key[0]: hidden})
    conflicts = sync_conflict.c
    uow.session.connection().execute(
        update(sync_conflict)
        .where(conflicts.table_name == key[0], conflicts.row_id == key[1], conflicts.field.in_(hidden))
        .values(base=None, kept=None, lost=None)
    )


def _hidden_rows(outcome: Outcome) -> Iterator[tuple[Key, Values]]:
    for key in outcome.after:
        hidden = _hidden(outcome, key)
        if hidden:
            yield key, hidden


def _hidden(outcome: Outcome, key: Key) -> Values:
    """Columns that the erasing changed, and whether bars or nothing stand there in the history."""
    before, after = outcome.before[key], outcome.after[key].values
    if before is None:
        return {}
    always = ERASING[outcome.work.command].get(key[0], {})
    if after is None:
        return dict(always)
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    return {**always, **changed} if always.keys() & changed.keys() else changed


def _barred(value: Any) -> Any:
    return BARS if isinstance(value, str) and value else None
