"""What works do, row by row, as the rows stand when their turn comes: each act asks for its own rights
(`domain/rules/exchange_rights.py`), for the ticket that it is about, and in the sender's own name.

What a workstation calls its work opens nothing here; an undo may also do whatever takes back the rows of
what it undoes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.journal import JournalChange
from fieldservice.domain.model.people import Role
from fieldservice.domain.model.ticket import Article, Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_restoring import rights_of_table
from fieldservice.domain.rules.exchange_rights import SIGNED, Rights, RowAct, rights_for, rights_given
from fieldservice.domain.rules.rights import Grant, Right, TicketFacts, gives_for
from fieldservice.domain.store.rights import who_may
from fieldservice.domain.store.standing import facts_of, standing_of
from fieldservice.server.receive.ledger import Ledger
from fieldservice.server.receive.values import Values, row_id_of
from fieldservice.server.receive.work import Deed, Key, Work

UNDO, RESTORE, BROUGHT = "history.undo", "exchange.restore", "exchange.brought_along"
LIMITED = frozenset({"article", "custom_value", "follow", "merged_row", "task", "ticket", "ticket_link"})
"""Tables of which limited roles are asked about the ticket; of its orders nobody is (L08)."""
FOLLOWS = frozenset(
    {
        "expected_closing_at",
        "first_response_at",
        "resolution_due_at",
        "response_due_at",
        "state_id",
        "state_type",
        "wait_because",
        "wait_until",
    }
)
"""What becomes of a ticket when its orders are worked on."""
_OF_TICKET = ("ticket_id", "from_id", "to_id", "home_id")
_SAME: Mapping[str, tuple[str, Any, Any]] = MappingProxyType(
    {
        "article": ("text", Article.author_id, Article.text),
        "attachment": ("digest", Attachment.added_by_id, Attachment.digest),
    }
)
"""A copy on another ticket bears the name of whoever wrote it (splitting a ticket)."""

Befores = Mapping[Key, Values | None]


class Acts:
    """Asked for each work in turn; remembers the rows before it, for its undo in the same push."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._seen: dict[UUID, dict[Key, Values | None]] = {}

    def keep(self, work: Work, ledger: Ledger) -> None:
        self._seen[work.entry_id] = {deed.key: _standing(ledger, deed.key) for deed in work.deeds}

    def check(self, work: Work, deeds: Sequence[Deed], grants: Sequence[Grant], ledger: Ledger) -> None:
        """Raise `exchange.table_forbidden`, `rights.missing` for a right that is not one's own to give,
        `rights.out_of_reach` for a ticket that one's roles are not about.
        """
        undone = self._undone(work) if work.command == UNDO else {}
        for deed in deeds:
            act = act_of(deed, _standing(ledger, deed.key))
            if act is None:
                continue
            is_undone = deed.key in undone
            ways = [act, act.backwards()] if is_undone else [act]
            if not any(_is_within(way, work.command, grants) for way in ways):
                raise RuleViolation("exchange.table_forbidden", table=deed.form.name)
            if not (is_undone and _is_brought_back(act, undone[deed.key])):
                self._require_own(act, work, ledger)
                self._require_givable(act, grants, ledger)
            self._require_reach(deed, act, work, grants, ledger)
        _require_subject(work, ledger)

    def check_names(self, work: Work, ledger: Ledger) -> None:
        """Who may do everything still signs with their own name, save for what a company brings along."""
        if work.command in (UNDO, BROUGHT):
            return
        for deed in work.deeds:
            act = act_of(deed, _standing(ledger, deed.key)) if deed.form.name in SIGNED else None
            if act is not None:
                self._require_own(act, work, ledger)

    def _undone(self, work: Work) -> Befores:
        if work.undoes_id in self._seen:
            return self._seen[work.undoes_id]
        lines = select(JournalChange.table_name, JournalChange.row_id, JournalChange.before)
        rows = self._session.execute(lines.where(JournalChange.entry_id == work.undoes_id))
        return {(row.table_name, row.row_id): row.before for row in rows}

    def _require_own(self, act: RowAct, work: Work, ledger: Ledger) -> None:
        """Nobody writes in another's name, nor without a name what the program did not say."""
        column = SIGNED.get(act.table)
        if column is None or act.after is None or work.command == RESTORE:
            return
        if act.kind == "update" and column not in act.changed:
            return
        signer = act.after.get(column)
        is_nameless = signer is None and act.table == "article" and not act.after.get("reason")
        is_foreign = signer not in (None, work.user_id.hex) and not self._is_copy(act, str(signer), ledger)
        if is_nameless or is_foreign:
            raise RuleViolation("exchange.table_forbidden", table=act.table)

    def _is_copy(self, act: RowAct, signer: str, ledger: Ledger) -> bool:
        known = _SAME.get(act.table)
        if known is None or act.after is None:
            return False
        name, signed, kept = known
        value = act.after.get(name)
        for image in ledger.of_table(act.table):
            stands = image.values or {}
            if (stands.get(SIGNED[act.table]), stands.get(name)) == (signer, value):
                return True
        return bool(self._session.scalar(select(exists().where(signed == UUID(signer), kept == value))))

    def _require_givable(self, act: RowAct, grants: Sequence[Grant], ledger: Ledger) -> None:
        """Who may not do everything gives no right that they do not have themselves."""
        given = self._given(act, ledger)
        held = frozenset[str]().union(*(grant.rights for grant in grants))
        for missing in sorted(given - held):
            people = who_may(self._session, Right.EVERYTHING) or None
            raise RuleViolation("rights.missing", right=missing, people=people)

    def _given(self, act: RowAct, ledger: Ledger) -> frozenset[str]:
        if act.table in {"user_account", "role"}:
            return rights_given(act)
        if act.table != "user_role" or act.after is None or not act.changed:
            return frozenset()
        role_id = row_id_of(str(act.after["role_id"]))
        known = _standing(ledger, ("role", role_id))
        if known is not None:
            return frozenset(known["rights"])
        return frozenset(self._session.scalar(select(Role.rights).where(Role.id == role_id)) or ())

    def _require_reach(
        self, deed: Deed, act: RowAct, work: Work, grants: Sequence[Grant], ledger: Ledger
    ) -> None:
        if all(not grant.limits.is_limited for grant in grants) or _follows_from_orders(act, work):
            return
        for ticket_id in set(_tickets(deed, act, ledger)):
            for wanted in rights_for(act):
                self._require_about(ticket_id, wanted, work, grants, ledger)

    def _require_about(
        self, ticket_id: UUID, wanted: Rights, work: Work, grants: Sequence[Grant], ledger: Ledger
    ) -> None:
        giving = [grant for grant in grants if grant.gives(wanted)]
        if not giving or any(not grant.limits.is_limited for grant in giving):
            return
        told = self._facts(ticket_id, ledger)
        if told is None:
            return
        number, facts = told
        standing = standing_of(self._session, work.user_id, work.act_at.date())
        if not any(gives_for(grant, wanted, facts, standing) for grant in giving):
            right = min(wanted)
            people = who_may(self._session, *wanted, at_large=True) or None
            raise RuleViolation("rights.out_of_reach", number=number, right=right.value, people=people)

    def _facts(self, ticket_id: UUID, ledger: Ledger) -> tuple[str, TicketFacts] | None:
        """The ticket as it stands before the work, with what this push did to it; None of one that is made
        by the work.
        """
        stored = self._session.get(Ticket, ticket_id)
        facts = TicketFacts(None, None, None) if stored is None else facts_of(self._session, stored)
        values = _standing(ledger, ("ticket", ticket_id))
        if values is None:
            return None if stored is None else (stored.number, facts)
        hands = (values.get(name) for name in ("owner_id", "responsible_id"))
        people = facts.people_ids - _hands(stored) | {row_id_of(each) for each in hands if each}
        places = {name: _id(values.get(name)) for name in ("queue_id", "type_id", "state_id")}
        return str(values["number"]), replace(facts, people_ids=people, **places)


