"""What a person may do: their roles give rights, and each command names the one it asks for.

`UnitOfWork.record` asks, so that no command can forget to; undo asks for what it takes back. Rights beyond a
command's own (overriding) are asked for by the command, with `UnitOfWork.require`. Roles that are limited to
some tickets are asked about the very ticket; nobody is asked about a ticket to finish its order (L08).
"""

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.people import Role, UserAccount, UserRole
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_restoring import RESTORING
from fieldservice.domain.rules.rights import Grant, Limits, Right, allows, gives_for
from fieldservice.domain.store.standing import facts_of, standing_of

__all__ = ["ANYBODY", "RIGHTS_OF", "Right", "allows", "grants_of", "require", "rights_of", "who_may"]

_MOST_NAMED = 3
_GIVEN = (
    UserAccount.is_active,
    UserAccount.rights.label("own"),
    Role.rights.label("given"),
    Role.reach,
    Role.queue_ids,
    Role.type_ids,
    Role.state_ids,
)
_HELD = (
    select(*_GIVEN)
    .outerjoin(UserRole, UserRole.user_id == UserAccount.id)
    .outerjoin(Role, (Role.id == UserRole.role_id) & Role.is_active)
)
_OF_ONE = _HELD.where(UserAccount.id == bindparam("id"))
_OF_ALL = _HELD.add_columns(UserAccount.id, UserAccount.name).where(
    UserAccount.is_active, ~UserAccount.is_program
)

ANYBODY = ()
"""Of commands that ask nobody: the first start, the door, what people do about themselves, and undo, which
asks for the rights of what it takes back.
"""

_DESK = (Right.LOG_REQUEST,)
_TRAY = (Right.ACCEPT_REQUEST,)
_TICKET = (Right.EDIT_TICKET,)
_ORDER = (Right.PLAN_WORK,)
_WORK_DONE = (Right.FINISH_ORDER, Right.PLAN_WORK)
_TOLD = (Right.LOG_REQUEST, Right.EDIT_TICKET, Right.PLAN_WORK, Right.FINISH_ORDER)
_FILES = (*_TOLD, Right.EDIT_CUSTOMER, Right.EDIT_EQUIPMENT, Right.EDIT_CONTRACT)
_CUSTOMER = (Right.EDIT_CUSTOMER,)
_EQUIPMENT = (Right.EDIT_EQUIPMENT, Right.EDIT_CUSTOMER)
_CONTRACT = (Right.EDIT_CONTRACT,)
_BLOCK = (Right.BLOCK_CUSTOMER,)
_STAFF = (Right.EDIT_STAFF,)
_USERS = (Right.MANAGE_USERS,)
_DICTIONARY = (Right.EDIT_DICTIONARY,)

