"""How the trays are cut: by channel, whose team accepts, and to whom accepted tickets go at first."""

from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.model.people import Tray
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every, exists, over_stored
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TrayData:
    """Without channels a tray takes what no other takes; without a team whoever has the right accepts."""

    name: str
    channels: tuple[str, ...] = ()
    team_id: UUID | None = None
    owner_id: UUID | None = None
    queue_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AddTray:
    tray_id: UUID
    data: TrayData


@dataclass(frozen=True, slots=True)
class ChangeTray:
    """With `seen`, what another person changed meanwhile is kept beside it, field by field (P-39)."""

    tray_id: UUID
    version: int
    data: TrayData
    seen: TrayData | None = None


@dataclass(frozen=True, slots=True)
class SetTrayActive:
    tray_id: UUID
    is_active: bool


def add_tray(command: AddTray, uow: UnitOfWork, clock: Clock) -> Changes:
    """`tray.name_missing`, `tray.name_taken`, `tray.channel_taken`."""
    del clock
    tray = Tray(id=command.tray_id, name=command.data.name.strip(), position=len(every(uow, Tray)))
    uow.record("tray.add", tray, name=tray.name)
    if not exists(uow, Tray, command.tray_id):
        _fill(uow, tray, command.data)
        uow.add(tray)
    return uow.commit()


def change_tray(command: ChangeTray, uow: UnitOfWork, clock: Clock) -> Changes:
    """As `add_tray`; `row.changed_meanwhile`, `row.fields_in_conflict`."""
    del clock
    tray = uow.get(Tray, command.tray_id)
    data = over_stored(tray, command.version, _stored(tray), command.data, command.seen)
    uow.record("tray.change", tray, name=data.name.strip())
    _fill(uow, tray, data)
    return uow.commit()


def set_tray_active(command: SetTrayActive, uow: UnitOfWork, clock: Clock) -> Changes:
    """`tray.channel_taken` when another tray took its channels meanwhile."""
    del clock
    tray = uow.get(Tray, command.tray_id)
    uow.record("tray.offer" if command.is_active else "tray.retire", tray, name=tray.name)
    if command.is_active:
        _require_free(uow, tray, tuple(tray.channels))
    assign(tray, is_active=command.is_active)
    return uow.commit()


def _stored(tray: Tray) -> TrayData:
    """The tray as its form enters it."""
    return TrayData(tray.name, tuple(tray.channels), tray.team_id, tray.owner_id, tray.queue_id)


def _fill(uow: UnitOfWork, tray: Tray, data: TrayData) -> None:
    name = data.name.strip()
    if not name:
        raise RuleViolation("tray.name_missing")
    for other in every(uow, Tray):
        if other.id != tray.id and fold(other.name) == fold(name):
            raise RuleViolation("tray.name_taken", name=other.name)
    _require_free(uow, tray, data.channels)
    assign(
        tray,
        name=name,
        channels=sorted(data.channels),
        team_id=data.team_id,
        owner_id=data.owner_id,
        queue_id=data.queue_id,
    )


def _require_free(uow: UnitOfWork, tray: Tray, channels: tuple[str, ...]) -> None:
    """A request waits in one tray: no two take one channel, and one takes what is left over."""
    for other in every(uow, Tray, is_active=True):
        if other.id != tray.id and (set(other.channels) & set(channels) or not (other.channels or channels)):
            raise RuleViolation("tray.channel_taken", name=other.name)