def act_of(deed: Deed, standing: Values | None) -> RowAct | None:
    """What the deed does to the row as it stands; None when nothing is there to be removed."""
    table = deed.form.name
    if deed.kind == "delete":
        return None if standing is None else RowAct(table, standing, None)
    if standing is not None:
        return RowAct(table, standing, {**standing, **deed.set})
    if deed.kind == "insert":
        return RowAct(table, None, {**deed.form.defaults, **deed.set})
    return RowAct(table, deed.was, {**deed.was, **deed.set})


def _is_within(act: RowAct, command: str, grants: Sequence[Grant]) -> bool:
    more = rights_of_table(act.table) if command == RESTORE and act.kind == "update" else ()
    return all(any(grant.gives({*wanted, *more}) for grant in grants) for wanted in rights_for(act))


def _is_brought_back(act: RowAct, before: Values | None) -> bool:
    """Whether the row becomes in all of it what it was before that which is undone."""
    return act.after is not None and (
        before is None or all(act.after.get(name) == before[name] for name in act.changed if name in before)
    )


def _follows_from_orders(act: RowAct, work: Work) -> bool:
    if not any(deed.form.name in {"visit", "work_order"} for deed in work.deeds):
        return False
    if act.table == "article":
        return act.kind == "insert" and (act.after or {}).get("author_id") is None
    return act.table == "ticket" and act.kind == "update" and act.changed <= FOLLOWS


def _tickets(deed: Deed, act: RowAct, ledger: Ledger) -> Iterator[UUID]:
    """The tickets that the act is about, that were there before it."""
    if act.table == "ticket" and act.before is not None:
        yield deed.row_id
    for values in (act.before or {}, act.after or {}):
        if act.table in LIMITED:
            yield from (row_id_of(values[name]) for name in _OF_TICKET if values.get(name))
        owner = (values.get("owner_table"), values.get("owner_id"))
        if act.table == "attachment" and owner[0] == "ticket" and owner[1]:
            yield row_id_of(owner[1])
        elif act.table == "attachment" and owner[0] == "article" and owner[1]:
            article = _standing(ledger, ("article", row_id_of(owner[1])))
            yield from (row_id_of(article["ticket_id"]),) if article else ()


def _require_subject(work: Work, ledger: Ledger) -> None:
    """Work on tickets is told in the history of one of them."""
    subject = work.subject
    if subject is None or subject.table != Ticket.__tablename__:
        return
    tickets: set[UUID] = set()
    for deed in work.deeds:
        act = act_of(deed, _standing(ledger, deed.key))
        if act is not None:
            tickets |= {deed.row_id} if act.table == "ticket" else set(_tickets(deed, act, ledger))
    if tickets and subject.id not in tickets:
        raise RuleViolation("exchange.table_forbidden", table=subject.table)


def _standing(ledger: Ledger, key: Key) -> Values | None:
    image = ledger.known(key)
    return None if image is None else image.values


def _hands(ticket: Ticket | None) -> frozenset[UUID]:
    hands = () if ticket is None else (ticket.owner_id, ticket.responsible_id)
    return frozenset(each for each in hands if each is not None)


def _id(value: object) -> UUID | None:
    return None if value is None else row_id_of(str(value))