RIGHTS_OF: Mapping[str, tuple[Right, ...]] = MappingProxyType(
    {
        "company.set_up": ANYBODY,
        "history.undo": ANYBODY,
        "ticket.create": _DESK,
        "request.park": _DESK,
        "request.accept": _TRAY,
        "request.dismiss": _TRAY,
        "request.tell_requester": _TRAY,
        "article.add": _TOLD,
        "article.correct": _TOLD,
        "article.settle_delivery": _TOLD,
        "article.answer_approval": _TOLD,
        "attachment.add": _FILES,
        "attachment.rename": _FILES,
        "attachment.remove": _FILES,
        "task.add": _TOLD,
        "task.change": _TICKET,
        "task.tick": _TOLD,
        "task.untick": _TOLD,
        "task.move": _TICKET,
        "task.remove": _TICKET,
        "ticket.follow": _TOLD,
        "ticket.unfollow": _TOLD,
        "ticket.change": _TICKET,
        "ticket.expect_closing": _TICKET,
        "ticket.put_in_state": _TICKET,
        "ticket.close": (Right.CLOSE_TICKET,),
        "ticket.reopen": (Right.CLOSE_TICKET,),
        "ticket.reopen_as_new": (Right.CLOSE_TICKET, Right.LOG_REQUEST),
        "ticket.close_idle": (Right.CLOSE_TICKET,),
        "ticket.take": _TICKET,
        "ticket.hand_over": _TICKET,
        "ticket.hand_to_branch": _TICKET,
        "ticket.merge": (Right.MANAGE_TICKETS, Right.CLOSE_TICKET),
        "ticket.unmerge": (Right.MANAGE_TICKETS, Right.CLOSE_TICKET),
        "ticket.split": _TICKET,
        "ticket.link": _TICKET,
        "ticket.unlink": _TICKET,
        "ticket.change_many": (Right.EDIT_TICKET, Right.CLOSE_TICKET),
        "dictionary.conduct": _DICTIONARY,
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
        "contact.merge": _CUSTOMER,
        "site.add": _CUSTOMER,
        "site.change": _CUSTOMER,
        "block.set": _BLOCK,
        "block.lift": _BLOCK,
        "block.change": _BLOCK,
        "equipment.add": _EQUIPMENT,
        "equipment.change": _EQUIPMENT,
        "equipment.move": _EQUIPMENT,
        "equipment.retire": _EQUIPMENT,
        "equipment.return": _EQUIPMENT,
        "equipment.replace": _EQUIPMENT,
        "equipment.lend": _EQUIPMENT,
        "equipment.return_loan": _EQUIPMENT,
        "meter.add": _EQUIPMENT,
        "meter.read": (*_EQUIPMENT, Right.FINISH_ORDER),
        "meter.remove_reading": _EQUIPMENT,
        "product.add": _EQUIPMENT,
        "product.change": _EQUIPMENT,
        "product.offer": _EQUIPMENT,
        "product.retire": _EQUIPMENT,
        "contract.create": _CONTRACT,
        "contract.sign": _CONTRACT,
        "contract.discard": _CONTRACT,
        "contract.end": _CONTRACT,
        "contract.add_terms": _CONTRACT,
        "contract.remove_terms": _CONTRACT,
        "contract.add_line": _CONTRACT,
        "contract.change_line": _CONTRACT,
        "contract.remove_line": _CONTRACT,
        "contract.change": _CONTRACT,
        "contract.change_terms": _CONTRACT,
        "contract.renew": _CONTRACT,
        "technician.add": _STAFF,
        "technician.change": _STAFF,
        "technician.leave": _STAFF,
        "technician.return": _STAFF,
        "absence.add": _STAFF,
        "absence.remove": _STAFF,
        "technician.set_skills": _STAFF,
        "skill.add": _STAFF,
        "skill.rename": _STAFF,
        "skill.offer": _STAFF,
        "skill.retire": _STAFF,
        "team.add": _STAFF,
        "team.change": _STAFF,
        "team.gather": _STAFF,
        "team.disband": _STAFF,
        "tray.add": _STAFF,
        "tray.change": _STAFF,
        "tray.offer": _STAFF,
        "tray.retire": _STAFF,
        "branch.open": (Right.EVERYTHING,),
        "user.add": _USERS,
        "user.change": _USERS,
        "user.leave": _USERS,
        "user.return": _USERS,
        "user.take_right": _USERS,
        "user.give_password": _USERS,
        "user.stand_in": ANYBODY,
        "user.sign_in": ANYBODY,
        "user.change_password": ANYBODY,
        "user.reset_password": ANYBODY,
        "user.remove_password": ANYBODY,
        "role.set_up": ANYBODY,
        "role.add": _USERS,
        "role.change": _USERS,
        "role.grant": _USERS,
        "role.withdraw": _USERS,
        "role.offer": _USERS,
        "role.retire": _USERS,
        "dictionary.add": _DICTIONARY,
        "dictionary.offer": _DICTIONARY,
        "dictionary.retire": _DICTIONARY,
        "dictionary.change": _DICTIONARY,
        "dictionary.move": _DICTIONARY,
        "dictionary.remove": _DICTIONARY,
        "dictionary.make_usual": _DICTIONARY,
        "calendar.set_day": _DICTIONARY,
        "calendar.free_day": _DICTIONARY,
        "sla.change_rules": _DICTIONARY,
        "priority.change_matrix": _DICTIONARY,
        "priority.name_grade": _DICTIONARY,
        "company.change": _DICTIONARY,
        "number.continue": _DICTIONARY,
        "form.change_field": _DICTIONARY,
        "form.arrange": _DICTIONARY,
        "ticket.set_fields": (Right.EDIT_TICKET, Right.LOG_REQUEST),
        "exchange.restore": RESTORING,
        "import.workbook": (Right.IMPORT_DATA,),
        "person.erase": (Right.MANAGE_PERSONAL_DATA,),
        "person.export": (Right.MANAGE_PERSONAL_DATA,),
        "retention.change": (Right.MANAGE_PERSONAL_DATA,),
        "retention.remove": (Right.MANAGE_PERSONAL_DATA,),
        "retention.archive": (Right.MANAGE_PERSONAL_DATA,),
        "retention.hold": (Right.MANAGE_PERSONAL_DATA,),
        "retention.lift": (Right.MANAGE_PERSONAL_DATA,),
        "retention.apply": (Right.MANAGE_PERSONAL_DATA,),
        "paper.print": ANYBODY,
        "data.export": (Right.EXPORT_DATA,),
        "outside.connect": (Right.EVERYTHING,),
        "outside.change": (Right.EVERYTHING,),
        "outside.disconnect": (Right.EVERYTHING,),
        "outside.reconnect": (Right.EVERYTHING,),
        "outside.name_ticket": _TICKET,
        "view.add": ANYBODY,
        "view.change": ANYBODY,
        "view.remove": ANYBODY,
        "exchange.received": ANYBODY,
        "person.forgotten": ANYBODY,
        "exchange.brought_along": (Right.EVERYTHING,),
    }
)
"""By the name under which a command is recorded: any one of these rights is enough."""


