"""What a person can do about a value that gave way: which come back by one click, and who may do it.

States are settled by rules, erased text is nowhere, and what stands in a row that is gone has no place to go:
those are told, and their texts can be copied.
"""

from collections.abc import Mapping
from types import MappingProxyType

from fieldservice.domain.rules.exchange_kinds import KINDS, MergeKind, group_of, kind_of
from fieldservice.domain.rules.quota_overdrawn import OVERDRAWN
from fieldservice.domain.rules.rights import Right

DOUBLE_BOOKING = "double_booking"
"""The rule of news about a technician whom two branches have booked for the same time: both visits stand."""
_NEVER = frozenset(
    {"removal", "erased", DOUBLE_BOOKING, OVERDRAWN, MergeKind.FIXED.value, MergeKind.TERMS.value}
)

_CUSTOMER = (Right.EDIT_CUSTOMER,)
_EQUIPMENT = (Right.EDIT_EQUIPMENT, Right.EDIT_CUSTOMER)
_CONTRACT = (Right.EDIT_CONTRACT,)
_TICKET = (Right.EDIT_TICKET,)
_WORK = (Right.PLAN_WORK, Right.FINISH_ORDER)
_STAFF = (Right.EDIT_STAFF,)
_USERS = (Right.MANAGE_USERS,)
_OTHERS = (Right.EDIT_DICTIONARY,)

RIGHTS_OF_TABLE: Mapping[str, tuple[Right, ...]] = MappingProxyType(
    {
        **dict.fromkeys(("customer", "contact", "identity", "site"), _CUSTOMER),
        "block": (Right.BLOCK_CUSTOMER,),
        **dict.fromkeys(("product", "equipment", "equipment_loan", "meter", "reading"), _EQUIPMENT),
        **dict.fromkeys(("contract", "terms", "coverage_line"), _CONTRACT),
        **dict.fromkeys(("request", "ticket", "article", "task", "attachment", "custom_value"), _TICKET),
        **dict.fromkeys(("work_order", "visit"), _WORK),
        **dict.fromkeys(("team", "technician", "skill", "technician_skill", "absence", "tray"), _STAFF),
        **dict.fromkeys(("user_account", "role"), _USERS),
        **dict.fromkeys(("legal_hold", "retention_rule"), (Right.MANAGE_PERSONAL_DATA,)),
    }
)
"""Any one of them is enough; tables that are not here are the company's own dictionaries and rules."""

RESTORING = tuple(dict.fromkeys(right for rights in (*RIGHTS_OF_TABLE.values(), _OTHERS) for right in rights))
"""Who has none of these brings nothing back."""


def rights_of_table(table: str) -> tuple[Right, ...]:
    return RIGHTS_OF_TABLE.get(table, _OTHERS)


def can_restore(table: str, field: str, rule: str) -> bool:
    """Whether the value that gave way can simply be set again."""
    if not field or rule in _NEVER or table not in KINDS:
        return False
    if kind_of(table, field) is MergeKind.STATE:
        return _is_written(table, field)
    return True


def restored_together(table: str, field: str) -> frozenset[str]:
    """The fields that move with it, itself among them; each part of a state stands alone."""
    alone = frozenset({field})
    return alone if kind_of(table, field) is MergeKind.STATE else alone | group_of(table, field)


def _is_written(table: str, field: str) -> bool:
    """What somebody wrote beside a state is no state."""
    rule = KINDS[table].state
    return rule is not None and field in rule.typed and field.endswith("_because")
