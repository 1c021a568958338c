"""What a person may send: the rights of the command that the work says it was, and the tables that somebody
with these rights has to do with, whatever the workstation claims.

Rights are asked of the database at the moment of taking: a role that was taken away meanwhile counts.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.model.views import SavedView
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_kinds import KINDS
from fieldservice.domain.rules.mastering import Keeper, require_ours
from fieldservice.domain.rules.rights import Grant, Right
from fieldservice.domain.store.mastering import keepers, kept_of
from fieldservice.domain.store.rights import grants_of, require, rights_of, who_may
from fieldservice.server.receive.work import Deed, Work

UNDO, RESTORE = "history.undo", "exchange.restore"
WITHIN_ALL_RIGHTS = (UNDO, RESTORE)
"""Commands about rows of any kind: they reach as far as all that the person may do."""

_SAID = frozenset({"article", "attachment", "follow", "task", "bulk_change"})
_TICKET = _SAID | {
    "custom_value",
    "merged_row",
    "number_alias",
    "outside_key",
    "request",
    "served_unit",
    "sla_entry",
    "ticket",
    "ticket_link",
}
_ORDER = _TICKET | {"reading", "visit", "work_line", "work_order"}
_CUSTOMER = frozenset({"article", "attachment", "contact", "customer", "identity", "site"})
_COVERED = frozenset({"coverage_service", "coverage_site", "coverage_unit", "coverage_work", "served_unit"})
_EQUIPMENT = _COVERED | {
    "attachment",
    "category",
    "equipment",
    "equipment_loan",
    "equipment_move",
    "equipment_replacement",
    "maintenance_plan",
    "meter",
    "product",
    "reading",
}
_CONTRACT = _COVERED | {"attachment", "contract", "coverage_line", "terms"}
_STAFF = frozenset(
    {
        "absence",
        "skill",
        "team",
        "team_member",
        "team_technician",
        "technician",
        "technician_skill",
        "tray",
    }
)
_PEOPLE = frozenset({"role", "team_member", "user_account", "user_role"})
_COMPANY = frozenset({"branch", "outside_system", "workstation"})
_DICTIONARY = frozenset(KINDS) - _ORDER - _CUSTOMER - _EQUIPMENT - _CONTRACT - _STAFF - _PEOPLE - _COMPANY
_PERSONS = frozenset({"archived_ticket", "block", "legal_hold", "retention_rule", "technician"})

TABLES_OF: Mapping[Right, frozenset[str]] = MappingProxyType(
    {
        Right.LOG_REQUEST: _ORDER | _CUSTOMER,
        Right.ACCEPT_REQUEST: _ORDER | _CUSTOMER,
        Right.EDIT_TICKET: _ORDER,
        Right.CLOSE_TICKET: _ORDER,
        Right.MANAGE_TICKETS: _ORDER,
        Right.PLAN_WORK: _ORDER,
        Right.FINISH_ORDER: _ORDER,
        Right.EDIT_CUSTOMER: _CUSTOMER | _EQUIPMENT | {"kind"},
        Right.BLOCK_CUSTOMER: frozenset({"article", "block"}),
        Right.EDIT_EQUIPMENT: _EQUIPMENT,
        Right.EDIT_CONTRACT: _CONTRACT,
        Right.EDIT_STAFF: _STAFF,
        Right.MANAGE_USERS: _PEOPLE,
        Right.EDIT_DICTIONARY: _DICTIONARY - {"archived_ticket", "block", "legal_hold"},
        Right.IMPORT_DATA: _CUSTOMER | _EQUIPMENT | _CONTRACT | _ORDER | {"block"},
        Right.MANAGE_PERSONAL_DATA: _ORDER | _CUSTOMER | _EQUIPMENT | _CONTRACT | _PERSONS,
    }
)
"""What a command that asks for a right may touch; a test compares it with what every command does."""

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

    def check(self, work: Work) -> None:
        """Raise `exchange.user_unknown` when the person never logged in at the device, `rights.missing`,
        `exchange.table_forbidden`, `outside.keeps_…` for what another system keeps.
        """
        if work.user_id not in self._present:
            raise RuleViolation("exchange.user_unknown")
        self._require_kept_here(work)
        grants = self._grants(work.user_id)
        if work.user_id in self._masters:
            return
        wanted = self._wanted(work)
        if wanted:
            self._require(work, grants, wanted)
        is_about_all = work.command in WITHIN_ALL_RIGHTS
        allowed = self._tables(grants, tuple(Right) if is_about_all else wanted)
        for deed in work.deeds:
            if deed.form.name not in allowed and not self._is_personal(deed, work.user_id):
                raise RuleViolation("exchange.table_forbidden", table=deed.form.name)

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
        undone = select(JournalEntry.command).where(JournalEntry.id == work.undoes_id)
        command = self._session.connection().scalar(undone)
        return () if command in (None, UNDO) else rights_of(command)

    def _require(self, work: Work, grants: list[Grant], wanted: tuple[Right, ...]) -> None:
        given = [grant for grant in grants if grant.gives(wanted)]
        if not given:
            people = who_may(self._session, *wanted) or None
            raise RuleViolation("rights.missing", right=wanted[0].value, people=people)
        is_limited = all(grant.limits.is_limited for grant in given)
        if is_limited and work.subject is not None and work.subject.table == Ticket.__tablename__:
            ticket = self._session.get(Ticket, work.subject.id)
            require(self._session, work.user_id, *wanted, about=ticket, day=work.act_at.date())

    def _tables(self, grants: list[Grant], wanted: tuple[Right, ...]) -> frozenset[str]:
        named = [right for right in wanted if any(grant.gives((right,)) for grant in grants)]
        return frozenset[str]().union(*(TABLES_OF.get(right, frozenset[str]()) for right in named))

    def _is_personal(self, deed: Deed, user_id: UUID) -> bool:
        """What is nobody else's business: views of one's own, who stands in for oneself."""
        if deed.form.name == "user_account":
            return deed.row_id == user_id and deed.kind == "update" and deed.set.keys() <= OWN_ACCOUNT
        if deed.form.name != SavedView.__tablename__:
            return False
        owned = select(SavedView.owner_id).where(SavedView.id == deed.row_id)
        owner = self._session.connection().scalar(owned) or user_id
        return owner == user_id and deed.set.get("owner_id", user_id.hex) == user_id.hex