def rights_of(command: str) -> tuple[Right, ...]:
    """What the command asks for; one that nobody listed is for those who may do everything."""
    return RIGHTS_OF.get(command, (Right.EVERYTHING,))


def grants_of(session: Session, user_id: UUID | None) -> list[Grant]:
    """What the person's roles and their own list give; nothing to who is not there or has left."""
    found = session.connection().execute(_OF_ONE, {"id": user_id}).all()
    return [grant for row in found for grant in _grants(row)]


def require(
    session: Session,
    user_id: UUID | None,
    *wanted: Right,
    about: object = None,
    day: date | None = None,
) -> None:
    """Raise `RuleViolation` `rights.missing` when the person who works here has none of the rights, and
    `rights.out_of_reach` when their roles are not about this ticket. `people` are some who may.
    """
    grants = grants_of(session, user_id)
    given = [grant for grant in grants if grant.gives(wanted)]
    if not given:
        raise RuleViolation("rights.missing", right=wanted[0].value, people=who_may(session, *wanted) or None)
    if not isinstance(about, Ticket) or any(not grant.limits.is_limited for grant in given):
        return
    facts, standing = facts_of(session, about), standing_of(session, user_id, day)
    if not any(gives_for(grant, wanted, facts, standing) for grant in given):
        raise RuleViolation(
            "rights.out_of_reach",
            number=about.number,
            right=wanted[0].value,
            people=who_may(session, *wanted, at_large=True) or None,
        )


def who_may(session: Session, *wanted: Right, at_large: bool = False) -> str:
    """Names of some people who have one of the rights, `at_large` for every ticket; empty when nobody has."""
    found = session.connection().execute(_OF_ALL.order_by(UserAccount.name, UserAccount.id))
    named = dict.fromkeys(row.name for row in found if _gives(row, wanted, at_large=at_large))
    names = list(named)
    return ", ".join(names[:_MOST_NAMED]) + ("…" if len(names) > _MOST_NAMED else "")


def _gives(row: Any, wanted: Collection[Right], *, at_large: bool) -> bool:
    grants = [grant for grant in _grants(row) if grant.gives(wanted)]
    return any(not grant.limits.is_limited for grant in grants) if at_large else bool(grants)


def _grants(row: Any) -> list[Grant]:
    if not row.is_active:
        return []
    own = [Grant(frozenset(row.own))] if row.own else []
    return own if row.given is None else [*own, Grant(frozenset(row.given), _limits(row))]


def _limits(row: Any) -> Limits:
    return Limits(row.reach, _ids(row.queue_ids), _ids(row.type_ids), _ids(row.state_ids))


def _ids(stored: list[str]) -> frozenset[UUID]:
    return frozenset(UUID(each) for each in stored)
