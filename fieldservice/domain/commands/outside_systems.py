"""Other systems: connected, told what they keep, disconnected. While one is away, all is ours to change."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.model.outside import OutsideSystem
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.mastering import Kept
from fieldservice.domain.rules.rights import Right
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every, exists, first
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SystemData:
    """`keeps` is what is only read here while it is connected; `rights` are those of its account."""

    name: str
    keeps: frozenset[Kept] = frozenset()
    rights: frozenset[Right] = frozenset()
    branch_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ConnectSystem:
    system_id: UUID
    data: SystemData


@dataclass(frozen=True, slots=True)
class ChangeSystem:
    system_id: UUID
    data: SystemData


@dataclass(frozen=True, slots=True)
class DisconnectSystem:
    """It tells nothing more, and what it kept is kept here."""

    system_id: UUID


@dataclass(frozen=True, slots=True)
class ReconnectSystem:
    system_id: UUID


def connect_system(command: ConnectSystem, uow: UnitOfWork, clock: Clock) -> Changes:
    """`outside.name_missing`, `outside.name_taken`, `outside.kept_already`."""
    del clock
    system = OutsideSystem(id=command.system_id, **_values(uow, command.system_id, command.data))
    uow.record("outside.connect", system, name=system.name)
    if not exists(uow, OutsideSystem, system.id):
        login = f"program-{system.id.hex[-12:]}"
        rights = _rights(command.data.rights)
        uow.add(
            system,
            UserAccount(id=system.id, login=login, name=system.name, rights=rights, is_program=True),
        )
    return uow.commit()


def change_system(command: ChangeSystem, uow: UnitOfWork, clock: Clock) -> Changes:
    """As `connect_system`."""
    del clock
    system = uow.lock(OutsideSystem, command.system_id)
    values = _values(uow, system.id, command.data)
    uow.record("outside.change", system, name=values["name"])
    assign(system, **values)
    account = uow.get(UserAccount, system.id)
    assign(account, name=values["name"], rights=_rights(command.data.rights))
    return uow.commit()


def disconnect_system(command: DisconnectSystem, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    return _turn(uow, command.system_id, is_active=False)


def reconnect_system(command: ReconnectSystem, uow: UnitOfWork, clock: Clock) -> Changes:
    """`outside.kept_already` when another system keeps the same by now."""
    del clock
    return _turn(uow, command.system_id, is_active=True)


def _turn(uow: UnitOfWork, system_id: UUID, *, is_active: bool) -> Changes:
    system = uow.lock(OutsideSystem, system_id)
    uow.record("outside.reconnect" if is_active else "outside.disconnect", system, name=system.name)
    if is_active:
        _require_free(uow, system.id, _keeps(system))
    assign(system, is_active=is_active)
    assign(uow.get(UserAccount, system.id), is_active=is_active)
    return uow.commit()


def _values(uow: UnitOfWork, system_id: UUID, data: SystemData) -> dict[str, object]:
    name = data.name.strip()
    if not name:
        raise RuleViolation("outside.name_missing")
    other = first(uow, OutsideSystem, name=name)
    if other is not None and other.id != system_id:
        raise RuleViolation("outside.name_taken", name=name)
    _require_free(uow, system_id, data.keeps)
    flags = {f"keeps_{kept}": kept in data.keeps for kept in Kept}
    return {"name": name, "branch_id": data.branch_id, **flags}


def _require_free(uow: UnitOfWork, system_id: UUID, keeps: Iterable[Kept]) -> None:
    """One thing is kept at one place."""
    wanted = frozenset(keeps)
    for other in every(uow, OutsideSystem, is_active=True):
        doubled = wanted & _keeps(other) if other.id != system_id else frozenset()
        if doubled:
            raise RuleViolation("outside.kept_already", system=other.name, what=min(doubled))


def _keeps(system: OutsideSystem) -> frozenset[Kept]:
    return frozenset(kept for kept in Kept if getattr(system, f"keeps_{kept}"))


def _rights(rights: Iterable[Right]) -> list[str]:
    return sorted(right.value for right in rights)
