"""What kind each column of each journaled table is, for the exchange: it decides what happens when a branch
and somebody else changed the same (docs/exchange.md).

A column that is not named is of its table's usual kind. Every journaled table stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType


class MergeKind(StrEnum):
    """Who wins when both sides changed a field; `exchange_merge` does it."""

    SCALAR = "scalar"
    TEXT = "text"
    PLANNING = "planning"
    STATE = "state"
    FIXED = "fixed"
    TERMS = "terms"
    LOCAL = "local"


class Removal(StrEnum):
    """What becomes of a row that one side removes and the other changed.

    `WORK`: the edit beats the removal. `MASTER`: the removal stays, if nothing refers to the row. `MEMBER`:
    adding wins. `RULES`: people decide. `RECORD`: written once, so there is nothing to beat a removal.
    """

    WORK = "work"
    MASTER = "master"
    MEMBER = "member"
    RULES = "rules"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class StateRule:
    """How states of a table are weighed: what has more weight stays, whoever came first.

    `columns` are the state and what refines it, with their weights; `of_states` tells in which states the
    other columns of the group mean something, and what they are else. Into `decided` states a row comes by
    somebody's decision, and `typed` is what that person wrote: neither gives way untold.
    """

    columns: Mapping[str, Mapping[str | None, int]]
    of_states: Mapping[str, tuple[frozenset[str], object]]
    decided: frozenset[str]
    typed: tuple[str, ...]
    others: tuple[str, ...] = ()

    @property
    def state_column(self) -> str:
        return next(iter(self.columns))

    @property
    def fields(self) -> frozenset[str]:
        return frozenset((*self.columns, *self.of_states, *self.others))


@dataclass(frozen=True, slots=True)
class TableKind:
    """`groups` are columns that move together; each belongs to at most one."""

    removal: Removal
    usual: MergeKind
    fields: Mapping[str, MergeKind]
    groups: tuple[frozenset[str], ...]
    state: StateRule | None


def _of(kind: MergeKind, *columns: str) -> dict[str, MergeKind]:
    return dict.fromkeys(columns, kind)


def _table(
    removal: Removal,
    usual: MergeKind = MergeKind.SCALAR,
    *groups: tuple[str, ...],
    fields: Mapping[str, MergeKind] | None = None,
    state: StateRule | None = None,
) -> TableKind:
    sets = tuple(frozenset(group) for group in groups)
    return TableKind(removal, usual, MappingProxyType(dict(fields or {})), sets, state)


_LIVE, _CLOSED = frozenset({"pending_reminder", "pending_auto"}), frozenset({"closed"})
TICKET_STATE = StateRule(
    columns={
        "state_type": {
            "new": 0,
            "open": 1,
            "in_progress": 2,
            "pending_reminder": 3,
            "pending_auto": 3,
            "closed": 4,
            "merged": 5,
        }
    },
    of_states={
        "wait_until": (_LIVE, None),
        "wait_because": (_LIVE, ""),
        "closed_at": (_CLOSED, None),
        "closed_by": (_CLOSED, None),
        "closed_because": (_CLOSED, ""),
    },
    decided=_LIVE | _CLOSED | {"merged"},
    typed=("wait_because", "wait_until", "closed_because"),
    others=("state_id", "first_closed_at", "reopened_at", "generation", "is_held"),
)
ORDER_STATE = StateRule(
    columns={"state": {"to_plan": 0, "planned": 1, "in_progress": 2, "cancelled": 3, "finished": 4}},
    of_states={
        "finished_at": (frozenset({"finished"}), None),
        "is_finished_by_word": (frozenset({"finished"}), False),
        "cancelled_because": (frozenset({"cancelled"}), ""),
    },
    decided=frozenset({"cancelled", "finished"}),
    typed=("finished_at", "cancelled_because"),
)
VISIT_STATE = StateRule(
    columns={
        "state": {"planned": 0, "started": 1, "ended": 2},
        "outcome": {None: 0, "cancelled": 1, "no_access": 2, "partly_done": 3, "done": 4},
    },
    of_states={"ended_at": (frozenset({"ended"}), None)},
    decided=frozenset({"ended"}),
    typed=("outcome", "started_at", "ended_at"),
    others=("started_at",),
)
REQUEST_STATE = StateRule(
    columns={"state": {"waiting": 0, "parked": 1, "dismissed": 2, "accepted": 3}},
    of_states={"settled_at": (frozenset({"dismissed", "accepted"}), None)},
    decided=frozenset({"dismissed", "accepted"}),
    typed=("parked_because",),
    others=("parked_because",),
)

_ENTRY = _table(Removal.MASTER)
"""An entry of a dictionary: names and places are changed at will."""
_RULE = _table(Removal.RULES, MergeKind.TERMS)
"""How the company works: two who change it at once should talk to each other."""
_MEMBER = _table(Removal.MEMBER)
_RECORD = _table(Removal.RECORD, MergeKind.FIXED)

COMPUTED = frozenset({"sla_id", "response_due_at", "resolution_due_at"})

KINDS: Mapping[str, TableKind] = MappingProxyType(
    {
        # customers and what they have
        "customer": _table(
            Removal.MASTER,
            MergeKind.SCALAR,
            ("name", "name_folded"),
            ("active_from", "active_until"),
            fields=_of(MergeKind.TEXT, "note"),
        ),
        "contact": _ENTRY,
        "identity": _table(Removal.MEMBER, MergeKind.SCALAR, ("kind", "value", "extension", "as_written")),
        "site": _table(
            Removal.MASTER,
            MergeKind.SCALAR,
            ("street", "postal_code", "city", "latitude", "longitude", "zone"),
        ),
        "block": _table(Removal.WORK, MergeKind.SCALAR, ("since", "until", "lifted_because")),
        "legal_hold": _table(Removal.RULES, MergeKind.SCALAR, ("since", "lifted_on")),
        "category": _ENTRY,
        "product": _table(Removal.MASTER, fields=_of(MergeKind.TEXT, "note")),
        "equipment": _table(
            Removal.MASTER,
            MergeKind.SCALAR,
            ("serial_number", "serial_folded"),
            ("status", "retired_on"),
            fields=_of(MergeKind.TEXT, "note"),
        ),
        "equipment_loan": _table(Removal.WORK),
        "equipment_move": _RECORD,
        "equipment_replacement": _RECORD,
        "meter": _ENTRY,
        "reading": _RECORD,
        "maintenance_plan": _table(Removal.RULES, MergeKind.TERMS, fields=_of(MergeKind.SCALAR, "name")),
        # contracts
        "contract": _table(
            Removal.RULES,
            MergeKind.TERMS,
            fields={"note": MergeKind.TEXT, "number": MergeKind.SCALAR},
        ),
        "terms": _table(Removal.RULES, MergeKind.TERMS, fields=_of(MergeKind.TEXT, "note")),
        "coverage_line": _table(Removal.RULES, MergeKind.TERMS, fields=_of(MergeKind.SCALAR, "note")),
        "coverage_unit": _MEMBER,
        "coverage_site": _MEMBER,
        "coverage_work": _MEMBER,
        "coverage_service": _MEMBER,
        "served_unit": _MEMBER,
        # requests, tickets and what is said on them
        "request": _table(
            Removal.WORK,
            MergeKind.SCALAR,
            ("verdict", "verdict_outcome"),
            fields={
                "text": MergeKind.TEXT,
                **_of(MergeKind.PLANNING, "taken_by_id"),
                **_of(MergeKind.STATE, *REQUEST_STATE.fields),
            },
            state=REQUEST_STATE,
        ),
        "ticket": _table(
            Removal.WORK,
            MergeKind.SCALAR,
            ("impact", "urgency", "priority"),
            ("sla_id", "response_due_at"),
            ("expected_closing_at", "expected_closing_because"),
            ("contract_id", "coverage_line_id", "verdict", "verdict_outcome"),
            ("override_because", "override_by_id"),
            fields={
                "description": MergeKind.TEXT,
                **_of(MergeKind.PLANNING, "owner_id", "responsible_id", "queue_id"),
                **_of(MergeKind.STATE, *TICKET_STATE.fields),
            },
            state=TICKET_STATE,
        ),
        "article": _table(Removal.WORK, fields=_of(MergeKind.TEXT, "text")),
        "task": _table(Removal.WORK, MergeKind.SCALAR, ("done_at", "done_by_id")),
        "attachment": _table(Removal.WORK),
        "custom_value": _table(Removal.WORK, fields=_of(MergeKind.TEXT, "value")),
        "follow": _MEMBER,
        "ticket_link": _MEMBER,
        "merged_row": _table(Removal.MEMBER),
        "number_alias": _RECORD,
        "sla_entry": _RECORD,
        "archived_ticket": _table(Removal.RECORD),
        "bulk_change": _RECORD,
        # work
        "work_order": _table(
            Removal.WORK,
            MergeKind.SCALAR,
            ("promised_from", "promised_to"),
            fields={
                **_of(MergeKind.PLANNING, "duration_minutes", "priority", "promised_from", "promised_to"),
                **_of(MergeKind.STATE, *ORDER_STATE.fields),
            },
            state=ORDER_STATE,
        ),
        "visit": _table(
            Removal.WORK,
            MergeKind.SCALAR,
            ("technician_id", "planned_from", "planned_to"),
            fields={
                "report": MergeKind.TEXT,
                **_of(MergeKind.PLANNING, "technician_id", "planned_from", "planned_to"),
                **_of(MergeKind.STATE, *VISIT_STATE.fields),
            },
            state=VISIT_STATE,
        ),
        "work_line": _RECORD,
        # people
        "branch": _RULE,
        "workstation": _ENTRY,
        "role": _RULE,
        "user_account": _table(
            Removal.RULES,
            MergeKind.SCALAR,
            ("away_from", "away_until", "substitute_id"),
            fields={
                **_of(MergeKind.TERMS, "login", "rights", "is_active", "supervisor_id"),
                "password_set_at": MergeKind.LOCAL,
            },
        ),
        "user_role": _MEMBER,
        "team": _table(Removal.RULES, MergeKind.TERMS, fields=_of(MergeKind.SCALAR, "name")),
        "team_member": _MEMBER,
        "team_technician": _MEMBER,
        "technician": _table(Removal.MASTER, MergeKind.SCALAR, ("base", "base_latitude", "base_longitude")),
        "skill": _ENTRY,
        "technician_skill": _table(Removal.MEMBER),
        "absence": _table(Removal.RECORD, MergeKind.SCALAR, ("first_day", "last_day")),
        "tray": _RULE,
        "saved_view": _ENTRY,
        # the company and its dictionaries
        "company_profile": _table(
            Removal.RULES,
            MergeKind.TERMS,
            fields=_of(MergeKind.SCALAR, "name", "tax_id", "phone", "email", "website"),
        ),
        "kind": _ENTRY,
        "ticket_type": _ENTRY,
        "ticket_type_team": _MEMBER,
        "type_conduct": _RULE,
        "purpose": _ENTRY,
        "service": _ENTRY,
        "work_kind": _ENTRY,
        "block_reason": _ENTRY,
        "ticket_state": _table(Removal.MASTER, fields=_of(MergeKind.TERMS, "state_type", "is_default")),
        "grade_name": _ENTRY,
        "priority_cell": _RULE,
        "calendar": _RULE,
        "calendar_day": _RULE,
        "sla": _RULE,
        "sla_service": _MEMBER,
        "sla_rule": _RULE,
        "queue": _ENTRY,
        "text_block": _table(Removal.MASTER, fields=_of(MergeKind.TEXT, "text")),
        "ticket_template": _table(Removal.MASTER, fields=_of(MergeKind.TEXT, "text")),
        "custom_field": _table(Removal.MASTER, fields=_of(MergeKind.TERMS, "field_kind", "options")),
        "custom_field_type": _MEMBER,
        "standard_field": _ENTRY,
        "dynamic_form": _table(Removal.RULES, MergeKind.TERMS, fields=_of(MergeKind.SCALAR, "name")),
        "dynamic_form_field": _MEMBER,
        "dynamic_form_kind": _MEMBER,
        "retention_rule": _RULE,
        # other systems
        "outside_system": _RULE,
        "outside_key": _MEMBER,
    }
)

EVERYWHERE_LOCAL = frozenset({"version"})
"""Columns of any table that stay where they are."""
NEVER_CHANGED = frozenset({"id"})


def is_exchanged(table: str) -> bool:
    """Whether rows of the table travel at all."""
    return table in KINDS


def travels(table: str, column: str) -> bool:
    """Whether a column of the table is sent and received."""
    if table not in KINDS or column in EVERYWHERE_LOCAL:
        return False
    return KINDS[table].fields.get(column) is not MergeKind.LOCAL


@cache
def local_columns(table: str) -> frozenset[str]:
    """The columns of a table that is exchanged which stay where they are."""
    local = (name for name, kind in KINDS[table].fields.items() if kind is MergeKind.LOCAL)
    return EVERYWHERE_LOCAL.union(local)


def kind_of(table: str, column: str) -> MergeKind:
    if column in EVERYWHERE_LOCAL:
        return MergeKind.LOCAL
    kind = KINDS[table]
    return kind.fields.get(column, kind.usual)


def is_computed(table: str, column: str, values: Mapping[str, object]) -> bool:
    """Deadlines that follow from an SLA: whichever gave way, nobody decided it. A promise has its reason."""
    if table != "ticket":
        return False
    if column == "expected_closing_at":
        return not values.get("expected_closing_because")
    return column in COMPUTED


def group_of(table: str, column: str) -> frozenset[str]:
    """The columns that move together with this one, itself included."""
    kind = KINDS[table]
    if kind.state is not None and column in kind.state.fields:
        return kind.state.fields
    return next((group for group in kind.groups if column in group), frozenset({column}))
