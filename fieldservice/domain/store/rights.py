"""What a person may do: a role is a list of these rights on the user, and each command names its own.

`UnitOfWork.record` asks, so that no command can forget to; undo asks for what it takes back. Rights beyond a
command's own (overriding) are asked for by the command, with `UnitOfWork.require`.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.rules.errors import RuleViolation

USER = select(UserAccount.is_active, UserAccount.rights).where(UserAccount.id == bindparam("id"))


class Right(StrEnum):
    EVERYTHING = "everything"
    LOG_REQUEST = "log_request"
    OVERRIDE_VERDICT = "override_verdict"
    OVERRIDE_PLAN = "override_plan"
    EDIT_TICKET = "edit_ticket"
    PLAN_WORK = "plan_work"
    FINISH_ORDER = "finish_order"
    EDIT_CUSTOMER = "edit_customer"
    EDIT_EQUIPMENT = "edit_equipment"
    EDIT_CONTRACT = "edit_contract"
    BLOCK_CUSTOMER = "block_customer"
    EDIT_STAFF = "edit_staff"
    EDIT_DICTIONARY = "edit_dictionary"
    IMPORT_DATA = "import_data"


ANYBODY = ()
"""Of commands that ask nobody: the first start, and undo, which asks for the rights of what it takes back."""

_DESK = (Right.LOG_REQUEST,)
_TICKET = (Right.EDIT_TICKET,)
_ORDER = (Right.PLAN_WORK,)
_WORK_DONE = (Right.FINISH_ORDER, Right.PLAN_WORK)
_CUSTOMER = (Right.EDIT_CUSTOMER,)
_EQUIPMENT = (Right.EDIT_EQUIPMENT, Right.EDIT_CUSTOMER)
_CONTRACT = (Right.EDIT_CONTRACT,)
_BLOCK = (Right.BLOCK_CUSTOMER,)
_STAFF = (Right.EDIT_STAFF,)
_DICTIONARY = (Right.EDIT_DICTIONARY,)

RIGHTS_OF: Mapping[str, tuple[Right, ...]] = MappingProxyType(
    {
        "company.set_up": ANYBODY,
        "history.undo": ANYBODY,
        "ticket.create": _DESK,
        "request.park": _DESK,
        "request.accept": _DESK,
        "request.dismiss": _DESK,
        "request.tell_requester": _DESK,
        "article.add": (Right.LOG_REQUEST, Right.EDIT_TICKET, Right.PLAN_WORK, Right.FINISH_ORDER),
        "ticket.change": _TICKET,
        "ticket.expect_closing": _TICKET,
        "ticket.put_in_state": _TICKET,
        "ticket.close": _TICKET,
        "ticket.reopen": _TICKET,
        "order.create": _ORDER,
        "order.cancel": _ORDER,
        "order.reopen": _ORDER,
        "visit.plan": _ORDER,
        "visit.move": _ORDER,
        "order.finish": _WORK_DONE,
        "visit.start": _WORK_DONE,
        "visit.record": _WORK_DONE,
        "customer.create": _CUSTOMER,
        "customer.change": _CUSTOMER,
        "customer.archive": _CUSTOMER,
        "customer.reactivate": _CUSTOMER,
        "customer.set_reach": _CUSTOMER,
        "contact.add": _CUSTOMER,
        "contact.change": _CUSTOMER,
        "contact.leave": _CUSTOMER,
        "contact.return": _CUSTOMER,
        "site.add": _CUSTOMER,
        "site.change": _CUSTOMER,
        "block.set": _BLOCK,
        "block.lift": _BLOCK,
        "equipment.add": _EQUIPMENT,
        "equipment.change": _EQUIPMENT,
        "equipment.move": _EQUIPMENT,
        "equipment.retire": _EQUIPMENT,
        "equipment.return": _EQUIPMENT,
        "contract.create": _CONTRACT,
        "contract.sign": _CONTRACT,
        "contract.discard": _CONTRACT,
        "contract.end": _CONTRACT,
        "contract.add_terms": _CONTRACT,
        "contract.remove_terms": _CONTRACT,
        "contract.add_line": _CONTRACT,
        "contract.change_line": _CONTRACT,
        "contract.remove_line": _CONTRACT,
        "technician.add": _STAFF,
        "technician.change": _STAFF,
        "technician.leave": _STAFF,
        "technician.return": _STAFF,
        "absence.add": _STAFF,
        "absence.remove": _STAFF,
        "dictionary.add": _DICTIONARY,
        "dictionary.rename": _DICTIONARY,
        "dictionary.offer": _DICTIONARY,
        "dictionary.retire": _DICTIONARY,
        "dictionary.narrow": _DICTIONARY,
        "dictionary.demand_purpose": _DICTIONARY,
        "import.workbook": (Right.IMPORT_DATA,),
    }
)
"""By the name under which a command is recorded: any one of these rights is enough."""


def rights_of(command: str) -> tuple[Right, ...]:
    """What the command asks for; one that nobody listed is for those who may do everything."""
    return RIGHTS_OF.get(command, (Right.EVERYTHING,))


def allows(held: Iterable[str], *wanted: Right) -> bool:
    """Whether somebody with these rights may do what any of the wanted ones allows."""
    return bool({Right.EVERYTHING, *wanted}.intersection(held))


def require(session: Session, user_id: UUID | None, *wanted: Right) -> None:
    """Raise `RuleViolation` `rights.missing` when the person who works here has none of the rights."""
    user = session.connection().execute(USER, {"id": user_id}).first()
    if user is None or not user.is_active or not allows(user.rights, *wanted):
        raise RuleViolation("rights.missing", right=wanted[0].value)
