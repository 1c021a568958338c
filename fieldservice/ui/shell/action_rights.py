"""Which right an action needs: what a person may not do is shown all the same, disabled, with the reason.

The commands ask again: this table only saves the way to a refusal. Any one of the rights is enough.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.rights import Right
from fieldservice.ui.kit.actions import Actions
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.roles import rights_missing
else:
    rights_missing = Deferred("fieldservice.domain.queries.roles", "rights_missing")

_TICKET = (Right.EDIT_TICKET,)
_CLOSE = (Right.CLOSE_TICKET,)
_MANAGE = (Right.MANAGE_TICKETS, Right.CLOSE_TICKET)
_TOLD = (Right.LOG_REQUEST, Right.EDIT_TICKET, Right.PLAN_WORK, Right.FINISH_ORDER)
_CUSTOMER = (Right.EDIT_CUSTOMER,)
_EQUIPMENT = (Right.EDIT_EQUIPMENT, Right.EDIT_CUSTOMER)
_CONTRACT = (Right.EDIT_CONTRACT,)
_STAFF = (Right.EDIT_STAFF,)
_USERS = (Right.MANAGE_USERS,)
_SETTINGS = (Right.EDIT_DICTIONARY,)
_EXPORT = (Right.EXPORT_DATA,)
_PERSONS = (Right.MANAGE_PERSONAL_DATA,)
_BACKUPS = (Right.MANAGE_BACKUPS,)
_ALL = (Right.EVERYTHING,)
_TABLES = ("user_account", "user_role", "role")

ACTION_RIGHTS: Mapping[str, tuple[Right, ...]] = MappingProxyType(
    {
        "desk.new_request": (Right.LOG_REQUEST,),
        "desk.list_export": _EXPORT,
        "go.trays": (Right.SEE_REQUESTS,),
        "go.tickets": (Right.SEE_TICKETS,),
        "go.customers": (Right.SEE_CUSTOMERS,),
        "go.equipment": (Right.SEE_EQUIPMENT,),
        "go.contracts": (Right.SEE_CONTRACTS,),
        "go.imports": (Right.IMPORT_DATA,),
        "go.safekeeping": (Right.MANAGE_BACKUPS, Right.MANAGE_PERSONAL_DATA, Right.SEE_HISTORY),
        "safekeeping.back_up": _BACKUPS,
        "safekeeping.drill": _BACKUPS,
        "safekeeping.plan": _BACKUPS,
        "safekeeping.restore": _BACKUPS,
        "safekeeping.move": _BACKUPS,
        "go.systems": _ALL,
        "exchange.systems": _ALL,
        "exchange.join": _BACKUPS,
        "exchange.leave": _BACKUPS,
        "systems.connect": _ALL,
        "systems.switch": _ALL,
        "systems.token": _ALL,
        "systems.narrow": _ALL,
        "systems.revoke": _ALL,
        "systems.again": _ALL,
        "safekeeping.encrypt": _BACKUPS,
        "safekeeping.recovery_key": _BACKUPS,
        "safekeeping.verify": (Right.SEE_HISTORY,),
        "safekeeping.hand_out": _PERSONS,
        "safekeeping.erase": _PERSONS,
        "safekeeping.hold": _PERSONS,
        "safekeeping.add_term": _PERSONS,
        "safekeeping.try_out": _PERSONS,
        "tickets.log_call": _TOLD,
        "tickets.write": _TOLD,
        "tickets.correct": _TOLD,
        "tickets.add_file": _TOLD,
        "tickets.add_task": _TOLD,
        "tickets.tick_task": _TOLD,
        "tickets.add": _TOLD,
        "tickets.bulk": (Right.EDIT_TICKET, Right.CLOSE_TICKET),
        "tickets.tell": _TOLD,
        "tickets.take": _TICKET,
        "tickets.hand": _TICKET,
        "tickets.branch": _TICKET,
        "tickets.edit": _TICKET,
        "tickets.state": _TICKET,
        "tickets.wait": _TICKET,
        "tickets.expect": _TICKET,
        "tickets.link": _TICKET,
        "tickets.split": _TICKET,
        "tickets.close": _CLOSE,
        "tickets.reopen": _CLOSE,
        "tickets.merge": _MANAGE,
        "tickets.unmerge": _MANAGE,
        "tickets.order": (Right.PLAN_WORK,),
        "tickets.visit": (Right.PLAN_WORK, Right.FINISH_ORDER),
        "tickets.export": _EXPORT,
        "customers.new": _CUSTOMER,
        "customers.change": _CUSTOMER,
        "customers.contact": _CUSTOMER,
        "customers.site": _CUSTOMER,
        "customers.contract": _CONTRACT,
        "customers.block": (Right.BLOCK_CUSTOMER,),
        "customers.lift": (Right.BLOCK_CUSTOMER,),
        "customers.reach": _CUSTOMER,
        "customers.request": (Right.LOG_REQUEST,),
        "customers.export": _EXPORT,
        "contracts.new": _CONTRACT,
        "contracts.change": _CONTRACT,
        "contracts.end": _CONTRACT,
        "contracts.line": _CONTRACT,
        "contracts.renew": _CONTRACT,
        "contracts.export": _EXPORT,
        "equipment.new": _EQUIPMENT,
        "equipment.request": (Right.LOG_REQUEST,),
        "equipment.change": _EQUIPMENT,
        "equipment.replace": _EQUIPMENT,
        "equipment.lend": _EQUIPMENT,
        "equipment.move": _EQUIPMENT,
        "equipment.read": (*_EQUIPMENT, Right.FINISH_ORDER),
        "equipment.retire": _EQUIPMENT,
        "equipment.export": _EXPORT,
        "products.new": _EQUIPMENT,
        "products.change": _EQUIPMENT,
        "products.offer": _EQUIPMENT,
        "imports.go_on": (Right.IMPORT_DATA,),
        "settings.add": _SETTINGS,
        "settings.change": _SETTINGS,
        "settings.conduct": _SETTINGS,
        "settings.day": _SETTINGS,
        "settings.free_day": _SETTINGS,
        "settings.down": _SETTINGS,
        "settings.numbers": _SETTINGS,
        "settings.remove": _SETTINGS,
        "settings.retire": _SETTINGS,
        "settings.save": _SETTINGS,
        "settings.up": _SETTINGS,
        "settings.usual": _SETTINGS,
        "staff.new_technician": _STAFF,
        "staff.change_technician": _STAFF,
        "staff.technician_leaves": _STAFF,
        "staff.set_skills": _STAFF,
        "staff.skill_book": _STAFF,
        "staff.add_absence": _STAFF,
        "staff.new_team": _STAFF,
        "staff.change_team": _STAFF,
        "staff.disband_team": _STAFF,
        "staff.new_tray": _STAFF,
        "staff.change_tray": _STAFF,
        "staff.retire_tray": _STAFF,
        "staff.new_user": _USERS,
        "staff.change_user": _USERS,
        "staff.user_leaves": _USERS,
        "staff.new_role": _USERS,
        "staff.change_role": _USERS,
        "staff.retire_role": _USERS,
    }
)
"""By the action's id; an action that is not here is everybody's."""


class ActionRights(QObject):
    """Knows what the person who works here may not do, and tells the actions of one window."""

    def __init__(self, ops: Ops, notifier: Notifier, words: Wording, user_id: UUID) -> None:
        super().__init__()
        self._ops = ops
        self._words = words
        self._user_id = user_id
        self._missing: Mapping[str, str] = MappingProxyType({})
        self._actions: Actions | None = None
        self._asked: Latest[Mapping[str, str]] = Latest()
        notifier.changed.connect(self._on_changed)

    def guard(self, actions: Actions) -> None:
        """From now on these actions are refused to who may not do them."""
        self._actions = actions
        self._ask()

    def refusal(self, action_id: str) -> str:
        """Why the person may not do this and who may; empty when they may."""
        wanted = ACTION_RIGHTS.get(action_id, ())
        if not wanted or any(right.value not in self._missing for right in wanted):
            return ""
        right, people = self._words.word(wanted[0]), self._missing[wanted[0].value]
        if not people:
            return _("You have not the right for it: {right}.").format(right=right)
        return _("You have not the right for it: {right}. Who may: {people}.").format(
            right=right, people=people
        )

    def _ask(self) -> None:
        asked = self._ops.query(rights_missing, self._user_id)
        self._asked.ask(asked).then(self._on_missing, self._on_unknown)

    def _on_missing(self, missing: Mapping[str, str]) -> None:
        self._missing = missing
        if self._actions is not None:
            self._actions.refuse(self.refusal)

    def _on_unknown(self, error: Exception) -> None:
        """The commands refuse all the same; `ops` has logged why it is not known."""

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns(*_TABLES) and self._actions is not None:
            self._ask()
