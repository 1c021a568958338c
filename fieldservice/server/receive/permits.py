"""What a person may send: the rights of the command that the work says it was, and of each thing that it
does, whatever the workstation calls it (`acts.py`).

Rights are asked of the database at the moment of taking: a role that was taken away meanwhile counts.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.model.views import SavedView
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.mastering import Keeper, require_ours
from fieldservice.domain.rules.rights import Grant, Right
from fieldservice.domain.store.mastering import keepers, kept_of
from fieldservice.domain.store.rights import grants_of, rights_of, who_may
from fieldservice.server.receive.acts import UNDO, Acts
from fieldservice.server.receive.ledger import Ledger
from fieldservice.server.receive.work import Deed, Work

OWN_ACCOUNT = frozenset({"away_from", "away_until", "substitute_id"})
"""What everybody says of themselves."""


class Permits:
    """Asked once for each person of a push."""

    def __init__(self, session: Session, present: Collection[UUID]) -> None:
        self._session = session
        self._present = present
        self._known: dict[UUID, list[Grant]] = {}
        self._masters: set[UUID] = set()
        self._keepers: tuple[Keeper, ...] | None = None
        self._commands: dict[UUID, str] = {}
        self._acts = Acts(session)

    def check(self, work: Work) -> None:
        """Raise `exchange.user_unknown` when the person never logged in at the device, `rights.missing`,
        `outside.keeps_…` for what another system keeps.
        """
        if work.user_id not in self._present:
            raise RuleViolation("exchange.user_unknown")
        self._require_kept_here(work)
        grants = self._grants(work.user_id)
        if work.user_id in self._masters:
            return
        wanted = self._wanted(work)
        if wanted and not any(grant.gives(wanted) for grant in grants):
            people = who_may(self._session, *wanted) or None
            raise RuleViolation("rights.missing", right=wanted[0].value, people=people)

    def check_acts(self, work: Work, ledger: Ledger) -> None:
        """What the work does to the rows as they stand now; raises as `Acts.check`."""
        self._commands[work.entry_id] = work.command
        if work.user_id in self._masters:
            self._acts.check_names(work, ledger)
        else:
            deeds = [deed for deed in work.deeds if not self._is_personal(deed, work.user_id)]
            self._acts.check(work, deeds, self._grants(work.user_id), ledger)
        self._acts.keep(work, ledger)

    def _require_kept_here(self, work: Work) -> None:
        for kept in sorted(kept_of((deed.form.name, deed.set) for deed in work.deeds)):
            if self._keepers is None:
                self._keepers = keepers(self._session)
            require_ours(kept, self._keepers, work.user_id)

    def _grants(self, user_id: UUID) -> list[Grant]:
        if user_id not in self._known:
            self._known[user_id] = grants_of(self._session, user_id)
            if any(Right.EVERYTHING in grant.rights for grant in self._known[user_id]):
                self._masters.add(user_id)
        return self._known[user_id]

    def _wanted(self, work: Work) -> tuple[Right, ...]:
        """Undo asks for the rights of what it takes back."""
        if work.command != UNDO:
            return rights_of(work.command)
        command = self._commands.get(work.undoes_id) if work.undoes_id else None
        if command is None:
            undone = select(JournalEntry.command).where(JournalEntry.id == work.undoes_id)
            command = self._session.connection().scalar(undone)
        return () if command in (None, UNDO) else rights_of(command)

    def _is_personal(self, deed: Deed, user_id: UUID) -> bool:
        """What is nobody else's business: views of one's own, who stands in for oneself."""
        if deed.form.name == "user_account":
            return deed.row_id == user_id and deed.kind == "update" and deed.set.keys() <= OWN_ACCOUNT
        if deed.form.name != SavedView.__tablename__:
            return False
        owned = select(SavedView.owner_id).where(SavedView.id == deed.row_id)
        owner = self._session.connection().scalar(owned) or user_id
        return owner == user_id and deed.set.get("owner_id", user_id.hex) == user_id.hex
