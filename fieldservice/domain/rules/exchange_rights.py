"""What a single operation on a row asks for, whatever command it came in: the centre judges pushed work by
what it does (docs/exchange.md).

`rights_for` gives the rights of which one is enough, for each part of an operation; the tables below are the
whole rule. A table that stands nowhere is the company's own dictionary.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from fieldservice.domain.rules.rights import Right

Rights = frozenset[Right]
Values = Mapping[str, Any]
Kind = Literal["insert", "update", "delete"]


@dataclass(frozen=True, slots=True)
class RowAct:
    """A row before and after, in the form in which rows travel; None where it is not there."""

    table: str
    before: Values | None
    after: Values | None

    @property
    def kind(self) -> Kind:
        if self.before is None:
            return "insert"
        return "delete" if self.after is None else "update"

    @property
    def changed(self) -> frozenset[str]:
        before, after = self.before or {}, self.after or {}
        return frozenset(name for name in after if after[name] != before.get(name))

    def backwards(self) -> "RowAct":
        """What would take it back."""
        return RowAct(self.table, self.after, self.before)


@dataclass(frozen=True, slots=True)
class TableRights:
    """Who makes rows, who changes the fields that are not named, who removes rows, who changes what is."""

    insert: Rights
    change: Rights
    remove: Rights
    fields: Mapping[str, Rights]


def _any(*rights: Right | Rights) -> Rights:
    return frozenset[Right]().union(*({each} if isinstance(each, Right) else each for each in rights))


_NOBODY: Rights = frozenset()
"""Only who may do everything."""
_ENTRY, _EDIT, _CLOSE = Right.LOG_REQUEST, Right.EDIT_TICKET, Right.CLOSE_TICKET
_PLAN, _FINISH, _MANAGE = Right.PLAN_WORK, Right.FINISH_ORDER, Right.MANAGE_TICKETS
_PERSONS, _IMPORT = Right.MANAGE_PERSONAL_DATA, Right.IMPORT_DATA
_TOLD = _any(_ENTRY, _EDIT, _PLAN, _FINISH)
_AT_WORK = _any(_TOLD, Right.ACCEPT_REQUEST, _CLOSE, _MANAGE)
_EDITING = _any(_EDIT, _MANAGE, _PERSONS)
_MOVING = _any(_EDIT, _MANAGE, _CLOSE)
_WORK = _any(_PLAN, _FINISH)
_CUSTOMER = _any(Right.EDIT_CUSTOMER, _IMPORT)
_EQUIPMENT = _any(Right.EDIT_EQUIPMENT, Right.EDIT_CUSTOMER, _IMPORT)
_CONTRACT = _any(Right.EDIT_CONTRACT, _IMPORT)
_STAFF, _USERS = _any(Right.EDIT_STAFF), _any(Right.MANAGE_USERS)
_CLOCK = _any(_AT_WORK, Right.EDIT_CONTRACT, Right.EDIT_CUSTOMER, Right.EDIT_DICTIONARY)
_TELLING = _any(_CLOCK, Right.BLOCK_CUSTOMER)
_ENDING, _PERSONS_ONLY = _any(_CLOSE, _MANAGE), _any(_PERSONS)


def _each(rights: Rights, *names: str) -> dict[str, Rights]:
    return dict.fromkeys(names, rights)


def _table(
    insert: Rights, change: Rights | None = None, remove: Rights | None = None, **fields: Rights
) -> TableRights:
    changing = insert if change is None else change
    return TableRights(
        insert, _any(changing, _PERSONS), insert if remove is None else remove, MappingProxyType(fields)
    )


_TICKET = _table(
    _any(_ENTRY, Right.ACCEPT_REQUEST, _CLOSE, _EDIT),
    _EDITING,
    _NOBODY,
    **_each(_CLOCK, "response_due_at", "resolution_due_at", "sla_id", "expected_closing_at"),
    **_each(_AT_WORK, "first_response_at", "state_id", "wait_until", "wait_because"),
    **_each(_ENDING, "closed_at", "closed_by", "first_closed_at", "reopened_at", "generation"),
    closed_because=_any(_ENDING, _PERSONS),
    is_held=_any(_ENDING, _WORK),
    owner_id=_any(_EDITING, Right.ACCEPT_REQUEST, Right.MANAGE_USERS),
    priority=_any(_EDITING, _CLOSE),
    contact_id=_any(_EDITING, Right.EDIT_CUSTOMER),
    **_each(_any(_EDITING, Right.EDIT_CONTRACT), "contract_id", "coverage_line_id"),
)
_ARTICLE = _table(
    _AT_WORK,
    _PERSONS_ONLY,
    _PERSONS_ONLY,
    **_each(_any(_TOLD, _PERSONS), "text", "is_internal", "happened_at"),
    **_each(_TOLD, "approval", "delivery"),
    ticket_id=_MOVING,
    contact_id=_any(_EDIT, Right.EDIT_CUSTOMER, _PERSONS),
)
_ORDER = _table(
    _any(_PLAN),
    _WORK,
    _NOBODY,
    is_kept_open=_any(_ENDING, _WORK),
    ticket_id=_MOVING,
    number=_any(_MOVING, _PLAN),
    position=_any(_MOVING, _PLAN),
)
_VISIT = _table(
    _any(_PLAN), _WORK, _NOBODY, **_each(_any(_PLAN), "technician_id", "planned_from", "planned_to")
)
_REQUEST = _table(
    _any(_ENTRY),
    _any(_ENTRY, Right.ACCEPT_REQUEST, _EDIT),
    _PERSONS_ONLY,
    branch_id=_any(_EDIT),
    contact_id=_any(_ENTRY, Right.ACCEPT_REQUEST, _EDIT, Right.EDIT_CUSTOMER, _PERSONS),
)
_TASK = _table(
    _AT_WORK,
    _any(_EDITING),
    _any(_EDIT),
    **_each(_TOLD, "done_at", "done_by_id"),
    owner_id=_any(_EDITING, Right.MANAGE_USERS),
    ticket_id=_MOVING,
)
_ACCOUNT = _table(
    _USERS, _USERS, _NOBODY, **_each(_any(_USERS, _STAFF), "away_from", "away_until", "substitute_id")
)

OF_TABLE: Mapping[str, TableRights] = MappingProxyType(
    {
        "ticket": _TICKET,
        "article": _ARTICLE,
        "task": _TASK,
        "request": _REQUEST,
        "work_order": _ORDER,
        "visit": _VISIT,
        "work_line": _table(_WORK, contract_id=_any(_WORK, Right.EDIT_CONTRACT, _EDIT)),
        "follow": _table(_AT_WORK),
        "bulk_change": _table(_any(_EDIT, _CLOSE)),
        "custom_value": _table(_any(_ENTRY, _EDIT, Right.ACCEPT_REQUEST, _CLOSE, _MANAGE)),
        "merged_row": _table(_ENDING),
        "number_alias": _table(_MOVING),
        "ticket_link": _table(_any(_MOVING, _ENTRY), _MOVING, _MOVING),
        "outside_key": _table(_any(_EDIT)),
        "sla_entry": _table(_CLOCK),
        "served_unit": _table(_any(_AT_WORK, _EQUIPMENT, _CONTRACT)),
        "reading": _table(_any(_WORK, _EQUIPMENT), _EQUIPMENT, _any(_WORK, _EQUIPMENT)),
        **dict.fromkeys(("customer", "contact", "identity", "site"), _table(_CUSTOMER)),
        "block": _table(_any(Right.BLOCK_CUSTOMER, _IMPORT)),
        **dict.fromkeys(
            (
                "category",
                "equipment",
                "equipment_loan",
                "equipment_move",
                "equipment_replacement",
                "maintenance_plan",
                "meter",
                "product",
            ),
            _table(_EQUIPMENT),
        ),
        **dict.fromkeys(
            ("coverage_service", "coverage_site", "coverage_unit", "coverage_work"),
            _table(_any(_CONTRACT, Right.EDIT_EQUIPMENT, Right.EDIT_CUSTOMER)),
        ),
        **dict.fromkeys(("contract", "coverage_line", "terms"), _table(_CONTRACT)),
        **dict.fromkeys(
            ("absence", "skill", "team", "team_technician", "technician", "technician_skill", "tray"),
            _table(_STAFF),
        ),
        "team_member": _table(_any(_STAFF, _USERS)),
        **dict.fromkeys(("role", "user_role"), _table(_USERS)),
        "user_account": _ACCOUNT,
        **dict.fromkeys(("branch", "outside_system", "workstation"), _table(_NOBODY)),
        **dict.fromkeys(("archived_ticket", "legal_hold", "retention_rule"), _table(_PERSONS_ONLY)),
    }
)
_DICTIONARY = _table(_any(Right.EDIT_DICTIONARY))
OF_FILES: Mapping[str, Rights] = MappingProxyType(
    {
        **dict.fromkeys(("ticket", "article"), _MOVING | _TOLD),
        **dict.fromkeys(("work_order", "visit"), _WORK),
        **dict.fromkeys(("customer", "site"), _any(Right.EDIT_CUSTOMER)),
        **dict.fromkeys(("equipment", "product"), _any(Right.EDIT_EQUIPMENT, Right.EDIT_CUSTOMER)),
        "contract": _any(Right.EDIT_CONTRACT),
    }
)
"""Who may change the owner may put files to it."""

SIGNED: Mapping[str, str] = MappingProxyType(
    {
        "article": "author_id",
        "attachment": "added_by_id",
        "request": "taken_by_id",
        "task": "done_by_id",
        "ticket": "override_by_id",
    }
)
"""Columns in which somebody says that they themselves did it."""

CLOSED, MERGED, BY_ORDERS = "closed", "merged", "by_orders"
ENDED_FOR_ALL = frozenset({"accepted", "dismissed"})
_PENDING = frozenset({"pending_reminder", "pending_auto"})
_OF_CLOSING = frozenset(
    {"state_id", "closed_at", "closed_by", "closed_because", "first_closed_at", "reopened_at", "generation"}
)

_OF_CANCELLING = frozenset({"state", "outcome", "ended_at", "cancelled_because"})


def rights_for(act: RowAct) -> Iterator[Rights]:
    """For each part of the act, the rights of which one is enough; an empty set: only who may everything."""
    if act.table == "attachment":
        owner = str((act.after or act.before or {}).get("owner_table"))
        yield _any(OF_FILES.get(owner, _NOBODY), *(() if act.kind == "insert" else (_PERSONS,)))
        return
    table = OF_TABLE.get(act.table, _DICTIONARY)
    if act.kind == "delete":
        yield _any(table.remove, _PERSONS) if table.remove else _NOBODY
    elif act.kind == "insert":
        yield from _insert(act, table)
    else:
        yield from _update(act, table)


def rights_given(act: RowAct) -> frozenset[str]:
    """The rights that an account or a role has by it and had not before."""
    before, after = act.before or {}, act.after or {}
    given, known = frozenset(after.get("rights") or ()), frozenset(before.get("rights") or ())
    was_active = bool(before.get("is_active", True)) and act.before is not None
    is_woken = bool(after.get("is_active", True)) and not was_active
    if is_woken:
        return given
    return frozenset() if Right.EVERYTHING in known else given - known


def _insert(act: RowAct, table: TableRights) -> Iterator[Rights]:
    after = act.after or {}
    if act.table == "article" and after.get("author_id") is None:
        yield _TELLING
        return
    yield table.insert
    if act.table == "ticket" and after.get("override_because"):
        yield _any(Right.OVERRIDE_VERDICT)
    if act.table == "ticket" and after.get("state_type") in {CLOSED, MERGED}:
        yield _ENDING


def _update(act: RowAct, table: TableRights) -> Iterator[Rights]:
    changed = set(act.changed)
    before, after = act.before or {}, act.after or {}
    if act.table == "ticket" and "state_type" in changed:
        yield _turn(before, after)
        changed -= {"state_type", *(_OF_CLOSING if _is_by_orders(before, after) else ())}
    if act.table == "request" and after.get("state") != before.get("state"):
        is_end = not ENDED_FOR_ALL.isdisjoint((after.get("state"), before.get("state")))
        yield _any(Right.ACCEPT_REQUEST) if is_end else _any(_ENTRY, Right.ACCEPT_REQUEST)
    if act.table in {"work_order", "visit"} and _is_cancelling(before, after):
        yield _any(_PLAN, _CLOSE, *((_FINISH,) if act.table == "visit" else ()))
        changed -= _OF_CANCELLING
    for name in sorted(changed):
        yield table.fields.get(name, table.change)


def _turn(before: Values, after: Values) -> Rights:
    """A ticket goes from one kind of state into another."""
    ends = {before.get("state_type"), after.get("state_type")}
    if _is_by_orders(before, after):
        return _any(_ENDING, _WORK)
    if not ends.isdisjoint({CLOSED, MERGED}):
        return _ENDING
    return _any(_EDIT, _MANAGE) if after.get("state_type") in _PENDING else _AT_WORK


def _is_by_orders(before: Values, after: Values) -> bool:
    """Back from where its orders had brought it: the centre settles it again by itself."""
    return (before.get("state_type"), before.get("closed_by")) == (CLOSED, BY_ORDERS) and after.get(
        "state_type"
    ) not in {CLOSED, MERGED}


def _is_cancelling(before: Values, after: Values) -> bool:
    """An order, or a visit, is called off: by whoever plans, or closes the ticket."""
    called = ("cancelled",) if "outcome" not in after else ("ended",)
    is_off = after.get("state") in called and after.get("outcome", "cancelled") == "cancelled"
    return is_off and (before.get("state"), before.get("outcome")) != (
        after.get("state"),
        after.get("outcome"),
    )
