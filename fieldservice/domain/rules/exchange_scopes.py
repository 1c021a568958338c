"""Whose a row is: how the root and the scope of every journaled table are found (docs/exchange.md).

A row's scope is its own branch's, where it names one; else that of the first of its parents that is not
global; else `GLOBAL`. So a row never lies in a scope where something that it must refer to is missing.
`scope_of` is that rule; the centre follows the same table in SQL (`server/store/numbering.py`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

GLOBAL = UUID(int=0)
"""The scope that every device holds."""


@dataclass(frozen=True, slots=True)
class Parent:
    """A row hangs on the row of `table` to which its `column` points; None: the table is named by the row
    itself, in `owner_table`.
    """

    column: str
    table: str | None


@dataclass(frozen=True, slots=True)
class Home:
    """Where a table's rows are at home. A root begins what hangs together and may name its branch."""

    parents: tuple[Parent, ...] = ()
    is_root: bool = False


def _child(**columns: str) -> Home:
    return Home(tuple(Parent(column, table) for column, table in columns.items()))


def _root(**columns: str) -> Home:
    return Home(_child(**columns).parents, is_root=True)


EVERYWHERE = Home()
_OWNED = Home((Parent("owner_id", None),))

HOMES: Mapping[str, Home] = {
    # The company: dictionaries, people, rules.
    "absence": EVERYWHERE,
    "block_reason": EVERYWHERE,
    "branch": EVERYWHERE,
    "bulk_change": EVERYWHERE,
    "calendar": EVERYWHERE,
    "calendar_day": EVERYWHERE,
    "category": EVERYWHERE,
    "company_profile": EVERYWHERE,
    "custom_field": EVERYWHERE,
    "custom_field_type": EVERYWHERE,
    "dynamic_form": EVERYWHERE,
    "dynamic_form_field": EVERYWHERE,
    "grade_name": EVERYWHERE,
    "outside_system": EVERYWHERE,
    "priority_cell": EVERYWHERE,
    "product": EVERYWHERE,
    "purpose": EVERYWHERE,
    "queue": EVERYWHERE,
    "role": EVERYWHERE,
    "saved_view": EVERYWHERE,
    "service": EVERYWHERE,
    "skill": EVERYWHERE,
    "sla": EVERYWHERE,
    "sla_service": EVERYWHERE,
    "standard_field": EVERYWHERE,
    "team": EVERYWHERE,
    "team_member": EVERYWHERE,
    "team_technician": EVERYWHERE,
    "technician": EVERYWHERE,
    "technician_skill": EVERYWHERE,
    "text_block": EVERYWHERE,
    "ticket_state": EVERYWHERE,
    "ticket_type": EVERYWHERE,
    "ticket_type_team": EVERYWHERE,
    "tray": EVERYWHERE,
    "type_conduct": EVERYWHERE,
    "user_account": EVERYWHERE,
    "user_role": EVERYWHERE,
    "work_kind": EVERYWHERE,
    "workstation": EVERYWHERE,
    # The customer and what it has.
    "customer": _root(),
    "block": _child(customer_id="customer"),
    "contact": _child(customer_id="customer"),
    "contract": _child(customer_id="customer"),
    "identity": _child(customer_id="customer"),
    "kind": _child(customer_id="customer"),
    "legal_hold": _child(customer_id="customer"),
    "site": _child(customer_id="customer"),
    "terms": _child(contract_id="contract"),
    "coverage_line": _child(terms_id="terms"),
    "coverage_service": _child(line_id="coverage_line"),
    "coverage_site": _child(line_id="coverage_line"),
    "coverage_unit": _child(line_id="coverage_line"),
    "coverage_work": _child(line_id="coverage_line"),
    "served_unit": _child(line_id="coverage_line"),
    "equipment": _child(site_id="site"),
    "equipment_loan": _child(equipment_id="equipment", site_id="site", home_site_id="site"),
    "equipment_move": _child(equipment_id="equipment", to_site_id="site", from_site_id="site"),
    "equipment_replacement": _child(old_id="equipment", new_id="equipment"),
    "maintenance_plan": _child(equipment_id="equipment"),
    "meter": _child(equipment_id="equipment"),
    "reading": _child(meter_id="meter"),
    # Rules that may name a customer or a kind of its own.
    "dynamic_form_kind": _child(kind_id="kind"),
    "retention_rule": _child(kind_id="kind"),
    "sla_rule": _child(customer_id="customer", kind_id="kind"),
    "ticket_template": _child(kind_id="kind"),
    # The work.
    "request": _root(customer_id="customer"),
    "ticket": _root(customer_id="customer", request_id="request"),
    "archived_ticket": _child(id="ticket"),
    "article": _child(ticket_id="ticket"),
    "custom_value": _child(ticket_id="ticket"),
    "follow": _child(ticket_id="ticket"),
    "merged_row": _child(home_id="ticket"),
    "number_alias": _child(ticket_id="ticket"),
    "sla_entry": _child(ticket_id="ticket"),
    "task": _child(ticket_id="ticket"),
    "ticket_link": _child(from_id="ticket", to_id="ticket"),
    "work_order": _child(ticket_id="ticket"),
    "visit": _child(order_id="work_order"),
    "work_line": _child(order_id="work_order"),
    # What may hang on any row.
    "attachment": _OWNED,
    "outside_key": _OWNED,
}
"""Of every journaled table. A new table needs a line here, so that it is a decision."""


def scope_of(branch_id: UUID | None, parents: Iterable[UUID]) -> UUID:
    """The scope of a row that names this branch and whose parents have these scopes, in their order."""
    if branch_id is not None:
        return branch_id
    return next((scope for scope in parents if scope != GLOBAL), GLOBAL)


def archive_of(branch_id: UUID) -> UUID:
    """The scope of a branch's tickets that were closed long ago: no device holds it."""
    return uuid5(branch_id, "archive")


def parents_first() -> tuple[str, ...]:
    """All tables, each after every table on which its rows may hang."""
    ordered: list[str] = []
    waiting = sorted(HOMES)
    while waiting:
        ready = [name for name in waiting if _follows(name, ordered)]
        if not ready:
            raise LookupError(f"tables that hang on each other: {waiting}")
        ordered += ready
        waiting = [name for name in waiting if name not in ready]
    return tuple(ordered)


def owned() -> tuple[str, ...]:
    """The tables whose rows name the table that they hang on."""
    return tuple(name for name, home in HOMES.items() if any(parent.table is None for parent in home.parents))


def children_of(table: str) -> tuple[tuple[str, Parent], ...]:
    """The tables whose rows may hang on rows of this one, each with its way there."""
    may_own = table not in owned()
    return tuple(
        (name, parent)
        for name, home in HOMES.items()
        for parent in home.parents
        if parent.table == table or (parent.table is None and may_own)
    )


def _follows(name: str, ordered: list[str]) -> bool:
    parents = HOMES[name].parents
    if any(parent.table is None for parent in parents):
        return len(ordered) >= len(HOMES) - len(owned())
    return all(parent.table in ordered for parent in parents)
