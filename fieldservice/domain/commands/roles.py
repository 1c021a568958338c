"""Roles: what those who have them may do, one cell of the matrix at a time, and how far they reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.commands.default_roles import ADMINISTRATOR, role_id, standard_roles
from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.people import Role, UserAccount, UserRole
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.rights import CELLS, Limits, Reach, Right, carried_over, completed, without
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every, exists, over_stored
from fieldservice.domain.store.rights import grants_of, who_may
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SetUpRoles:
    """Give a company of before its roles; whoever had rights keeps every one of them."""

    language: str


@dataclass(frozen=True, slots=True)
class AddRole:
    """A role of the company's own; with `like_id` it begins with that role's rights and limits."""

    role_id: UUID
    name: str
    like_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RoleData:
    """Name and limits as the form enters them; where nothing is named nothing is limited."""

    name: str
    reach: Reach
    queue_ids: tuple[UUID, ...] = ()
    type_ids: tuple[UUID, ...] = ()
    state_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeRole:
    """Another name, other limits. With `seen` as `ChangeUser`."""

    role_id: UUID
    version: int
    name: str
    limits: Limits
    seen: RoleData | None = None


@dataclass(frozen=True, slots=True)
class GrantRight:
    """Give a role a right, or take it. With a right comes the sight of its thing, and goes with it."""

    role_id: UUID
    right: Right
    is_given: bool


@dataclass(frozen=True, slots=True)
class SetRoleActive:
    """A role that is not used any more gives nothing to those who have it."""

    role_id: UUID
    is_active: bool


def set_up_roles(command: SetUpRoles, uow: UnitOfWork, clock: Clock) -> Changes:
    """Make the standard roles; who may do everything becomes an administrator. Done once."""
    roles = standard_roles(command.language)
    uow.record("role.set_up", roles[0], happened_at=clock.now(), undoable=False)
    if every(uow, Role):
        return uow.commit()
    uow.add(*roles)
    for user in every(uow, UserAccount):
        if Right.EVERYTHING in user.rights:
            uow.add(has_role(user.id, role_id(ADMINISTRATOR)))
            assign(user, rights=[])
        else:
            assign(user, rights=sorted(carried_over(user.rights)))
    return uow.commit()


def add_role(command: AddRole, uow: UnitOfWork, clock: Clock) -> Changes:
    """`role.name_missing`, `role.name_taken`."""
    del clock
    role = Role(
        id=command.role_id,
        code=f"own-{command.role_id.hex[:32]}",
        name=command.name.strip(),
        position=len(every(uow, Role)),
    )
    uow.record("role.add", role, name=role.name)
    if not exists(uow, Role, command.role_id):
        _require_name(uow, role, role.name)
        if command.like_id is not None:
            _be_like(role, uow.get(Role, command.like_id))
            require_ones_own(uow, role.rights)
        uow.add(role)
    return uow.commit()


def change_role(command: ChangeRole, uow: UnitOfWork, clock: Clock) -> Changes:
    """`role.name_missing`, `role.name_taken`, `rights.nobody_left`, `row.changed_meanwhile`,
    `row.fields_in_conflict`.
    """
    del clock
    role = uow.get(Role, command.role_id)
    mine = role_data(command.name, command.limits)
    data = over_stored(role, command.version, _as_entered(role), mine, command.seen)
    name = data.name.strip()
    _require_name(uow, role, name)
    uow.record("role.change", role, name=name)
    if name != role.name:
        assign(role, name=name, translations={})
    assign(
        role,
        reach=data.reach,
        queue_ids=_stored(data.queue_ids),
        type_ids=_stored(data.type_ids),
        state_ids=_stored(data.state_ids),
    )
    return uow.commit()


def grant_right(command: GrantRight, uow: UnitOfWork, clock: Clock) -> Changes:
    """`role.may_everything`, `rights.nobody_left`, `rights.missing` for a right that is not one's own."""
    del clock
    role = uow.get(Role, command.role_id)
    uow.record(
        "role.grant" if command.is_given else "role.withdraw", role, name=role.name, right=command.right
    )
    if Right.EVERYTHING in role.rights and command.right is not Right.EVERYTHING:
        raise RuleViolation("role.may_everything", name=role.name)
    if command.is_given:
        given = completed({*role.rights, command.right.value})
        require_ones_own(uow, given - set(role.rights))
        assign(role, rights=sorted(given))
    elif command.right is Right.EVERYTHING:
        assign(role, rights=sorted(right.value for right in CELLS))
    else:
        assign(role, rights=sorted(without(role.rights, command.right)))
    require_somebody_left(uow)
    return uow.commit()


def set_role_active(command: SetRoleActive, uow: UnitOfWork, clock: Clock) -> Changes:
    """`rights.nobody_left`."""
    del clock
    role = uow.get(Role, command.role_id)
    uow.record("role.offer" if command.is_active else "role.retire", role, name=role.name)
    if command.is_active:
        require_ones_own(uow, role.rights)
    assign(role, is_active=command.is_active)
    require_somebody_left(uow)
    return uow.commit()


def role_data(name: str, limits: Limits) -> RoleData:
    """The ids in order, so that equal limits are equal data."""
    ids = (limits.queue_ids, limits.type_ids, limits.state_ids)
    return RoleData(name, limits.reach, *(tuple(sorted(each)) for each in ids))


def has_role(user_id: UUID, wanted: UUID) -> UserRole:
    """The row that gives a user a role."""
    return UserRole(id=member_id(user_id, wanted), user_id=user_id, role_id=wanted)


def require_ones_own(uow: UnitOfWork, rights: Iterable[str]) -> None:
    """Nobody gives a right that they do not have themselves: `rights.missing`."""
    grants = grants_of(uow.session, uow.actor.user_id)
    held = frozenset[str]().union(*(grant.rights for grant in grants))
    missing = [] if Right.EVERYTHING in held else sorted(set(rights) - held)
    if missing:
        people = who_may(uow.session, Right.EVERYTHING) or None
        raise RuleViolation("rights.missing", right=missing[0], people=people)


def require_somebody_left(uow: UnitOfWork) -> None:
    """Nobody may lock out the whole company: somebody must be left who manages users."""
    uow.session.flush()  # the question is asked of the rows as they will be
    if not who_may(uow.session, Right.MANAGE_USERS):
        raise RuleViolation("rights.nobody_left")


def _as_entered(role: Role) -> RoleData:
    named = (role.queue_ids, role.type_ids, role.state_ids)
    return RoleData(role.name, role.reach, *(tuple(sorted(map(UUID, ids))) for ids in named))


def _be_like(role: Role, other: Role) -> None:
    assign(
        role,
        rights=list(other.rights),
        reach=other.reach,
        queue_ids=list(other.queue_ids),
        type_ids=list(other.type_ids),
        state_ids=list(other.state_ids),
    )


def _require_name(uow: UnitOfWork, role: Role, name: str) -> None:
    if not name:
        raise RuleViolation("role.name_missing")
    for other in every(uow, Role):
        if other.id != role.id and fold(other.name) == fold(name):
            raise RuleViolation("role.name_taken", name=other.name)


def _stored(ids: tuple[UUID, ...]) -> list[str]:
    return sorted(str(each) for each in ids)
