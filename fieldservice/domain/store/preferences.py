"""Preferences written past the journal, as drafts are: they concern nobody but the person."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.preferences import Preference
from fieldservice.domain.rules.changes import Changes, RowRef
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.store.unit_of_work import UnitOfWork


def keep_values(uow: UnitOfWork, values: Mapping[str, Any]) -> Changes:
    """Write each value over its former one, for the person who works here."""
    user_id = uow.actor.user_id
    if user_id is None or not values:
        return Changes(None, Reason("preferences"), undoable=False)
    rows = [
        {"id": member_id(user_id, name), "user_id": user_id, "name": name, "value": value}
        for name, value in values.items()
    ]
    dialect = sqlite if uow.session.get_bind().dialect.name == "sqlite" else postgresql
    written = dialect.insert(Preference).values(rows)
    newer = {"value": written.excluded.value}
    uow.session.execute(written.on_conflict_do_update(index_elements=[Preference.id], set_=newer))
    uow.session.commit()
    touched = frozenset(RowRef(Preference.__tablename__, row["id"]) for row in rows)
    return Changes(None, Reason("preferences"), touched=touched, undoable=False)
